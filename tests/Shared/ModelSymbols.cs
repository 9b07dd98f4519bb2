using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Testing;

/// <summary>Finding and naming the models of a compilation.</summary>
internal static class ModelSymbols
{
    /// <summary>Every class marked [Model] or [Network], in the order of the files.</summary>
    public static IReadOnlyList<INamedTypeSymbol> FindModels(this Compilation compilation)
    {
        var found = new List<INamedTypeSymbol>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var semantics = compilation.GetSemanticModel(tree);
            foreach (var type in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
            {
                if (semantics.GetDeclaredSymbol(type) is INamedTypeSymbol symbol && symbol.IsModel() && !found.Contains(symbol, SymbolEqualityComparer.Default))
                    found.Add(symbol);
            }
        }

        return found;
    }

    /// <summary>Whether the type is marked [Model] or [Network].</summary>
    public static bool IsModel(this ITypeSymbol type) => type.Attribute("Model") is not null || type.Attribute("Network") is not null;

    /// <summary>The attribute of that name in namespace Ansatz.</summary>
    public static AttributeData? Attribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass is { } c && c.Name == name + "Attribute" && c.ContainingNamespace.Name == "Ansatz");

    /// <summary>The metadata name: <c>Ns.Outer`1+Name</c>.</summary>
    public static string Key(this INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? outer.Key() + "+" + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName
        : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;

    /// <summary>The type in C#, closed over <c>int</c> where a container is generic.</summary>
    public static string CSharpName(this INamedTypeSymbol type)
    {
        var arguments = type.TypeParameters.Length == 0 ? "" : "<" + string.Join(", ", type.TypeParameters.Select(_ => "int")) + ">";
        var prefix = type.ContainingType is { } outer ? outer.CSharpName() + "."
            : type.ContainingNamespace.IsGlobalNamespace ? "global::"
            : "global::" + type.ContainingNamespace.ToDisplayString() + ".";
        return prefix + type.Name + arguments;
    }

    /// <summary>A C# name made of the metadata name.</summary>
    public static string Identifier(string key) => string.Concat(key.Select(c => char.IsLetterOrDigit(c) ? c : '_'));

    /// <summary>The constructor that takes the extents and shared models, without a record's copy constructor.</summary>
    public static IMethodSymbol? MainConstructor(this INamedTypeSymbol type) =>
        type.InstanceConstructors
            .Where(c => !c.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type, type)))
            .OrderByDescending(c => c.Parameters.Length)
            .FirstOrDefault();
}
