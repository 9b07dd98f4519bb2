using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map whose matrix is a sum of Kronecker products: W = Σ_k A_k ⊗ C_k, that is
/// W[(o1, o2), (i1, i2)] = Σ_k A[k, o1, i1]·C[k, o2, i2]. It has Terms·(Out1·In1 + Out2·In2) + Out parameters; with enough terms any matrix is one.
/// Van Loan, Pitsianis, <i>Approximation with Kronecker products</i>, 1993.
/// </summary>
[Model]
public partial class KroneckerSum
{
    /// <summary>First mode of the rows that come in.</summary>
    [Extent] public partial int In1 { get; }

    /// <summary>Second mode of the rows that come in; it runs fastest.</summary>
    [Extent] public partial int In2 { get; }

    /// <summary>First mode of the rows that go out.</summary>
    [Extent] public partial int Out1 { get; }

    /// <summary>Second mode of the rows that go out; it runs fastest.</summary>
    [Extent] public partial int Out2 { get; }

    /// <summary>How many Kronecker products.</summary>
    [Extent] public partial int Terms { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => In1 * In2;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Out1 * Out2;

    int Fan => In1 * Terms;

    /// <summary>The first factors: Terms × Out1 × In1.</summary>
    [Parameter(nameof(Terms), nameof(Out1), nameof(In1), FanIn = nameof(Fan))] public partial Tensor<float> A { get; }

    /// <summary>The second factors: Terms × Out2 × In2.</summary>
    [Parameter(nameof(Terms), nameof(Out2), nameof(In2), FanIn = nameof(In2))] public partial Tensor<float> C { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Inner(Func<int, int, float> x, int n, int i, int k, int p) => Sum(In2, j => C[k, p, j] * x(n, i * In2 + j));

    float Product(Func<int, int, float> x, int n, int o, int p) => Sum(In1, Terms, (i, k) => A[k, o, i] * Inner(x, n, i, k, p));

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => Sum(Terms, k => A[k, o / Out2, i / In2] * C[k, o % Out2, i % In2]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Product(x, n, o / Out2, o % Out2) + B[o];
}
