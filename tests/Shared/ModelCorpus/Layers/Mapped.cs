using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Layers;

/// <summary>y = W x + b, as a layer of networks.</summary>
[Model]
public partial class Dense
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Out { get; }

    [Parameter(nameof(Out), nameof(In))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Sum(In, i => W[o, i] * x(n, i)) + B[o];
}

/// <summary>y = U V x + b.</summary>
[Model]
public partial class Thin
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Rank { get; }
    [Extent] public partial int Out { get; }

    [Parameter(nameof(Rank), nameof(In))] public partial Tensor<float> V { get; }
    [Parameter(nameof(Out), nameof(Rank))] public partial Tensor<float> U { get; }
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Code(Func<int, int, float> x, int n, int r) => Sum(In, i => V[r, i] * x(n, i));

    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Sum(Rank, r => U[o, r] * Code(x, n, r)) + B[o];
}

/// <summary>A convolution with 3 × 3 elements; the border counts as 0.</summary>
[Model]
public partial class Filter
{
    const int Size = 3;
    [Extent] public partial int Channels { get; }
    [Extent] public partial int Filters { get; }
    [Extent] public partial int Height { get; }
    [Extent] public partial int Width { get; }

    [Parameter(nameof(Filters), nameof(Channels), Size, Size)] public partial Tensor<float> K { get; }
    [Parameter(nameof(Filters))] public partial Tensor<float> B { get; }

    float Padded(Func<int, int, int, int, float> x, int n, int c, int h, int w) => h >= 0 && h < Height && w >= 0 && w < Width ? x(n, c, h, w) : 0;

    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Filters), nameof(Height), nameof(Width)])]
    public float Y(Func<int, int, int, int, float> x, int n, int f, int h, int w) =>
        Sum(Channels, Size, Size, (c, p, q) => K[f, c, p, q] * Padded(x, n, c, h + p - 1, w + q - 1)) + B[f];
}

/// <summary>The largest of each 2 × 2 elements.</summary>
[Model]
public partial class Halved
{
    [Extent] public partial int Channels { get; }
    [Extent] public partial int Height { get; }
    [Extent] public partial int Width { get; }
    public int Rows => Height / 2;
    public int Columns => Width / 2;

    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Channels), nameof(Rows), nameof(Columns)])]
    public float Y(Func<int, int, int, int, float> x, int n, int c, int h, int w) => Max(2, 2, (p, q) => x(n, c, 2 * h + p, 2 * w + q));
}

/// <summary>The mean of the rows of a table that are named.</summary>
[Model]
public partial class Words
{
    [Extent] public partial int Length { get; }
    [Extent] public partial int Count { get; }
    [Extent] public partial int Out { get; }

    [Parameter(nameof(Count), nameof(Out))] public partial Tensor<float> E { get; }

    [Maps(From = [nameof(Length)], To = [nameof(Out)])]
    public float Y(Func<int, int, int> x, int n, int o) => Mean(Length, t => E[x(n, t), o]);
}
