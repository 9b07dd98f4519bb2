using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Two Sinkhorn steps in the log domain between two clouds of points, and the transport cost they give.</summary>
[Model]
public partial class Sinkhorn
{
    const float Epsilon = 0.3f;

    [Extent] public partial int D { get; }
    [Extent] public partial int M { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(M), nameof(D))] public partial Tensor<float> Y { get; }

    float Cost(int n, int m) => Sum(D, d => (X[n, d] - Y[m, d]) * (X[n, d] - Y[m, d]));

    float Row(Func<int, float> g, int n) => -Epsilon * (LogSumExp(M, m => (g(m) - Cost(n, m)) / Epsilon) - Log((float)M));
    float Column(Func<int, float> f, int m) => -Epsilon * (LogSumExp(N, n => (f(n) - Cost(n, m)) / Epsilon) - Log((float)N));

    float F1(int n) => Row(m => 0, n);
    float G1(int m) => Column(F1, m);
    [Output(nameof(N))] public float F(int n) => Row(G1, n);
    [Output(nameof(M))] public float G(int m) => Column(F, m);

    [Output(nameof(N), nameof(M))] public float Plan(int n, int m) => Exp((F(n) + G(m) - Cost(n, m)) / Epsilon) / ((float)N * M);

    [Loss] public float Loss() => Sum(N, M, (n, m) => Plan(n, m) * Cost(n, m));
}
