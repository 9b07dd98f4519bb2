using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>The gated recurrent unit that resets after the product.</summary>
[Model]
public partial class ResetAfterLayer
{
    public const int Length = 3, In = 2, Units = 2;

    [Batch] public partial int N { get; }

    [Input(nameof(N), Length, In, Gradient = true)] public partial Tensor<float> X { get; }

    public ResetAfterGatedRecurrentUnit Cell { get; } = new(Length: Length, In: In, Units: Units);

    [Output(nameof(N), Length, Units)] public float Y(int n, int t, int d) => Cell.Y((b, s, i) => X[b, s, i], n, t, d);

    [Loss] public float Loss() => Mean(N, n => Sum(Length, Units, (t, d) => Y(n, t, d) * Y(n, t, d)));
}
