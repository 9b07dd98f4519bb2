using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map that stays as it is, plus a trained matrix in Tucker form: Y = Base(x) + Scale·U·(G·(V·x)). At first G = 0, so nothing is added. It trains
/// InRank·In + InRank·OutRank + OutRank·Out parameters.
/// Si, Wang, Yang, Xu, Li, Dai, Qiao, Yang, Shen, <i>FLoRA: low-rank core space for N-dimension</i>, 2024.
/// </summary>
[Model]
public partial class Flora
{
    /// <summary>The layer that is adapted; its own parameters stay as they are.</summary>
    [Frozen] public partial Linear Base { get; }

    /// <summary>Rank of what is added, on the side of the input.</summary>
    [Extent] public partial int InRank { get; }

    /// <summary>Rank of what is added, on the side of the output.</summary>
    [Extent] public partial int OutRank { get; }

    /// <summary>By what it is multiplied.</summary>
    [Extent] public partial int Scale { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => Base.In;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Base.Out;

    /// <summary>Reduces a row: InRank × In.</summary>
    [Parameter(nameof(InRank), nameof(In), Initial = Initial.Uniform)] public partial Tensor<float> V { get; }

    /// <summary>The core: OutRank × InRank.</summary>
    [Parameter(nameof(OutRank), nameof(InRank), Initial = Initial.Zero)] public partial Tensor<float> G { get; }

    /// <summary>Expands it again: Out × OutRank.</summary>
    [Parameter(nameof(Out), nameof(OutRank), Initial = Initial.Uniform)] public partial Tensor<float> U { get; }

    float Code(Func<int, int, float> x, int n, int b) => Sum(In, i => V[b, i] * x(n, i));

    float Core(Func<int, int, float> x, int n, int a) => Sum(InRank, b => G[a, b] * Code(x, n, b));

    /// <summary>Element (o, i) of the matrix, what is added included.</summary>
    public float Dense(int o, int i) => Base.Dense(o, i) + Scale * Sum(OutRank, InRank, (a, b) => U[o, a] * G[a, b] * V[b, i]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Base.Y(x, n, o) + Scale * Sum(OutRank, a => U[o, a] * Core(x, n, a));
}
