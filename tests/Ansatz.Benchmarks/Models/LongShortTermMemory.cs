using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Benchmarks.Models;

/// <summary>Long short-term memory, 64 units over 50 steps, its gates in torch's order; the loss weighs h by G.</summary>
[Model]
public partial class LongShortTermMemory
{
    public const int In = 64, Units = 64, Length = 50;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Length, In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), Length, Units)] public partial Tensor<float> G { get; }

    [Parameter(4, Units, In)] public partial Tensor<float> W { get; }
    [Parameter(4, Units, Units)] public partial Tensor<float> U { get; }
    [Parameter(4, Units)] public partial Tensor<float> B { get; }

    float Gate(int n, int t, int g, int d) =>
        Sum(In, i => W[g, d, i] * X[n, t, i]) + (t > 0 ? Sum(Units, e => U[g, d, e] * H(n, t - 1, e)) : 0) + B[g, d];

    float C(int n, int t, int d) =>
        (t > 0 ? Sigmoid(Gate(n, t, 1, d)) * C(n, t - 1, d) : 0) + Sigmoid(Gate(n, t, 0, d)) * Tanh(Gate(n, t, 2, d));

    [Output(nameof(N), Length, Units)] public float H(int n, int t, int d) => Sigmoid(Gate(n, t, 3, d)) * Tanh(C(n, t, d));

    [Loss] public float Loss() => Sum(N, Length, Units, (n, t, d) => G[n, t, d] * H(n, t, d));
}
