namespace Ansatz;

/// <summary>An extent that is fixed when the object is made: <c>[Extent] public partial int In { get; }</c>. At least 1, or <see cref="Least"/>.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class ExtentAttribute : Attribute
{
    /// <summary>The smallest value that it may have: 1, or 0 for what is no length, such as a padding.</summary>
    public int Least { get; set; } = 1;
}

/// <summary>The one extent that every call brings along with its inputs: <c>[Batch] public partial int N { get; }</c>.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BatchAttribute : Attribute
{
    /// <summary>
    /// A size that calls usually have, for what is predicted of costs while building (docs/networks.md); 0 if nothing is said of it. It changes nothing in the program.
    /// </summary>
    public int Typical { get; set; }
}

/// <summary>A Boolean that is true while a gradient is computed and false while outputs are evaluated: <c>[Training] public partial bool Training { get; }</c>.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class TrainingAttribute : Attribute;
