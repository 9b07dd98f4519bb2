using System.ComponentModel;

namespace Ansatz;

/// <summary>What a model says of one of its stored tensors. Emitted code writes it.</summary>
/// <param name="name">The name of the property.</param>
/// <param name="elementType"><see cref="float"/> or <see cref="double"/>; a state may also be <see cref="int"/>.</param>
/// <param name="shape">Its extents, outermost first, each at least 1. None: a scalar, whose view has the shape [1].</param>
/// <param name="kind">Whether it is trained.</param>
/// <param name="initial">The distribution of its first values.</param>
/// <param name="fanIn">Inputs that feed one output; 0: by the rule of <see cref="Ansatz.Initial"/>.</param>
/// <param name="fanOut">Outputs that one input feeds; 0: by the rule of <see cref="Ansatz.Initial"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ParameterDeclaration(
    string name, Type elementType, int[] shape, ParameterKind kind = ParameterKind.Parameter, Initial initial = Initial.Default, int fanIn = 0, int fanOut = 0)
{
    internal string Name { get; } = name;
    internal Type ElementType { get; } = elementType;
    internal int[] Shape { get; } = shape;
    internal ParameterKind Kind { get; } = kind;
    internal Initial Initial { get; } = initial;
    internal int FanIn { get; } = fanIn;
    internal int FanOut { get; } = fanOut;

    /// <summary>Whether training leaves it as it is.</summary>
    public bool Frozen { get; init; }

    /// <summary>The first value of the element at given indices, or null if its distribution says all.</summary>
    public Func<int[], double>? First { get; init; }
}

/// <summary>A model that another model uses. Emitted code writes it.</summary>
/// <param name="Name">The name of the property that holds it.</param>
/// <param name="Parameters">Its stored tensors.</param>
/// <param name="Owned">Whether the user made it for itself, so that its tensors become segments of the owner's arrays; otherwise it comes from outside and keeps its own.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct UsedModel(string Name, ParameterSet Parameters, bool Owned)
{
    /// <summary>Whether the user leaves all its parameters as they are.</summary>
    public bool Frozen { get; init; }
}
