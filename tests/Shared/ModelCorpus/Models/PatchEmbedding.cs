using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Patches of an image, numbered row by row, as tokens with a place each (the first layer of a vision transformer).</summary>
[Model]
public partial class PatchEmbedding
{
    public const int Patch = 3, Channels = 2;

    [Extent] public partial int Down { get; }
    [Extent] public partial int Across { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    public int Height => Patch * Down;
    public int Width => Patch * Across;
    public int Tokens => Down * Across;

    [Input(nameof(N), Channels, nameof(Height), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(nameof(D), Channels, Patch, Patch)] public partial Tensor<float> W { get; }
    [Parameter(nameof(Tokens), nameof(D))] public partial Tensor<float> Place { get; }

    [Output(nameof(N), nameof(Tokens), nameof(D))]
    public float Y(int n, int t, int d) => Place[t, d] + Sum(Channels, Patch, Patch, (c, p, q) => W[d, c, p, q] * X[n, c, Patch * (t / Across) + p, Patch * (t % Across) + q]);

    [Loss] public float Loss() => Mean(N, Tokens, D, (n, t, d) => Y(n, t, d) * Y(n, t, d));
}
