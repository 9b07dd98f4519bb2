using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ansatz;

/// <summary>Stochastic gradient descent, with or without momentum.</summary>
/// <remarks>
/// b ← μb + g, θ ← (1 − rate·decay)θ − rate · b, or with Nesterov's look ahead − rate · (g + μb); b is 0 at first. While μ is 0, the step is along g and b stays
/// as it is; without decay, rows whose gradient is 0 then do not change, and are not looked at where the gradients say which rows of a table they touch. Sutskever, Martens, Dahl, Hinton,
/// <i>On the importance of initialization and momentum in deep learning</i>, 2013.
/// </remarks>
/// <param name="parameters">The sets whose parameters it changes.</param>
public sealed class Sgd(params ReadOnlySpan<ParameterSet> parameters) : Optimizer(parameters, moments: 1, rate: 1e-2)
{
    /// <summary>μ, how much of the last step's direction stays: at least 0, less than 1. 0 by default.</summary>
    public double Momentum { get; set => field = RequireFraction(value, nameof(Momentum)); }

    /// <summary>Whether the step looks ahead along the momentum. Without momentum it changes nothing.</summary>
    public bool Nesterov { get; set; }

    private protected override void Update(Rows rows, Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in StepNumbers numbers)
        => new Rule<float>(this, numbers).Apply(rows, parameters, gradient, first);

    private protected override void Update(Rows rows, Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> first, Span<double> second, in StepNumbers numbers)
        => new Rule<double>(this, numbers).Apply(rows, parameters, gradient, first);

    private protected override bool LeavesUntouchedRows(in StepNumbers numbers) => Momentum == 0 && numbers.Rate * numbers.Decay == 0;

    /// <summary>The numbers of one step. A device's kernel computes with the same.</summary>
    // Only + − ×, each correctly rounded, for vectors and for the rest alike: the same bits on every machine.
    internal readonly struct Rule<T>(Sgd sgd, StepNumbers numbers) where T : unmanaged, IFloatingPointIeee754<T>
    {
        public readonly T Momentum = T.CreateTruncating(sgd.Momentum), Rate = T.CreateTruncating(numbers.Rate);
        public readonly T Keep = T.CreateTruncating(1 - numbers.Rate * numbers.Decay);

        /// <summary>What the gradient is multiplied by first: less than 1 where it is clipped.</summary>
        public readonly T GradientFactor = T.CreateTruncating(numbers.GradientFactor);

        // The step is along ahead·g + along·b: g + μb, or b alone.
        public readonly T Ahead = sgd.Nesterov ? T.One : T.Zero, Along = sgd.Nesterov ? T.CreateTruncating(sgd.Momentum) : T.One;

        public void Apply(Rows rows, Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> direction)
        {
            if (Momentum == T.Zero)
            {
                Apply(rows, parameters, gradient);
                return;
            }
            ref T p = ref MemoryMarshal.GetReference(parameters), b = ref MemoryMarshal.GetReference(direction);
            ref var g = ref MemoryMarshal.GetReference(gradient);
            var (momentum, rate, keep, ahead, along) = (Vector256.Create(Momentum), Vector256.Create(Rate), Vector256.Create(Keep), Vector256.Create(Ahead), Vector256.Create(Along));
            var factor = Vector256.Create(GradientFactor);
            foreach (var row in rows.Numbers)
            {
                var (i, end) = (row * rows.Width, row * rows.Width + rows.Width);
                for (; i + Vector256<T>.Count <= end; i += Vector256<T>.Count)
                {
                    var at = (nuint)i;
                    var slope = factor * Vector256.LoadUnsafe(ref g, at);
                    var now = momentum * Vector256.LoadUnsafe(ref b, at) + slope;
                    now.StoreUnsafe(ref b, at);
                    (keep * Vector256.LoadUnsafe(ref p, at) - rate * (ahead * slope + along * now)).StoreUnsafe(ref p, at);
                }
                for (; i < end; i++)
                {
                    var slope = GradientFactor * gradient[i];
                    direction[i] = Momentum * direction[i] + slope;
                    parameters[i] = Keep * parameters[i] - Rate * (Ahead * slope + Along * direction[i]);
                }
            }
        }

        private void Apply(Rows rows, Span<T> parameters, ReadOnlySpan<T> gradient)
        {
            ref T p = ref MemoryMarshal.GetReference(parameters);
            ref var g = ref MemoryMarshal.GetReference(gradient);
            var (rate, keep, factor) = (Vector256.Create(Rate), Vector256.Create(Keep), Vector256.Create(GradientFactor));
            foreach (var row in rows.Numbers)
            {
                var (i, end) = (row * rows.Width, row * rows.Width + rows.Width);
                for (; i + Vector256<T>.Count <= end; i += Vector256<T>.Count)
                {
                    var at = (nuint)i;
                    (keep * Vector256.LoadUnsafe(ref p, at) - rate * (factor * Vector256.LoadUnsafe(ref g, at))).StoreUnsafe(ref p, at);
                }
                for (; i < end; i++) parameters[i] = Keep * parameters[i] - Rate * (GradientFactor * gradient[i]);
            }
        }
    }
}
