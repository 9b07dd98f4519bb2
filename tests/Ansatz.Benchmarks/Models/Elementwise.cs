using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Functions;
using static System.MathF;

namespace Ansatz.Benchmarks.Models;

/// <summary>One pass over memory with four elementary functions.</summary>
[Model]
public partial class Elementwise
{
    [Batch] public partial int N { get; }

    [Input] public partial float A { get; }
    [Input] public partial float B { get; }
    [Input] public partial float C { get; }
    [Input(nameof(N))] public partial Tensor<float> X { get; }

    [Output(nameof(N))] public float Y(int n) => Tanh(A * X[n] + B) * Sigmoid(C * X[n]) + Exp(-X[n] * X[n]);
}
