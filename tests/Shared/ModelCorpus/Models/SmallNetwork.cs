using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;
using Layers;

namespace Corpus;

/// <summary>Two dense layers of the library, sized by the owner's extents.</summary>
[Model]
public partial class SmallNetwork
{
    [Extent] public partial int Width { get; }
    [Extent] public partial int Hidden { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Target { get; }

    public Linear First { get => field ??= new(In: Width, Out: Hidden); }
    public Linear Second { get => field ??= new(In: Hidden, Out: 1); }

    float H(int n, int j) => Tanh(First.Y((b, i) => X[b, i], n, j));

    [Output(nameof(N))] public float Prediction(int n) => Second.Y(H, n, 0);

    [Loss] public float Loss() => Mean(N, n => (Prediction(n) - Target[n]) * (Prediction(n) - Target[n]));
}
