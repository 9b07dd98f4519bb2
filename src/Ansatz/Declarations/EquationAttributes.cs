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
public sealed class LossAttribute : Attribute
{
    /// <summary>
    /// Whether the model also gets <c>Hessian</c>, which computes the loss, its gradients and the square matrix of its second derivatives
    /// with respect to all parameters: for losses with few of them.
    /// </summary>
    public bool Hessian { get; set; }

    /// <summary>
    /// Whether the model also gets <c>HessianVectorProduct</c>, which computes the product of that matrix with a direction, for about the
    /// cost of two gradients and without forming the matrix.
    /// </summary>
    public bool HessianVectorProduct { get; set; }

    /// <summary>
    /// How many bytes the intermediates of the gradient should take at the most, for one thread; 0 for as many as it is fastest with. Values of the forward
    /// pass are then computed again instead of kept, those first that save most for the work. Extents that are not constants are counted as 64.
    /// What cannot be kept to is reported (ANZ1020).
    /// </summary>
    public long Memory { get; set; }
}

/// <summary>The equation of the next value of a <see cref="StateAttribute"/> tensor, computed with every gradient.</summary>
/// <param name="state">The name of the state.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UpdateAttribute(string state) : Attribute
{
    /// <summary>The name of the state.</summary>
    public string State { get; } = state;
}

/// <summary>The equation of the first values of a <see cref="StateAttribute"/> or <see cref="ParameterAttribute"/> tensor, element by element: <c>[InitialValue(nameof(Place))] int FirstPlace(int o, int j) => (o + j) % Atoms;</c></summary>
/// <remarks>It is executed as C# by <c>Initialize</c> and <c>Create</c>, and reads extents and indices only.</remarks>
/// <param name="tensor">The name of the tensor.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class InitialValueAttribute(string tensor) : Attribute
{
    /// <summary>The name of the tensor.</summary>
    public string Tensor { get; } = tensor;
}
