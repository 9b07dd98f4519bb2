using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map of whose matrix every Group of a row has Kept weights that are not 0, kept as these weights and their places in the group: what an
/// <see cref="NmSparse"/> has become when its training is over. It has Kept / Group of the dense matrix's weights, as many places, and costs as many
/// multiplications. Places are not trained; at first they are spread evenly. Weights of the same place add up.
/// Mishra, Latorre, Pool, Stosic, Stosic, Venkatesh, Yu, Micikevicius, <i>Accelerating sparse deep neural networks</i>, 2021.
/// </summary>
[Model]
public partial class CompressedNmSparse
{
    /// <summary>Length of the rows that come in; a multiple of Group, or the last group is shorter.</summary>
    [Extent] public partial int In { get; }

    /// <summary>How many weights of the dense matrix a group stands for: M.</summary>
    [Extent] public partial int Group { get; }

    /// <summary>How many of them are kept: N.</summary>
    [Extent] public partial int Kept { get; }

    /// <summary>Length of the rows that go out.</summary>
    [Extent] public partial int Out { get; }

    /// <summary>How many groups a row of the matrix has.</summary>
    public int Groups => (In + Group - 1) / Group;

    int Fan => (In * Kept + Group - 1) / Group;

    /// <summary>The weights that are kept: Out × Groups × Kept.</summary>
    [Parameter(nameof(Out), nameof(Groups), nameof(Kept), FanIn = nameof(Fan))] public partial Tensor<float> Value { get; }

    /// <summary>Where they stand in their group: at least 0, less than Group: Out × Groups × Kept.</summary>
    [State(nameof(Out), nameof(Groups), nameof(Kept))] public partial Tensor<int> Place { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    [InitialValue(nameof(Place))] int FirstPlace(int o, int g, int k) => (o + g + k * Group / Kept) % Group;

    /// <summary>Element (o, i) of the matrix.</summary>
    public float Dense(int o, int i) =>
        Sum(Kept, k => Min(i / Group * Group + Clamp(Place[o, i / Group, k], 0, Group - 1), In - 1) == i ? Value[o, i / Group, k] : 0);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) =>
        Sum(Groups, Kept, (g, k) => Value[o, g, k] * x(n, Min(g * Group + Clamp(Place[o, g, k], 0, Group - 1), In - 1))) + B[o];
}
