using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix, with its rows and columns in three modes each, is a small core times one factor for each mode:
/// W[(o1, o2, o3), (i1, i2, i3)] = Σ U1[o1, a]·U2[o2, b]·U3[o3, c]·G[a, b, c, d, e, f]·V1[d, i1]·V2[e, i2]·V3[f, i3].
/// Tucker, <i>Some mathematical notes on three-mode factor analysis</i>, 1966.
/// </summary>
[Model]
public partial class TuckerLinear3
{
    /// <summary>First mode of the rows that come in.</summary>
    [Extent] public partial int In1 { get; }

    /// <summary>Second mode of the rows that come in.</summary>
    [Extent] public partial int In2 { get; }

    /// <summary>Third mode of the rows that come in; it runs fastest.</summary>
    [Extent] public partial int In3 { get; }

    /// <summary>First mode of the rows that go out.</summary>
    [Extent] public partial int Out1 { get; }

    /// <summary>Second mode of the rows that go out.</summary>
    [Extent] public partial int Out2 { get; }

    /// <summary>Third mode of the rows that go out; it runs fastest.</summary>
    [Extent] public partial int Out3 { get; }

    /// <summary>Rank of the first mode of the input.</summary>
    [Extent] public partial int InRank1 { get; }

    /// <summary>Rank of the second mode of the input.</summary>
    [Extent] public partial int InRank2 { get; }

    /// <summary>Rank of the third mode of the input.</summary>
    [Extent] public partial int InRank3 { get; }

    /// <summary>Rank of the first mode of the output.</summary>
    [Extent] public partial int OutRank1 { get; }

    /// <summary>Rank of the second mode of the output.</summary>
    [Extent] public partial int OutRank2 { get; }

    /// <summary>Rank of the third mode of the output.</summary>
    [Extent] public partial int OutRank3 { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => In1 * In2 * In3;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Out1 * Out2 * Out3;

    int InRanks => InRank1 * InRank2 * InRank3;

    /// <summary>Factor of the first mode of the input: InRank1 × In1.</summary>
    [Parameter(nameof(InRank1), nameof(In1))] public partial Tensor<float> V1 { get; }

    /// <summary>Factor of the second mode of the input: InRank2 × In2.</summary>
    [Parameter(nameof(InRank2), nameof(In2))] public partial Tensor<float> V2 { get; }

    /// <summary>Factor of the third mode of the input: InRank3 × In3.</summary>
    [Parameter(nameof(InRank3), nameof(In3))] public partial Tensor<float> V3 { get; }

    /// <summary>The core: OutRank1 × OutRank2 × OutRank3 × InRank1 × InRank2 × InRank3.</summary>
    [Parameter(nameof(OutRank1), nameof(OutRank2), nameof(OutRank3), nameof(InRank1), nameof(InRank2), nameof(InRank3), FanIn = nameof(InRanks))] public partial Tensor<float> G { get; }

    /// <summary>Factor of the first mode of the output: Out1 × OutRank1.</summary>
    [Parameter(nameof(Out1), nameof(OutRank1))] public partial Tensor<float> U1 { get; }

    /// <summary>Factor of the second mode of the output: Out2 × OutRank2.</summary>
    [Parameter(nameof(Out2), nameof(OutRank2))] public partial Tensor<float> U2 { get; }

    /// <summary>Factor of the third mode of the output: Out3 × OutRank3.</summary>
    [Parameter(nameof(Out3), nameof(OutRank3))] public partial Tensor<float> U3 { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float In12(Func<int, int, float> x, int n, int i, int j, int f) => Sum(In3, k => V3[f, k] * x(n, (i * In2 + j) * In3 + k));

    float In1Only(Func<int, int, float> x, int n, int i, int e, int f) => Sum(In2, j => V2[e, j] * In12(x, n, i, j, f));

    float Code(Func<int, int, float> x, int n, int d, int e, int f) => Sum(In1, i => V1[d, i] * In1Only(x, n, i, e, f));

    float Core(Func<int, int, float> x, int n, int a, int b, int c) =>
        Sum(InRank1, InRank2, InRank3, (d, e, f) => G[a, b, c, d, e, f] * Code(x, n, d, e, f));

    float Out1Only(Func<int, int, float> x, int n, int o, int b, int c) => Sum(OutRank1, a => U1[o, a] * Core(x, n, a, b, c));

    float Out12(Func<int, int, float> x, int n, int o, int p, int c) => Sum(OutRank2, b => U2[p, b] * Out1Only(x, n, o, b, c));

    float Product(Func<int, int, float> x, int n, int o, int p, int q) => Sum(OutRank3, c => U3[q, c] * Out12(x, n, o, p, c));

    float Coded(int a, int b, int c, int i) => Sum(InRank1, InRank2, InRank3, (d, e, f) =>
        G[a, b, c, d, e, f] * V1[d, i / (In2 * In3)] * V2[e, i / In3 % In2] * V3[f, i % In3]);

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => Sum(OutRank1, OutRank2, OutRank3, (a, b, c) =>
        U1[o / (Out2 * Out3), a] * U2[o / Out3 % Out2, b] * U3[o % Out3, c] * Coded(a, b, c, i));

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / (Out2 * Out3), o / Out3 % Out2, o % Out3) + B[o];
}
