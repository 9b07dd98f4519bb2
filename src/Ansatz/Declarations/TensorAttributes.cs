namespace Ansatz;

/// <summary>A tensor that training changes: <c>[Parameter(nameof(Out), nameof(In))] public partial Tensor&lt;float&gt; W { get; }</c>.</summary>
/// <param name="extents">One entry per dimension, outermost first: an <see cref="int"/> or the name of an extent. None: a scalar.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class ParameterAttribute(params object[] extents) : Attribute
{
    /// <summary>One entry per dimension, outermost first: an <see cref="int"/> or the name of an extent.</summary>
    public object[] Extents { get; } = extents;

    /// <summary>The distribution of the first values.</summary>
    public Initial Initial { get; set; }

    /// <summary>How many inputs feed one output, where the shape does not tell: an <see cref="int"/> or the name of an extent.</summary>
    /// <remarks>Without it: the last extent, and for three or more dimensions the product of all extents but the first.</remarks>
    public object? FanIn { get; set; }
}

/// <summary>A tensor that outlives a call but has no gradient, such as a running mean; an <see cref="UpdateAttribute"/> equation renews it.</summary>
/// <param name="extents">One entry per dimension, outermost first: an <see cref="int"/> or the name of an extent. None: a scalar.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class StateAttribute(params object[] extents) : Attribute
{
    /// <summary>One entry per dimension, outermost first: an <see cref="int"/> or the name of an extent.</summary>
    public object[] Extents { get; } = extents;

    /// <summary>The first value: <see cref="Ansatz.Initial.Default"/> and <see cref="Ansatz.Initial.Zero"/> are 0, <see cref="Ansatz.Initial.One"/> is 1.</summary>
    public Initial Initial { get; set; }
}

/// <summary>A tensor or scalar that every call brings along: <c>[Input(nameof(N), 64)] public partial Tensor&lt;float&gt; X { get; }</c>.</summary>
/// <param name="extents">One entry per dimension, outermost first: an <see cref="int"/> or the name of an extent. None: a scalar.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class InputAttribute(params object[] extents) : Attribute
{
    /// <summary>One entry per dimension, outermost first: an <see cref="int"/> or the name of an extent.</summary>
    public object[] Extents { get; } = extents;

    /// <summary>Whether the loss is also differentiated with respect to this input.</summary>
    public bool Gradient { get; set; }
}
