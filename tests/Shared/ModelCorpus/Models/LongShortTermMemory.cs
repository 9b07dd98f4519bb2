using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;
using static System.MathF;

namespace Corpus;

/// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).</summary>
[Model]
public partial class LongShortTermMemory
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Units { get; }
    [Extent] public partial int Length { get; }

    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length), nameof(In), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(Units))] public partial Tensor<float> Target { get; }

    [Parameter(4, nameof(Units), nameof(In))] public partial Tensor<float> W { get; }
    [Parameter(4, nameof(Units), nameof(Units))] public partial Tensor<float> U { get; }
    [Parameter(4, nameof(Units))] public partial Tensor<float> B { get; }

    float Gate(int n, int t, int g, int d) =>
        Sum(In, i => W[g, d, i] * X[n, t, i]) + (t > 0 ? Sum(Units, e => U[g, d, e] * H(n, t - 1, e)) : 0) + B[g, d];

    float Forget(int n, int t, int d) => Sigmoid(Gate(n, t, 0, d));
    float Enter(int n, int t, int d) => Sigmoid(Gate(n, t, 1, d));
    float Candidate(int n, int t, int d) => Tanh(Gate(n, t, 2, d));
    float Show(int n, int t, int d) => Sigmoid(Gate(n, t, 3, d));

    float C(int n, int t, int d) => (t > 0 ? Forget(n, t, d) * C(n, t - 1, d) : 0) + Enter(n, t, d) * Candidate(n, t, d);

    [Output(nameof(N), nameof(Length), nameof(Units))] public float H(int n, int t, int d) => Show(n, t, d) * Tanh(C(n, t, d));

    [Loss] public float Loss() => Mean(N, n => Sum(Units, d => (H(n, Length - 1, d) - Target[n, d]) * (H(n, Length - 1, d) - Target[n, d])));
}
