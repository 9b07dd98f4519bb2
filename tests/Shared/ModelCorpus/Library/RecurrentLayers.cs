using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Recurrent layers side by side.</summary>
[Model]
public partial class RecurrentLayers
{
    public const int Length = 3, In = 2, Units = 2;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Length, In, Gradient = true)] public partial Tensor<float> X { get; }

    public Elman Simple { get; } = new(Length: Length, In: In, Units: Units);
    public GatedRecurrentUnit Gated { get; } = new(Length: Length, In: In, Units: Units);
    public MinimalGatedUnit Minimal { get; } = new(Length: Length, In: In, Units: Units);
    public LongShortTermMemory Long { get; } = new(Length: Length, In: In, Units: Units);

    float Sequence(int n, int t, int i) => X[n, t, i];

    [Output(nameof(N), Length, Units)]
    public float Y(int n, int t, int d) => Simple.Y(Sequence, n, t, d) + Gated.Y(Sequence, n, t, d) + Minimal.Y(Sequence, n, t, d) + Long.Y(Sequence, n, t, d);

    [Loss] public float Loss() => Mean(N, n => Sum(Length, Units, (t, d) => Y(n, t, d) * Y(n, t, d)));
}
