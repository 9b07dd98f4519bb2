using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>What must be written around the members of a generated part, and the name by which others refer to the class.</summary>
internal static class TypeHeader
{
    /// <summary>The metadata name, as in <c>Ns.Outer`1+Name</c>.</summary>
    public static string Key(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer) return Key(outer) + "+" + type.MetadataName;
        var space = type.ContainingNamespace;
        return space is null || space.IsGlobalNamespace ? type.MetadataName : Dotted(space) + "." + type.MetadataName;
    }

    /// <summary>The namespace as written in C#: keywords keep their <c>@</c>.</summary>
    public static string Namespace(TypeDeclarationSyntax declaration)
    {
        var text = "";
        for (SyntaxNode? node = declaration.Parent; node is not null; node = node.Parent)
        {
            if (node is BaseNamespaceDeclarationSyntax space) text = text.Length == 0 ? NameText(space.Name) : NameText(space.Name) + "." + text;
        }

        return text;
    }

    /// <summary>The headers of the types around a declaration, outermost first.</summary>
    public static string[] Containers(TypeDeclarationSyntax declaration)
    {
        if (declaration.Parent is not TypeDeclarationSyntax) return [];
        var headers = new List<string>();
        for (var node = declaration.Parent as TypeDeclarationSyntax; node is not null; node = node.Parent as TypeDeclarationSyntax)
        {
            var header = "partial " + KeywordOf(node) + " " + Escape(node.Identifier.ValueText);
            if (node.TypeParameterList is { } list)
            {
                var names = new string[list.Parameters.Count];
                for (var i = 0; i < names.Length; i++)
                {
                    var parameter = list.Parameters[i];
                    names[i] = (parameter.VarianceKeyword.RawKind == 0 ? "" : parameter.VarianceKeyword.ValueText + " ") + Escape(parameter.Identifier.ValueText);
                }

                header += "<" + string.Join(", ", names) + ">";
            }

            headers.Add(header);
        }

        headers.Reverse();
        return headers.ToArray();
    }

    /// <summary>The keyword of the model itself.</summary>
    public static string Keyword(TypeDeclarationSyntax declaration) => declaration is RecordDeclarationSyntax ? "record" : "class";

    /// <summary>An accessibility in C#.</summary>
    public static string Text(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public => "public",
        Accessibility.Protected => "protected",
        Accessibility.ProtectedOrInternal => "protected internal",
        Accessibility.ProtectedAndInternal => "private protected",
        Accessibility.Private => "private",
        _ => "internal",
    };

    /// <summary>A name as C# needs it written.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static string Dotted(INamespaceSymbol space) =>
        space.ContainingNamespace is { IsGlobalNamespace: false } outer ? Dotted(outer) + "." + space.MetadataName : space.MetadataName;

    private static string NameText(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => NameText(qualified.Left) + "." + NameText(qualified.Right),
        SimpleNameSyntax simple => Escape(simple.Identifier.ValueText),
        _ => name.ToString(),
    };

    private static string KeywordOf(TypeDeclarationSyntax node) => node switch
    {
        RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: (int)SyntaxKind.StructKeyword } => "record struct",
        RecordDeclarationSyntax => "record",
        StructDeclarationSyntax => "struct",
        InterfaceDeclarationSyntax => "interface",
        _ => "class",
    };
}
