using System.Diagnostics;

namespace Ansatz;

/// <summary>One training: what is the same for all methods, from the first step to the result.</summary>
internal abstract class TrainingRun : IDisposable
{
    private readonly ValidationPass? _validation;
    private readonly string[] _metrics;
    private readonly double[] _metricValues;
    private readonly (int Index, bool HigherIsBetter) _watched;
    private readonly CheckpointFile? _checkpoint;
    private long _epochBegan = Stopwatch.GetTimestamp();

    protected TrainingRun(ITrainingWorkspace workspace, Dataset data, TrainingOptions options, TrainingMethod method, bool fullBatch)
    {
        (Workspace, Options) = (workspace, options);
        Losses = WeightedLosses.Of(workspace.Model, options);
        Source = new BatchSource(workspace.Model.Signature, data, options);
        Plan = fullBatch
            ? new BatchPlan(Source.Count, Source.Count, options.MicroBatchSize, dropLast: false, shuffle: false, options.Seed)
            : new BatchPlan(Source.Count, options.BatchSize, options.MicroBatchSize, options.DropLast, options.Shuffle, options.Seed);
        var all = (long)options.Epochs * Plan.StepsPerEpoch;
        Steps = options.Steps is { } limit ? Math.Min(limit, all) : all;
        State = new TrainingState(Parameters);
        _metrics = [.. options.Metrics.Select(m => m.Name)];
        _metricValues = new double[_metrics.Length];
        _watched = Watched(options);
        if (options.Validation is { } validation) _validation = new ValidationPass(workspace, validation, options, Losses);
        if (options.Checkpoint is { } checkpoint) _checkpoint = new CheckpointFile(checkpoint.Path, new TrainingIdentity(Source, Plan, options, method), Parameters, State, method);
    }

    /// <summary>A training by the method that is asked for.</summary>
    public static TrainingRun Create(ITrainingWorkspace workspace, Dataset data, TrainingOptions options)
    {
        var parameters = workspace.Model.Parameters;
        return options.Optimizer switch
        {
            Lbfgs lbfgs => new LbfgsRun(workspace, data, options, lbfgs),
            Optimizer optimizer => new GradientRun(workspace, data, options, optimizer),
            _ => new GradientRun(workspace, data, options, new Adam(parameters)),
        };
    }

    protected ITrainingWorkspace Workspace { get; }

    protected ParameterSet Parameters => Workspace.Model.Parameters;

    protected TrainingOptions Options { get; }

    protected (int Number, double Weight)[] Losses { get; }

    protected BatchSource Source { get; }

    protected BatchPlan Plan { get; }

    protected TrainingState State { get; }

    /// <summary>How many steps there are at the most.</summary>
    protected long Steps { get; }

    /// <summary>The rate of the last step.</summary>
    protected double Rate { get; set; }

    protected int StepInEpoch => (int)(State.Step % Plan.StepsPerEpoch);

    protected int Epoch => (int)(State.Step / Plan.StepsPerEpoch) + 1;

    /// <summary>Trains to the end.</summary>
    public TrainingResult Run(CancellationToken cancellation)
    {
        var workers = Workspace.Workers;
        if (Options.Workers is { } others) Workspace.Workers = others;
        try
        {
            if (_checkpoint is not null && Options.Checkpoint!.Resume) _checkpoint.TryLoad();
            Begin();
            var reason = RunSteps(cancellation);
            if (reason != StopReason.Cancelled && Options.EarlyStopping is { RestoreBest: true }) State.RestoreBest();
            return new TrainingResult(reason, [.. State.History], _metrics, State.BestEpoch, State.Best, State.Step, Options);
        }
        finally
        {
            Workspace.Workers = workers;
        }
    }

    public abstract void Dispose();

    /// <summary>The first step is about to be made, at <see cref="TrainingState.Step"/>.</summary>
    protected abstract void Begin();

    /// <summary>Makes one step, and adds its loss to the state. Allocates nothing.</summary>
    /// <returns>Whether there is nothing more to do.</returns>
    protected abstract bool Step();

    /// <summary>The loss and gradient of one part of a step, added to those before it.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="examples">How many the step has in all.</param>
    /// <param name="sum">Where the gradients are added up; null where this part and one loss are all.</param>
    /// <returns>The part's share of the step's loss.</returns>
    protected double Part(TrainingBatch batch, int examples, GradientSet? sum)
    {
        double loss = 0;
        var share = Options.LossIsMean ? (double)batch.Count / examples : 1;
        foreach (var (number, weight) in Losses)
        {
            var factor = weight * share;
            try
            {
                loss += factor * Workspace.Gradient(batch, number);
            }
            catch (NonFiniteLossException e)
            {
                throw Divergence.Of(Parameters, Workspace.Gradients, Source.NonFinite(batch.Rows), Epoch, State.Step + 1, e.Value, e);
            }
            sum?.Add(Workspace.Gradients, factor);
        }
        return loss;
    }

    private StopReason RunSteps(CancellationToken cancellation)
    {
        if (State.Ended is { } ended && (ended != StopReason.Completed || State.Step >= Steps)) return ended;
        State.Ended = null;
        _epochBegan = Stopwatch.GetTimestamp();
        while (State.Step < Steps)
        {
            if (cancellation.IsCancellationRequested)
            {
                _checkpoint?.Save();
                return StopReason.Cancelled;
            }
            var (epoch, converged) = (Epoch, Step());
            State.Step++;
            Options.Project?.Invoke(State.Step);
            var isEnd = StepInEpoch == 0 || State.Step == Steps || converged;
            Options.Progress?.Report(Progress(epoch, null));
            if (isEnd) EndEpoch(epoch);
            if (converged) State.Ended = StopReason.Converged;
            else if (isEnd && Options.EarlyStopping is { } stopping && State.BestEpoch > 0 && epoch - State.BestEpoch >= stopping.Patience) State.Ended = StopReason.NoImprovement;
            else if (State.Step == Steps) State.Ended = StopReason.Completed;
            if (IsDue(epoch, isEnd)) _checkpoint!.Save();
            if (State.Ended is { } reason) return reason;
        }
        return StopReason.Completed;
    }

    private bool IsDue(int epoch, bool isEnd)
    {
        if (_checkpoint is null) return false;
        if (State.Ended is not null) return true;
        var when = Options.Checkpoint!;
        return (isEnd && when.EveryEpochs > 0 && epoch % when.EveryEpochs == 0) || (when.EverySteps > 0 && State.Step % when.EverySteps == 0);
    }

    private void EndEpoch(int epoch)
    {
        var validation = _validation?.Run(_metricValues) ?? double.NaN;
        var result = new EpochResult(epoch, State.Step, State.Loss, validation, [.. _metricValues], Rate, State.LargestNorm, Stopwatch.GetElapsedTime(_epochBegan).TotalSeconds);
        State.History.Add(result);
        var value = _watched.Index >= 0 ? _metricValues[_watched.Index] : _validation is null ? result.Loss : validation;
        var gain = _watched.HigherIsBetter ? value - State.Best : State.Best - value;
        if (State.BestEpoch == 0 ? !double.IsNaN(value) : gain > (Options.EarlyStopping?.LeastGain ?? 0))
        {
            (State.Best, State.BestEpoch) = (value, epoch);
            if (Options.EarlyStopping is { RestoreBest: true }) State.KeepBest();
        }
        Options.Progress?.Report(Progress(epoch, result));
        State.BeginEpoch();
        _epochBegan = Stopwatch.GetTimestamp();
    }

    private TrainingProgress Progress(int epoch, EpochResult? ended) => new(
        epoch, Options.Epochs, State.Step, Steps, (int)(State.Step - (long)(epoch - 1) * Plan.StepsPerEpoch), Plan.StepsPerEpoch, State.Loss, Rate, ended);

    private static (int Index, bool HigherIsBetter) Watched(TrainingOptions options)
    {
        if (options.EarlyStopping?.Metric is not { } name) return (-1, false);
        for (var k = 0; k < options.Metrics.Count; k++)
        {
            if (options.Metrics[k].Name == name) return options.Validation is null
                ? throw new ArgumentException($"Early stopping watches '{name}', which needs validation data.") : (k, options.Metrics[k].HigherIsBetter);
        }
        throw new ArgumentException($"Early stopping watches '{name}', but the metrics are: {string.Join(", ", options.Metrics.Select(m => m.Name))}.");
    }
}
