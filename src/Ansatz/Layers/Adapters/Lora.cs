using System.Numerics.Tensors;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map that stays as it is, plus a trained matrix of low rank: Y = Base(x) + Alpha/Rank·U·(V·x). At first U = 0, so nothing is added. It trains
/// Rank·(In + Out) parameters.
/// Hu, Shen, Wallis, Allen-Zhu, Li, Wang, Wang, Chen, <i>LoRA: low-rank adaptation of large language models</i>, 2022.
/// </summary>
[Model]
public partial class Lora
{
    /// <summary>The layer that is adapted; its own parameters stay as they are.</summary>
    [Frozen] public partial Linear Base { get; }

    /// <summary>Rank of what is added.</summary>
    [Extent] public partial int Rank { get; }

    /// <summary>What is added is multiplied by Alpha / Rank.</summary>
    [Extent] public partial int Alpha { get; }

    /// <summary>Length of the rows that come in.</summary>
    public int In => Base.In;

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Base.Out;

    /// <summary>Reduces a row: Rank × In.</summary>
    [Parameter(nameof(Rank), nameof(In), Initial = Initial.Uniform)] public partial Tensor<float> V { get; }

    /// <summary>Expands it again: Out × Rank.</summary>
    [Parameter(nameof(Out), nameof(Rank), Initial = Initial.Zero)] public partial Tensor<float> U { get; }

    float Code(Func<int, int, float> x, int n, int r) => Sum(In, i => V[r, i] * x(n, i));

    /// <summary>Element (o, i) of the matrix, what is added included.</summary>
    public float Dense(int o, int i) => Base.Dense(o, i) + (float)Alpha / Rank * Sum(Rank, r => U[o, r] * V[r, i]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Base.Y(x, n, o) + (float)Alpha / Rank * Sum(Rank, r => U[o, r] * Code(x, n, r));
}
