using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix is a sparse one times a small dense one: each of its rows is a combination of NonZeros of Atoms rows,
/// W[o, i] = Σ_j S[o, j]·D[Place[o, j], i]. It has Atoms·In + NonZeros·Out + Out parameters and as many places; it costs Atoms·In + NonZeros·Out
/// multiplications for each row. Places are not trained; at first they are spread evenly.
/// Chand, Prabhu, Kumar, <i>DSFormer: effective compression of text-transformers by dense-sparse weight factorization</i>, 2023.
/// </summary>
[Model]
public partial class DenseSparse
{
    /// <summary>Length of the rows that come in.</summary>
    [Extent] public partial int In { get; }

    /// <summary>How many rows the dense matrix has.</summary>
    [Extent] public partial int Atoms { get; }

    /// <summary>How many of them make a row of the matrix.</summary>
    [Extent] public partial int NonZeros { get; }

    /// <summary>Length of the rows that go out.</summary>
    [Extent] public partial int Out { get; }

    /// <summary>The dense matrix: Atoms × In.</summary>
    [Parameter(nameof(Atoms), nameof(In))] public partial Tensor<float> D { get; }

    /// <summary>The numbers in the sparse matrix: Out × NonZeros.</summary>
    [Parameter(nameof(Out), nameof(NonZeros))] public partial Tensor<float> S { get; }

    /// <summary>Where they stand in their row: at least 0, less than Atoms: Out × NonZeros.</summary>
    [State(nameof(Out), nameof(NonZeros))] public partial Tensor<int> Place { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    [InitialValue(nameof(Place))] int FirstPlace(int o, int j) => (o + j * Atoms / NonZeros) % Atoms;

    float Code(Func<int, int, float> x, int n, int k) => Sum(In, i => D[k, i] * x(n, i));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => Sum(NonZeros, j => S[o, j] * D[Place[o, j], i]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Sum(NonZeros, j => S[o, j] * Code(x, n, Clamp(Place[o, j], 0, Atoms - 1))) + B[o];
}
