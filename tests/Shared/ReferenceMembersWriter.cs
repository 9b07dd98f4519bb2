using System.Text;
using Microsoft.CodeAnalysis;

namespace Ansatz.Testing;

/// <summary>
/// Writes the partial members of a model in the plainest way, so that its declaration can be executed without the compiler under
/// test: tensors over arrays, extents in fields, nothing else.
/// </summary>
internal static class ReferenceMembersWriter
{
    /// <summary>The text of the part.</summary>
    public static string Write(INamedTypeSymbol model)
    {
        var properties = model.GetMembers().OfType<IPropertySymbol>().Where(p => p.DeclaringSyntaxReferences.Length > 0).ToArray();
        var extents = properties.Where(p => p.Attribute("Extent") is not null).ToArray();
        var stored = properties.Where(p => p.Attribute("Parameter") is not null || p.Attribute("State") is not null).ToArray();
        var inputs = properties.Where(p => p.Attribute("Input") is not null).ToArray();
        var uses = properties.Where(p => p.Type.IsModel()).ToArray();
        var shared = uses.Where(p => p.IsPartialDefinition).ToArray();

        var body = new StringBuilder();
        var parameters = extents.Select(e => $"int {e.Name}").Concat(shared.Select(u => $"{Type(u)} @{Camel(u.Name)}"));
        body.Append($"    public {model.Name}({string.Join(", ", parameters)})\n    {{\n");
        foreach (var extent in extents) body.Append($"        {Field(extent)} = {extent.Name};\n");
        foreach (var use in shared) body.Append($"        {Field(use)} = @{Camel(use.Name)};\n");
        foreach (var tensor in stored)
        {
            var attribute = tensor.Attribute("Parameter") ?? tensor.Attribute("State")!;
            var shape = attribute.ConstructorArguments[0].Values.Select(v => v.Value!.ToString());
            var element = ((INamedTypeSymbol)tensor.Type).TypeArguments[0].ToDisplayString();
            body.Append($"        {Field(tensor)} = reference_.Allocate<{element}>(\"{tensor.Name}\", [{string.Join(", ", shape)}]);\n");
        }

        body.Append("    }\n");
        foreach (var property in extents.Concat(shared).Concat(stored).Concat(inputs)) Property(body, property, Field(property));
        foreach (var batch in properties.Where(p => p.Attribute("Batch") is not null))
        {
            Property(body, batch, Field(batch));
            inputs = [.. inputs, batch];
        }

        foreach (var training in properties.Where(p => p.Attribute("Training") is not null)) Property(body, training, "reference_.Training");

        body.Append("    private readonly ReferenceStore reference_ = new();\n    ReferenceStore IReferenceModel.Store => reference_;\n");
        body.Append("    void IReferenceModel.Bind(ModelArguments arguments)\n    {\n");
        foreach (var input in inputs)
        {
            var value = input.Attribute("Batch") is not null ? $"arguments.Extent(\"{input.Name}\")"
                : input.Type is INamedTypeSymbol { TypeArguments.Length: 1 } tensor ? $"arguments.Tensor<{tensor.TypeArguments[0].ToDisplayString()}>(\"{input.Name}\")"
                : $"arguments.Scalar<{input.Type.ToDisplayString()}>(\"{input.Name}\")";
            body.Append($"        {Field(input)} = {value};\n");
        }

        body.Append("        IReferenceModel self = this;\n");
        foreach (var batch in properties.Where(p => p.Attribute("Batch") is not null)) body.Append($"        self.SetBatch({Field(batch)});\n");
        body.Append("    }\n    void IReferenceModel.SetBatch(int value)\n    {\n");
        foreach (var batch in properties.Where(p => p.Attribute("Batch") is not null)) body.Append($"        {Field(batch)} = value;\n");
        body.Append("        IReferenceModel self = this;\n        foreach (var (_, use) in self.Uses) use.SetBatch(value);\n");
        body.Append("    }\n    System.Collections.Generic.IEnumerable<(string, IReferenceModel)> IReferenceModel.Uses\n    {\n        get\n        {\n");
        foreach (var use in uses) body.Append($"            yield return (\"{use.Name}\", {use.Name});\n");
        body.Append("            yield break;\n        }\n    }\n");
        return Wrap(model, body.ToString());
    }

    private static void Property(StringBuilder body, IPropertySymbol property, string value)
    {
        var access = Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetText(property.DeclaredAccessibility);
        var setter = property.SetMethod is null ? "" : $" set => {value} = value;";
        if (!value.Contains('.')) body.Append($"    private {Type(property)} {value};\n");
        body.Append($"    {access} partial {Type(property)} {property.Name} {{ get => {value};{setter} }}\n");
    }

    private static string Wrap(INamedTypeSymbol model, string body)
    {
        var head = $"partial {Keyword(model)} {model.Name} : IReferenceModel\n{{\n";
        var text = head + body + "}\n";
        for (var outer = model.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            var generic = outer.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", outer.TypeParameters.Select(p => p.Name))}>";
            text = $"partial {Keyword(outer)} {outer.Name}{generic}\n{{\n{text}}}\n";
        }

        var space = model.ContainingNamespace.IsGlobalNamespace ? "" : $"namespace {model.ContainingNamespace.ToDisplayString()};\n";
        return "#nullable disable\n#pragma warning disable\nusing Ansatz.Testing;\n" + space + text;
    }

    private static string Keyword(INamedTypeSymbol type) => type.IsRecord ? "record" : type.TypeKind == TypeKind.Struct ? "struct" : "class";

    private static string Type(IPropertySymbol property) => property.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static string Field(IPropertySymbol property) => "reference_" + property.Name;

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
