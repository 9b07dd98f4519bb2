using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Bilinear forms z[n, o] = x[n]' A[o] y[n] + b[o].</summary>
[Model]
public partial class Bilinear
{
    [Extent] public partial int I { get; }
    [Extent] public partial int J { get; }
    [Extent] public partial int O { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(I), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(J), Gradient = true)] public partial Tensor<float> Y { get; }

    [Parameter(nameof(O), nameof(I), nameof(J))] public partial Tensor<float> A { get; }
    [Parameter(nameof(O))] public partial Tensor<float> B { get; }

    [Output(nameof(N), nameof(O))] public float Z(int n, int o) => Sum(I, J, (i, j) => X[n, i] * A[o, i, j] * Y[n, j]) + B[o];

    [Loss] public float Loss() => Mean(N, O, (n, o) => Z(n, o) * Z(n, o));
}
