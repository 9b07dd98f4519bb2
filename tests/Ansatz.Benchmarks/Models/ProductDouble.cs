using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;

namespace Ansatz.Benchmarks.Models;

/// <summary>C = A·B, 512 × 512 × 512, in double precision.</summary>
[Model]
public partial class ProductDouble
{
    public const int Size = 512;

    [Input(Size, Size)] public partial Tensor<double> A { get; }
    [Input(Size, Size)] public partial Tensor<double> B { get; }

    [Output(Size, Size)] public double C(int i, int j) => Sum(Size, k => A[i, k] * B[k, j]);
}
