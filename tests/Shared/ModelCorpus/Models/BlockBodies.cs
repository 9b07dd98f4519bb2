using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Bodies with locals, in equations and in lambdas.</summary>
[Model]
public partial class BlockBodies
{
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(D))] public partial Tensor<float> W { get; }
    [Parameter(1)] public partial Tensor<float> B { get; }

    [Output(nameof(N))]
    public float Y(int n)
    {
        var z = Sum(D, i => W[i] * X[n, i]) + B[0];
        float half = z / 2;
        var shifted = half * half + 1;
        return Sqrt(shifted) + half;
    }

    float Spread(int n)
    {
        var center = Mean(D, i => X[n, i]);
        return Mean(D, i =>
        {
            var d = X[n, i] - center;
            return d * d;
        });
    }

    [Loss]
    public float Loss()
    {
        var offset = B[0];
        return Mean(N, n =>
        {
            var y = Y(n);
            return y * Spread(n) + offset;
        });
    }
}
