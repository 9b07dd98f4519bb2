using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>A recurrence whose time is the first index, over a lattice: a wave with absorbing ends.</summary>
[Model]
public partial class TimeMajorRecurrence
{
    [Extent] public partial int Steps { get; }
    [Extent] public partial int Points { get; }

    [Input(nameof(Points), Gradient = true)] public partial Tensor<float> Start { get; }
    [Parameter(nameof(Points))] public partial Tensor<float> Speed { get; }

    float Left(int t, int x) => x > 0 ? U(t, x - 1) : 0;
    float Right(int t, int x) => x < Points - 1 ? U(t, x + 1) : 0;

    [Output(nameof(Steps), nameof(Points))]
    public float U(int t, int x) => t == 0 ? Start[x]
        : t == 1 ? Start[x] * 0.99f
        : 2 * U(t - 1, x) - U(t - 2, x) + 0.1f * Speed[x] * (Left(t - 1, x) - 2 * U(t - 1, x) + Right(t - 1, x));

    [Loss] public float Loss() => Sum(Points, x => U(Steps - 1, x) * U(Steps - 1, x)) + Mean(Steps, t => Max(Points, x => U(t, x)));
}
