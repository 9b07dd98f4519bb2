using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;
using Layers;

namespace Corpus;

/// <summary>Equations that pass their function on, change its indices, and take method groups.</summary>
[Model]
public partial class Forwarding
{
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(D))] public partial Tensor<float> W { get; }

    public Table Positions { get => field ??= new(Rows: D, Width: D); }

    float Total(Func<int, float> f) => Sum(D, i => W[i] * f(i));

    float Twice(Func<int, float> f) => Total(f) + Total(i => f(D - 1 - i));

    float Diagonal(Func<int, int, float> g) => Twice(i => g(i, i));

    float Row(Func<int, int, float> x, int n) => Twice(i => x(n, i));

    float Read(int n, int i) => X[n, i];

    float Weight(int i) => Tanh(W[i]);

    [Output(nameof(N))] public float Y(int n) => Row(Read, n) * Diagonal(Positions.Value) + Total(Weight);

    [Output(nameof(N))] public float Z(int n) => Row((b, i) => Read(b, i) * Positions.Value(i, 0), n) + Max(D, Weight);

    [Loss] public float Loss() => Mean(N, n => Y(n) * Y(n) + Z(n));
}
