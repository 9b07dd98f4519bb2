namespace Ansatz;

/// <summary>An equation that a user evaluates: <c>[Output(nameof(N), 10)] public float Logit(int n, int k) => …</c>.</summary>
/// <param name="extents">The extent of each index, in order: an <see cref="int"/> or the name of an extent.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OutputAttribute(params object[] extents) : Attribute
{
    /// <summary>The extent of each index, in order: an <see cref="int"/> or the name of an extent.</summary>
    public object[] Extents { get; } = extents;
}

/// <summary>The scalar equation that is differentiated: <c>[Loss] public float Loss() => …</c>.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LossAttribute : Attribute;

/// <summary>The equation of the next value of a <see cref="StateAttribute"/> tensor, computed with every gradient.</summary>
/// <param name="state">The name of the state.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UpdateAttribute(string state) : Attribute
{
    /// <summary>The name of the state.</summary>
    public string State { get; } = state;
}
