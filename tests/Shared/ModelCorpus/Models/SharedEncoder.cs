using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;
using Layers;

namespace Corpus;

/// <summary>One of two owners of the same encoder: it reconstructs.</summary>
[Model]
public partial class Reconstruction
{
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width))] public partial Tensor<float> X { get; }

    public partial LowRank Encoder { get; }

    [Parameter(nameof(Width), 4)] public partial Tensor<float> D { get; }

    float Code(int n, int c) => Tanh(Encoder.Y((b, i) => X[b, i], n, c));

    [Output(nameof(N), nameof(Width))] public float Y(int n, int i) => Sum(4, c => D[i, c] * Code(n, c));

    [Loss] public float Loss() => Mean(N, Width, (n, i) => (Y(n, i) - X[n, i]) * (Y(n, i) - X[n, i]));
}

/// <summary>The other owner: it compares two inputs that the same encoder reads.</summary>
[Model]
public partial class Comparison
{
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width))] public partial Tensor<float> Left { get; }
    [Input(nameof(N), nameof(Width))] public partial Tensor<float> Right { get; }

    public partial LowRank Encoder { get; }

    float Difference(int n, int c) => Encoder.Y((b, i) => Left[b, i], n, c) - Encoder.Y((b, i) => Right[b, i], n, c);

    [Output(nameof(N))] public float Distance(int n) => Sum(4, c => Difference(n, c) * Difference(n, c));

    [Loss] public float Loss() => Mean(N, n => Log(1 + Distance(n)));
}
