using System.Numerics.Tensors;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Layers;

/// <summary>
/// An affine map of whose matrix only Kept weights of every Group in a row are used, those of largest magnitude (of equal ones the first): N:M
/// sparsity with N = Kept and M = Group, such as 2:4. Which they are follows from the weights, so it changes while they are trained. The gradient
/// passes straight through: it is that of the dense matrix, so that weights that are not used can come back. For computing with what was trained there is
/// <see cref="CompressedNmSparse"/>.
/// Zhou, Ma, Zhu, Liu, Zhang, Yuan, Sun, Li, <i>Learning N:M fine-grained structured sparse neural networks from scratch</i>, 2021; Bengio, Léonard,
/// Courville, <i>Estimating or propagating gradients through stochastic neurons</i>, 2013 (straight through).
/// </summary>
[Model]
public partial class NmSparse
{
    /// <summary>Length of the rows that come in; a multiple of Group, or the last group is shorter.</summary>
    [Extent] public partial int In { get; }

    /// <summary>How many weights a group has: M.</summary>
    [Extent] public partial int Group { get; }

    /// <summary>How many of them are used: N.</summary>
    [Extent] public partial int Kept { get; }

    /// <summary>Length of the rows that go out.</summary>
    [Extent] public partial int Out { get; }

    int Fan => (In * Kept + Group - 1) / Group;

    /// <summary>The weights, used or not: Out × In.</summary>
    [Parameter(nameof(Out), nameof(In), FanIn = nameof(Fan))] public partial Tensor<float> W { get; }

    /// <summary>Added to each row: Out.</summary>
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    // Weight h of the group that weight i is in; of pairs within a group there are In·Group in a row, not In².
    float Neighbour(int o, int i, int h) => i / Group * Group + h < In ? Abs(W[o, i / Group * Group + h]) : -1;

    float Place(int o, int i) => Sum(Group, h => Neighbour(o, i, h) > Abs(W[o, i]) || (Neighbour(o, i, h) == Abs(W[o, i]) && i / Group * Group + h < i) ? 1 : 0);

    /// <summary>Element (o, i) of the matrix: 0 where the weight is not used.</summary>
    public float Dense(int o, int i) => Place(o, i) < Kept ? W[o, i] : 0;

    // The value is that of the used weights, the slope that of all.
    float Straight(int o, int i) => W[o, i] + Constant(Dense(o, i) - W[o, i]);

    /// <summary>Element o of row n of the result, for the rows x.</summary>
    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public float Y(Func<int, int, float> x, int n, int o) => Sum(In, i => Straight(o, i) * x(n, i)) + B[o];

    float Decayed(float used, float rest, int o, int i) => Place(o, i) < used ? W[o, i] : rest * W[o, i];

    /// <summary>
    /// Element o of row n of the result, for the rows x, on the way from dense to sparse: weights that will not be used still count for a share of themselves, which
    /// decays while the layer is trained, or more of a group are used at first. The gradient passes straight through to all.
    /// Bambhaniya and others, <i>Progressive gradient flow for robust N:M sparsity training in transformers</i>, 2024.
    /// </summary>
    /// <param name="x">The rows.</param>
    /// <param name="used">How many weights of a group are used; with Kept and a rest of 0 this is <see cref="Y"/>.</param>
    /// <param name="rest">What the others are multiplied by: 1 at first, 0 at the end.</param>
    /// <param name="n">The row.</param>
    /// <param name="o">The element.</param>
    public float Decaying(Func<int, int, float> x, float used, float rest, int n, int o) =>
        Sum(In, i => (Constant(Decayed(used, rest, o, i)) + (W[o, i] - Constant(W[o, i]))) * x(n, i)) + B[o];

    /// <summary>Half the sum of the squares of the weights that are not used. With a factor of 2e-4 in the loss it is the decay of SR-STE, which keeps the choice from wavering.</summary>
    public float Unused() => Sum(Out, In, (o, i) => (W[o, i] - Dense(o, i)) * (W[o, i] - Dense(o, i))) / 2;
}
