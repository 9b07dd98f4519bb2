using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Layers of which few weights are kept, with their places: two of four, and two of five with a last group of two for an odd number of outputs.</summary>
[Model]
public partial class CompressedLayer
{
    [Batch] public partial int N { get; }

    [Input(nameof(N), 48)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 13)] public partial Tensor<float> Target { get; }

    public CompressedNmSparse Layer { get; } = new(In: 48, Group: 4, Kept: 2, Out: 32);

    public CompressedNmSparse Odd { get; } = new(In: 32, Group: 5, Kept: 2, Out: 13);

    [Output(nameof(N), 32)] public float H(int n, int o) => Gelu(Layer.Y((b, i) => X[b, i], n, o));

    [Output(nameof(N), 32)] public float HByDense(int n, int o) => Gelu(Sum(48, i => Layer.Dense(o, i) * X[n, i]) + Layer.B[o]);

    [Output(nameof(N), 13)] public float Y(int n, int o) => Odd.Y(H, n, o);

    [Output(nameof(N), 13)] public float YByDense(int n, int o) => Sum(32, i => Odd.Dense(o, i) * H(n, i)) + Odd.B[o];

    [Loss] public float Loss() => Mean(N, 13, (n, o) => (Y(n, o) - Target[n, o]) * (Y(n, o) - Target[n, o]));
}
