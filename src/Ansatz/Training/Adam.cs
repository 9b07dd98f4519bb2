using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ansatz;

/// <summary>Adam: a step along the mean of the gradients, in units of the root of the mean of their squares. With <see cref="Optimizer.WeightDecay"/>, AdamW.</summary>
/// <remarks>
/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← (1 − rate·decay)θ − rate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε), where t counts the steps of
/// the tensor, also with <see cref="Optimizer.TouchedRowsOnly"/>, where m, v and θ stay in rows that a step does not touch. Kingma, Ba, <i>Adam: a method for stochastic optimization</i>, 2015.
/// </remarks>
/// <param name="parameters">The sets whose parameters it changes.</param>
public sealed class Adam(params ReadOnlySpan<ParameterSet> parameters) : Optimizer(parameters, moments: 2, rate: 1e-3)
{
    /// <summary>β₁, how much of the mean gradient stays at each step: at least 0, less than 1. 0.9 by default.</summary>
    public double Beta1 { get; set => field = RequireFraction(value, nameof(Beta1)); } = 0.9;

    /// <summary>β₂, how much of the mean square stays at each step: at least 0, less than 1. 0.999 by default.</summary>
    public double Beta2 { get; set => field = RequireFraction(value, nameof(Beta2)); } = 0.999;

    /// <summary>ε, added to the root: 0 or more. 10⁻⁸ by default.</summary>
    public double Epsilon { get; set => field = RequireNonNegative(value, nameof(Epsilon)); } = 1e-8;

    // Running products in place of powers: the math library's Pow differs between machines.
    private protected override (double First, double Second) Advance((double First, double Second) powers)
        => (powers.First * Beta1, powers.Second * Beta2);

    private protected override void Update(Rows rows, Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in StepNumbers numbers)
        => new Rule<float>(this, numbers).Apply(rows, parameters, gradient, first, second);

    private protected override void Update(Rows rows, Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> first, Span<double> second, in StepNumbers numbers)
        => new Rule<double>(this, numbers).Apply(rows, parameters, gradient, first, second);

    /// <summary>The numbers of one step. A device's kernel computes with the same.</summary>
    // Only + − × ÷ √, each correctly rounded, for vectors and for the rest alike: the same bits on every machine.
    internal readonly struct Rule<T>(Adam adam, StepNumbers numbers) where T : unmanaged, IFloatingPointIeee754<T>
    {
        public readonly T Beta1 = T.CreateTruncating(adam.Beta1), Rest1 = T.CreateTruncating(1 - adam.Beta1);
        public readonly T Beta2 = T.CreateTruncating(adam.Beta2), Rest2 = T.CreateTruncating(1 - adam.Beta2);
        public readonly T Keep = T.CreateTruncating(1 - numbers.Rate * numbers.Decay), Epsilon = T.CreateTruncating(adam.Epsilon);
        public readonly T Step = T.CreateTruncating(numbers.Rate / (1 - numbers.Powers.First)), Scale = T.CreateTruncating(1 / Math.Sqrt(1 - numbers.Powers.Second));

        /// <summary>What the gradient is multiplied by first: less than 1 where it is clipped.</summary>
        public readonly T GradientFactor = T.CreateTruncating(numbers.GradientFactor);

        // Rows of a table lie far apart in memory, and it is known early which come next.
        private const int RowsAhead = 8;

        private static unsafe void Prefetch(ref T element)
        {
            if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref element));
        }

        public void Apply(Rows rows, Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second)
        {
            ref T p = ref MemoryMarshal.GetReference(parameters), m = ref MemoryMarshal.GetReference(first), v = ref MemoryMarshal.GetReference(second);
            ref var g = ref MemoryMarshal.GetReference(gradient);
            var (beta1, rest1, beta2, rest2) = (Vector256.Create(Beta1), Vector256.Create(Rest1), Vector256.Create(Beta2), Vector256.Create(Rest2));
            var (keep, epsilon, step, scale) = (Vector256.Create(Keep), Vector256.Create(Epsilon), Vector256.Create(Step), Vector256.Create(Scale));
            var factor = Vector256.Create(GradientFactor);
            for (var k = 0; k < rows.Numbers.Length; k++)
            {
                var row = rows.Numbers[k];
                if (k + RowsAhead < rows.Numbers.Length)
                {
                    var ahead = (nint)rows.Numbers[k + RowsAhead] * rows.Width;
                    Prefetch(ref Unsafe.Add(ref g, ahead));
                    Prefetch(ref Unsafe.Add(ref m, ahead));
                    Prefetch(ref Unsafe.Add(ref v, ahead));
                    Prefetch(ref Unsafe.Add(ref p, ahead));
                }
                var (i, end) = (row * rows.Width, row * rows.Width + rows.Width);
                for (; i + Vector256<T>.Count <= end; i += Vector256<T>.Count)
                {
                    var at = (nuint)i;
                    var slope = factor * Vector256.LoadUnsafe(ref g, at);
                    var mean = beta1 * Vector256.LoadUnsafe(ref m, at) + rest1 * slope;
                    var square = beta2 * Vector256.LoadUnsafe(ref v, at) + rest2 * (slope * slope);
                    mean.StoreUnsafe(ref m, at);
                    square.StoreUnsafe(ref v, at);
                    (keep * Vector256.LoadUnsafe(ref p, at) - step * mean / (Vector256.Sqrt(square) * scale + epsilon)).StoreUnsafe(ref p, at);
                }
                for (; i < end; i++)
                {
                    var slope = GradientFactor * gradient[i];
                    first[i] = Beta1 * first[i] + Rest1 * slope;
                    second[i] = Beta2 * second[i] + Rest2 * (slope * slope);
                    parameters[i] = Keep * parameters[i] - Step * first[i] / (T.Sqrt(second[i]) * Scale + Epsilon);
                }
            }
        }
    }
}
