namespace Ansatz.Compiler.Declarations;

/// <summary>One annotated class as the compiler sees it: text and nothing that belongs to Roslyn.</summary>
/// <param name="Namespace">The namespace, or empty.</param>
/// <param name="Containers">The headers of the types around it, outermost first, as in <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="Name">The simple name.</param>
/// <param name="Accessibility">The accessibility as written in C#.</param>
/// <param name="Key">The metadata name, by which other models refer to this one.</param>
/// <param name="Members">One canonical line for every member of the notation (see <c>docs/architecture.md</c>).</param>
/// <param name="Imports">The models it uses.</param>
/// <param name="Problems">What could not be bound, one line each: code, member, node, arguments.</param>
public sealed record ModelDeclaration(
    string Namespace,
    EquatableArray<string> Containers,
    string Keyword,
    string Name,
    string Accessibility,
    string Key,
    EquatableArray<string> Members,
    EquatableArray<ImportedModel> Imports,
    EquatableArray<string> Problems)
{
    /// <summary>What is unwise, found in binding: lines like <see cref="Problems"/>, which do not keep the model from being compiled.</summary>
    public EquatableArray<string> Advice { get; init; } = EquatableArray<string>.Empty;

    /// <summary>The equations of a network's short form as a file of C#: the part of the class that declares them; empty for other models.</summary>
    public string Network { get; init; } = "";

    /// <summary>Whether the class asks for what writes it as an ONNX file.</summary>
    public bool Onnx { get; init; }
}

/// <summary>A model that another one uses.</summary>
/// <param name="Key">Its metadata name.</param>
/// <param name="Text">Its declaration, members joined by line feeds; empty while it is only known to stand in this compilation.</param>
public sealed record ImportedModel(string Key, string Text);

/// <summary>All that compiling one model depends on.</summary>
/// <param name="Model">The model.</param>
/// <param name="Uses">The declarations of the models that it uses, directly or through others, sorted by key.</param>
public sealed record CompileInput(ModelDeclaration Model, EquatableArray<ImportedModel> Uses)
{
    /// <summary>Whether the compilation has the library for GPUs, so that the model can have kernels for them.</summary>
    public bool Gpu { get; init; }
}

/// <summary>One file of the generated part.</summary>
/// <param name="HintName">A name that is unique within the compilation.</param>
/// <param name="Text">The C# text, with line feeds.</param>
public sealed record GeneratedFile(string HintName, string Text);
