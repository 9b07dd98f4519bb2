using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>Bilinear forms z[n, o] = x[n]' W[·, ·, o] y[n]; the loss weighs z by G.</summary>
[Model]
public partial class BilinearForms
{
    public const int I = 64, J = 64, O = 32;

    [Batch] public partial int N { get; }

    [Input(nameof(N), I, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), J, Gradient = true)] public partial Tensor<float> Y { get; }
    [Input(nameof(N), O)] public partial Tensor<float> G { get; }

    [Parameter(I, J, O)] public partial Tensor<float> W { get; }

    [Output(nameof(N), O)] public float Z(int n, int o) => Sum(I, J, (i, j) => X[n, i] * Y[n, j] * W[i, j, o]);

    [Loss] public float Loss() => Sum(N, O, (n, o) => G[n, o] * Z(n, o));
}
