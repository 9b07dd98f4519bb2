namespace Ansatz;

/// <summary>Marks a partial class as a model: its equations are compiled, and its partial members are written, by the generator.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelAttribute : Attribute
{
    /// <summary>
    /// Whether the model gets a method <c>SaveOnnx</c>, which writes its outputs as a graph of standard ONNX operators, for ONNX Runtime and whatever else reads such files. What no standard
    /// operators compute is a diagnostic.
    /// </summary>
    public bool Onnx { get; set; }
}

/// <summary>The bound text of a model, from which another compilation inlines its equations. The generator writes it; users do not.</summary>
/// <param name="version">Version of the format of <paramref name="text"/>.</param>
/// <param name="text">The members of the model, one a line.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelDeclarationAttribute(int version, string text) : Attribute
{
    /// <summary>Version of the format of <see cref="Text"/>.</summary>
    public int Version { get; } = version;

    /// <summary>The members of the model, one a line.</summary>
    public string Text { get; } = text;
}
