namespace Ansatz;

/// <summary>A training by steps along the gradients of some examples each.</summary>
internal sealed class GradientRun : TrainingRun
{
    private readonly Optimizer _optimizer;
    private readonly GradientSet? _sum;
    private readonly double _rate;
    private BatchFeed? _feed;

    public GradientRun(ITrainingWorkspace workspace, Dataset data, TrainingOptions options, Optimizer optimizer) : base(workspace, data, options, optimizer, fullBatch: false)
    {
        _optimizer = optimizer;
        _rate = optimizer.Rate;
        optimizer.Require(Parameters);
        // The gradients of one part and one loss are used where they are.
        if (Losses is not [(_, 1)] || Plan.PartSize < Plan.Examples(0)) _sum = Parameters.CreateGradients();
    }

    public override void Dispose()
    {
        _feed?.Dispose();
        _optimizer.Rate = _rate;
    }

    protected override void Begin() => _feed = new BatchFeed(Source, Plan, Options, State.Step, Steps);

    protected override bool Step()
    {
        var step = StepInEpoch;
        var examples = Plan.Examples(step);
        double loss = 0;
        _sum?.BeginSum();
        for (var part = Plan.Parts(step); part > 0; part--)
        {
            var batch = _feed!.Take();
            loss += Part(batch, examples, _sum);
            _feed.Return();
        }
        _optimizer.Rate = Rate = _rate * Options.Schedule.Factor(State.Step, Steps, Plan.StepsPerEpoch);
        Change(loss);
        State.LossSum += Options.LossIsMean ? loss * examples : loss;
        State.Examples += examples;
        return false;
    }

    private void Change(double loss)
    {
        var gradients = _sum ?? Workspace.Gradients;
        if (Options.ClipValue is { } limit) gradients.Clamp(limit);
        var factor = 1.0;
        // On a device gradients are only fetched if they must be: what is not finite shows in the next loss.
        if (gradients.Residency is null || Options.ClipNorm is not null)
        {
            var norm = _optimizer.GradientNorm(gradients);
            if (!double.IsFinite(norm)) throw Divergence.Of(Parameters, gradients, null, Epoch, State.Step + 1, loss, null);
            State.LargestNorm = Math.Max(State.LargestNorm, norm);
            if (Options.ClipNorm is { } longest && norm > longest) factor = longest / norm;
        }
        _optimizer.GradientFactor = factor;
        try
        {
            if (_sum is null) Workspace.Step(_optimizer);
            else _optimizer.Step(_sum);
        }
        finally
        {
            _optimizer.GradientFactor = 1;
        }
    }
}
