using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>A three-way array times the columns of two factors, as alternating least squares needs it for the third.</summary>
[Model]
public partial class ParafacProduct
{
    public const int Size = 100, Rank = 10;

    [Input(Size, Size, Size)] public partial Tensor<float> X { get; }
    [Input(Size, Rank)] public partial Tensor<float> B { get; }
    [Input(Size, Rank)] public partial Tensor<float> C { get; }

    [Output(Size, Rank)] public float Y(int i, int r) => Sum(Size, Size, (j, k) => X[i, j, k] * B[j, r] * C[k, r]);
}
