using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix, with its rows and columns in two modes each, is a small core times one factor for each mode:
/// W[(o1, o2), (i1, i2)] = Σ_{a, b, c, d} U1[o1, a]·U2[o2, b]·G[a, b, c, d]·V1[c, i1]·V2[d, i2].
/// Tucker, <i>Some mathematical notes on three-mode factor analysis</i>, 1966.
/// </summary>
[Model]
public partial class TuckerLinear2
{
    /// <summary>First mode of the rows that come in.</summary>
    [Extent] public partial int In1 { get; }

    /// <summary>Second mode of the rows that come in; it runs fastest.</summary>
    [Extent] public partial int In2 { get; }

    /// <summary>First mode of the rows that go out.</summary>
    [Extent] public partial int Out1 { get; }

    /// <summary>Second mode of the rows that go out; it runs fastest.</summary>
    [Extent] public partial int Out2 { get; }

    /// <summary>Rank of the first mode of the input.</summary>
    [Extent] public partial int InRank1 { get; }

    /// <summary>Rank of the second mode of the input.</summary>
    [Extent] public partial int InRank2 { get; }

    /// <summary>Rank of the first mode of the output.</summary>
    [Extent] public partial int OutRank1 { get; }

    /// <summary>Rank of the second mode of the output.</summary>
    [Extent] public partial int OutRank2 { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => In1 * In2;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Out1 * Out2;

    int InRanks => InRank1 * InRank2;

    /// <summary>Factor of the first mode of the input: InRank1 × In1.</summary>
    [Parameter(nameof(InRank1), nameof(In1))] public partial Tensor<float> V1 { get; }

    /// <summary>Factor of the second mode of the input: InRank2 × In2.</summary>
    [Parameter(nameof(InRank2), nameof(In2))] public partial Tensor<float> V2 { get; }

    /// <summary>The core: OutRank1 × OutRank2 × InRank1 × InRank2.</summary>
    [Parameter(nameof(OutRank1), nameof(OutRank2), nameof(InRank1), nameof(InRank2), FanIn = nameof(InRanks))] public partial Tensor<float> G { get; }

    /// <summary>Factor of the first mode of the output: Out1 × OutRank1.</summary>
    [Parameter(nameof(Out1), nameof(OutRank1))] public partial Tensor<float> U1 { get; }

    /// <summary>Factor of the second mode of the output: Out2 × OutRank2.</summary>
    [Parameter(nameof(Out2), nameof(OutRank2))] public partial Tensor<float> U2 { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Half(Func<int, int, float> x, int n, int i, int d) => Sum(In2, j => V2[d, j] * x(n, i * In2 + j));

    float Code(Func<int, int, float> x, int n, int c, int d) => Sum(In1, i => V1[c, i] * Half(x, n, i, d));

    float Core(Func<int, int, float> x, int n, int a, int b) => Sum(InRank1, InRank2, (c, d) => G[a, b, c, d] * Code(x, n, c, d));

    float Wide(Func<int, int, float> x, int n, int o, int b) => Sum(OutRank1, a => U1[o, a] * Core(x, n, a, b));

    float Product(Func<int, int, float> x, int n, int o, int p) => Sum(OutRank2, b => U2[p, b] * Wide(x, n, o, b));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => Sum(OutRank1, OutRank2, InRank1, InRank2, (a, b, c, d) =>
        U1[o / Out2, a] * U2[o % Out2, b] * G[a, b, c, d] * V1[c, i / In2] * V2[d, i % In2]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / Out2, o % Out2) + B[o];
}
