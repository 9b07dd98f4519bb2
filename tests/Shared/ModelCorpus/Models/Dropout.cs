using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;
using static Ansatz.CounterRandomF;
using Layers;

namespace Corpus;

/// <summary>A network with dropout between its layers.</summary>
[Model]
public partial class Dropout
{
    public const float Rate = 0.25f;

    [Extent] public partial int In { get; }
    [Extent] public partial int Hidden { get; }
    [Batch] public partial int N { get; }
    [Training] public partial bool Training { get; set; }

    [Input(nameof(N), nameof(In))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Target { get; }
    [Input] public partial int Seed { get; }

    public Linear First { get => field ??= new(In: In, Out: Hidden); }
    public Linear Second { get => field ??= new(In: Hidden, Out: 1); }

    float H(int n, int j) => Tanh(First.Y((b, i) => X[b, i], n, j));

    float Kept(int n, int j) => Training ? (Uniform(Seed, n, j) < Rate ? 0 : H(n, j) / (1 - Rate)) : H(n, j);

    [Output(nameof(N))] public float Y(int n) => Second.Y((b, j) => Kept(b, j), n, 0);

    [Loss] public float Loss() => Mean(N, n => (Y(n) - Target[n]) * (Y(n) - Target[n]));
}
