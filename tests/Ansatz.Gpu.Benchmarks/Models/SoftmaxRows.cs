using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Gpu.Benchmarks.Models;

/// <summary>The softmax of rows of 1024.</summary>
[Model]
public partial class SoftmaxRows
{
    public const int Width = 1024;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Width)] public partial Tensor<float> X { get; }

    [Output(nameof(N), Width)] public float Y(int n, int k) => Exp(X[n, k] - LogSumExp(Width, j => X[n, j]));
}
