using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Layers;

/// <summary>y = U (V x) + b.</summary>
[Model]
public partial class LowRank
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Rank { get; }
    [Extent] public partial int Out { get; }

    [Parameter(nameof(Rank), nameof(In))] public partial Tensor<float> V { get; }
    [Parameter(nameof(Out), nameof(Rank))] public partial Tensor<float> U { get; }
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    float Code(Func<int, int, float> x, int n, int r) => Sum(In, i => V[r, i] * x(n, i));

    public float Y(Func<int, int, float> x, int n, int o) => Sum(Rank, r => U[o, r] * Code(x, n, r)) + B[o];
}
