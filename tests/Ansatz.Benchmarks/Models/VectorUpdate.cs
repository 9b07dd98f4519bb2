using System.Numerics.Tensors;
using Ansatz;

namespace Ansatz.Benchmarks.Models;

/// <summary>One pass over memory that is limited by it.</summary>
[Model]
public partial class VectorUpdate
{
    [Batch] public partial int N { get; }

    [Input] public partial float A { get; }
    [Input] public partial float B { get; }
    [Input] public partial float C { get; }
    [Input(nameof(N))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Y { get; }
    [Input(nameof(N))] public partial Tensor<float> Z { get; }

    [Output(nameof(N))] public float Updated(int n) => A * X[n] + B * Y[n] - C * Z[n];
}
