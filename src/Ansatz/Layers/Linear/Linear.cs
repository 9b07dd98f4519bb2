using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>An affine map: y = W·x + b.</summary>
[Model]
public partial class Linear
{
    /// <summary>Length of the rows that come in.</summary>
    [Extent] public partial int In { get; }

    /// <summary>Length of the rows that go out.</summary>
    [Extent] public partial int Out { get; }

    /// <summary>The matrix: Out × In.</summary>
    [Parameter(nameof(Out), nameof(In))] public partial Tensor<float> W { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) => W[o, i];

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Sum(In, i => W[o, i] * x(n, i)) + B[o];
}
