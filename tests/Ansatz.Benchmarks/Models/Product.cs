using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Benchmarks.Models;

/// <summary>C = A·B, 512 × 512 × 512.</summary>
[Model]
public partial class Product
{
    public const int Size = 512;

    [Input(Size, Size)] public partial Tensor<float> A { get; }
    [Input(Size, Size)] public partial Tensor<float> B { get; }

    [Output(Size, Size)] public float C(int i, int j) => Sum(Size, k => A[i, k] * B[k, j]);
}
