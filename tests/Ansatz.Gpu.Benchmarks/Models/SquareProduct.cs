using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Ansatz.Gpu.Benchmarks.Models;

/// <summary>C = A·B of square matrices.</summary>
[Model]
public partial class SquareProduct
{
    [Extent] public partial int Size { get; }

    [Input(nameof(Size), nameof(Size))] public partial Tensor<float> A { get; }
    [Input(nameof(Size), nameof(Size))] public partial Tensor<float> B { get; }

    [Output(nameof(Size), nameof(Size))] public float C(int i, int j) => Sum(Size, k => A[i, k] * B[k, j]);
}
