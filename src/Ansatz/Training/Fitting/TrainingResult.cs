namespace Ansatz;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs or steps are done.</summary>
    Completed,

    /// <summary>Nothing became better for as many epochs as <see cref="EarlyStopping.Patience"/> says.</summary>
    NoImprovement,

    /// <summary>The caller asked for it.</summary>
    Cancelled,

    /// <summary><see cref="Lbfgs"/> found a point where the gradient is as good as zero, or from which no step makes the loss smaller.</summary>
    Converged,
}

/// <summary>What came out of an epoch.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Step">Steps up to its end.</param>
/// <param name="Loss">The loss of its batches as they were trained on, averaged over examples.</param>
/// <param name="ValidationLoss">The loss of the validation data after it; NaN if there are none.</param>
/// <param name="Metrics">The metrics of the validation data, in the order of <see cref="TrainingOptions.Metrics"/>.</param>
/// <param name="Rate">The rate of its last step.</param>
/// <param name="GradientNorm">The largest norm of a step's gradient, before it was clipped.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record EpochResult(int Epoch, long Step, double Loss, double ValidationLoss, IReadOnlyList<double> Metrics, double Rate, double GradientNorm, double Seconds);

/// <summary>What came out of a training.</summary>
public sealed class TrainingResult
{
    internal TrainingResult(StopReason reason, IReadOnlyList<EpochResult> history, IReadOnlyList<string> metrics, int bestEpoch, double best, long steps, TrainingOptions options)
        => (Reason, History, MetricNames, BestEpoch, Best, Steps, Options) = (reason, history, metrics, bestEpoch, best, steps, options);

    /// <summary>Why it ended.</summary>
    public StopReason Reason { get; }

    /// <summary>Its epochs in order; after a resumption, those before it too.</summary>
    public IReadOnlyList<EpochResult> History { get; }

    /// <summary>The names of the metrics in <see cref="EpochResult.Metrics"/>.</summary>
    public IReadOnlyList<string> MetricNames { get; }

    /// <summary>The epoch with the best value of what <see cref="EarlyStopping"/> watches, without it of the validation loss or the loss; 0 if there is none.</summary>
    public int BestEpoch { get; }

    /// <summary>That value; NaN if there is none.</summary>
    public double Best { get; }

    /// <summary>How many steps were made.</summary>
    public long Steps { get; }

    /// <summary>What was asked for.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The loss of the last epoch; NaN if there is none.</summary>
    public double Loss => History.Count > 0 ? History[^1].Loss : double.NaN;

    /// <summary>A metric after the last epoch.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public double this[string metric]
    {
        get
        {
            for (var k = 0; k < MetricNames.Count; k++)
            {
                if (MetricNames[k] == metric) return History.Count > 0 ? History[^1].Metrics[k] : double.NaN;
            }
            throw new KeyNotFoundException($"There is no metric '{metric}', but there are: {string.Join(", ", MetricNames)}.");
        }
    }

    /// <summary>The end, the steps and the loss.</summary>
    public override string ToString() => $"{Reason} after {Steps} steps, loss {Loss:G6}";
}

/// <summary>Where a training stands after a step.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Epochs">How many epochs there are at the most.</param>
/// <param name="Step">Steps made.</param>
/// <param name="Steps">How many there are at the most.</param>
/// <param name="StepInEpoch">Steps made in this epoch.</param>
/// <param name="StepsPerEpoch">How many it has.</param>
/// <param name="Loss">The loss of the epoch's batches so far, averaged over examples.</param>
/// <param name="Rate">The rate of the step.</param>
/// <param name="Ended">After the last step of an epoch, a second time, what came out of the epoch.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, long Step, long Steps, int StepInEpoch, int StepsPerEpoch, double Loss, double Rate, EpochResult? Ended);
