using Ansatz.Numerics;

namespace Ansatz;

/// <summary>How the rate of a training changes from step to step: a factor of the optimiser's own rate.</summary>
/// <remarks>A function of the step alone, so that a training that is resumed goes on as it would have.</remarks>
public abstract class RateSchedule
{
    private protected RateSchedule() { }

    /// <summary>The rate itself, always.</summary>
    public static RateSchedule Constant { get; } = new ConstantRate();

    /// <summary>From the rate along half a period of a cosine to a share of it after the last step: f + (1 − f)(1 + cos πt/T)/2 at step t of T.</summary>
    /// <remarks>Loshchilov, Hutter, <i>SGDR: stochastic gradient descent with warm restarts</i>, 2017, without restarts.</remarks>
    /// <param name="final">f, 0 or more.</param>
    public static RateSchedule Cosine(double final = 0) => new CosineRate(RequireShare(final));

    /// <summary>From the rate in a straight line to a share of it after the last step: 1 − (1 − f)t/T at step t of T.</summary>
    /// <param name="final">f, 0 or more.</param>
    public static RateSchedule Linear(double final = 0) => new LinearRate(RequireShare(final));

    /// <summary>The rate times a factor after every so many epochs: factor^⌊epoch/every⌋.</summary>
    /// <param name="every">Epochs between two changes, 1 or more.</param>
    /// <param name="factor">0 or more.</param>
    public static RateSchedule Step(int every, double factor = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return new StepRate(every, RequireShare(factor));
    }

    /// <summary>The rate times a factor after each epoch: factor^epoch.</summary>
    /// <param name="factor">0 or more.</param>
    public static RateSchedule Exponential(double factor) => new StepRate(1, RequireShare(factor));

    /// <summary>The same after a warm-up: first the rate rises in a straight line, (t + 1)/W at step t of W, then the schedule has the steps that are left.</summary>
    /// <remarks>Goyal et al., <i>Accurate, large minibatch SGD: training ImageNet in 1 hour</i>, 2017.</remarks>
    /// <param name="steps">W, 0 or more.</param>
    public RateSchedule WithWarmUp(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return new WarmUpRate(steps, this);
    }

    /// <summary>What the optimiser's rate is multiplied by at a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">How many there are in all, more than <paramref name="step"/>.</param>
    /// <param name="stepsPerEpoch">How many an epoch has.</param>
    public abstract double Factor(long step, long steps, int stepsPerEpoch);

    private static double RequireShare(double value) => value >= 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"A factor of a rate must be 0 or more, and finite, but is {value}.");

    private sealed class ConstantRate : RateSchedule
    {
        public override double Factor(long step, long steps, int stepsPerEpoch) => 1;

        public override string ToString() => "constant";
    }

    private sealed class LinearRate(double final) : RateSchedule
    {
        public override double Factor(long step, long steps, int stepsPerEpoch) => 1 - (1 - final) * step / steps;

        public override string ToString() => $"linear to {final}";
    }

    private sealed class CosineRate(double final) : RateSchedule
    {
        // The library's own cosine: the platform's differs between machines.
        public override double Factor(long step, long steps, int stepsPerEpoch) => final + (1 - final) * (1 + Elementary.Cos(Math.PI * step / steps)) / 2;

        public override string ToString() => $"cosine to {final}";
    }

    private sealed class StepRate(int every, double factor) : RateSchedule
    {
        public override double Factor(long step, long steps, int stepsPerEpoch)
        {
            // A product in place of the platform's power, which differs between machines.
            var result = 1.0;
            for (var k = step / stepsPerEpoch / every; k > 0; k--) result *= factor;
            return result;
        }

        public override string ToString() => $"× {factor} every {every} epoch{(every == 1 ? "" : "s")}";
    }

    private sealed class WarmUpRate(int warm, RateSchedule then) : RateSchedule
    {
        public override double Factor(long step, long steps, int stepsPerEpoch) =>
            step < warm ? (step + 1.0) / warm : then.Factor(step - warm, steps - warm, stepsPerEpoch);

        public override string ToString() => $"warm-up of {warm} steps, then {then}";
    }
}
