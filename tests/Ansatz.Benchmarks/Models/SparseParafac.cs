using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>The squared error of a CP model at the known elements of a sparse three-way array.</summary>
[Model]
public partial class SparseParafac
{
    public const int Rows = 10_000, Rank = 16;

    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<int> I { get; }
    [Input(nameof(N))] public partial Tensor<int> J { get; }
    [Input(nameof(N))] public partial Tensor<int> K { get; }
    [Input(nameof(N))] public partial Tensor<float> Value { get; }

    [Parameter(Rows, Rank)] public partial Tensor<float> A { get; }
    [Parameter(Rows, Rank)] public partial Tensor<float> B { get; }
    [Parameter(Rows, Rank)] public partial Tensor<float> C { get; }

    float Residual(int n) => Sum(Rank, r => A[I[n], r] * B[J[n], r] * C[K[n], r]) - Value[n];

    [Loss] public float Loss() => 0.5f * Sum(N, n => Residual(n) * Residual(n));
}
