using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>One hand-written part of a model's class: its syntax, and what names mean in its file.</summary>
internal sealed class ModelPart
{
    private readonly SemanticModel _first;
    private readonly ModelPart? _beside;
    private SemanticModel? _semantic;
    private NameLookup? _names;

    private ModelPart(TypeDeclarationSyntax syntax, SemanticModel first)
    {
        Syntax = syntax;
        _first = first;
    }

    /// <summary>A part that was written for the class: no file of the compilation, it stands beside a hand-written one.</summary>
    /// <param name="syntax">What was written.</param>
    /// <param name="beside">The part beside which it stands.</param>
    /// <param name="origins">For the name of each member the node that it was written for.</param>
    public ModelPart(TypeDeclarationSyntax syntax, ModelPart beside, IReadOnlyDictionary<string, SyntaxNodeOrToken> origins)
        : this(syntax, beside._first)
    {
        _beside = beside;
        Origins = origins;
    }

    /// <summary>The declaration.</summary>
    public TypeDeclarationSyntax Syntax { get; }

    /// <summary>The semantic model of its file, for the few questions that syntax cannot answer.</summary>
    public SemanticModel Semantic => _beside is not null ? _beside.Semantic : _semantic ??= _first.SyntaxTree == Syntax.SyntaxTree ? _first : _first.Compilation.GetSemanticModel(Syntax.SyntaxTree);

    /// <summary>What names mean between its braces.</summary>
    public NameLookup Names => _names ??= _beside is null ? new NameLookup(this) : new NameLookup(_beside, written: true);

    /// <summary>Whether the part was written for the class, so that the compiler cannot be asked about its syntax.</summary>
    public bool IsWritten => _beside is not null;

    /// <summary>For the name of each member of a written part the node that it was written for.</summary>
    public IReadOnlyDictionary<string, SyntaxNodeOrToken>? Origins { get; }

    /// <summary>
    /// The parts of a class in the order of the compilation's files. Generated parts are left out: the generator does not see
    /// its own, so the analyzer must not either.
    /// </summary>
    public static List<ModelPart> Of(INamedTypeSymbol type, TypeDeclarationSyntax declaration, SemanticModel semantic, CancellationToken cancellation)
    {
        var references = type.DeclaringSyntaxReferences;
        if (references.Length <= 1) return [new ModelPart(declaration, semantic)];

        var parts = new List<ModelPart>(references.Length);
        foreach (var reference in references)
        {
            var syntax = reference.SyntaxTree == declaration.SyntaxTree && reference.Span == declaration.Span
                ? declaration
                : reference.GetSyntax(cancellation) as TypeDeclarationSyntax;
            if (syntax is not null && (syntax == declaration || !IsGenerated(syntax))) parts.Add(new ModelPart(syntax, semantic));
        }

        return parts;
    }

    /// <summary>Whether this declaration is the first hand-written one that carries <c>[Model]</c> or <c>[Network]</c>: the one that speaks for the class.</summary>
    public static bool IsFirst(INamedTypeSymbol type, TypeDeclarationSyntax declaration, CancellationToken cancellation)
    {
        var references = type.DeclaringSyntaxReferences;
        if (references.Length <= 1) return true;
        foreach (var reference in references)
        {
            if (reference.SyntaxTree == declaration.SyntaxTree && reference.Span == declaration.Span) return true;
            if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax syntax && IsModel(syntax)) return false;
        }

        return true;
    }

    /// <summary>Whether a declaration carries <c>[Model]</c> or <c>[Network]</c>.</summary>
    public static bool IsModel(TypeDeclarationSyntax syntax) => HasAttribute(syntax.AttributeLists, "Model") || HasAttribute(syntax.AttributeLists, "Network");

    /// <summary>Whether a part of the class carries <c>[Network]</c>.</summary>
    public static bool IsNetwork(INamedTypeSymbol type, TypeDeclarationSyntax declaration, CancellationToken cancellation)
    {
        if (HasAttribute(declaration.AttributeLists, "Network")) return true;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax syntax && HasAttribute(syntax.AttributeLists, "Network")) return true;
        }

        return false;
    }

    /// <summary>Whether one of the attributes has that name, written with or without its suffix and namespace.</summary>
    public static bool HasAttribute(SyntaxList<AttributeListSyntax> lists, string name)
    {
        foreach (var list in lists)
        {
            foreach (var attribute in list.Attributes)
            {
                var text = AttributeReader.NameOf(attribute);
                if (text == name || (text.Length == name.Length + 9 && text.StartsWith(name, StringComparison.Ordinal) && text.EndsWith("Attribute", StringComparison.Ordinal))) return true;
            }
        }

        return false;
    }

    /// <summary>Whether a part was written by a generator.</summary>
    public static bool IsGenerated(TypeDeclarationSyntax syntax)
    {
        if (HasAttribute(syntax.AttributeLists, "ModelDeclaration") || HasAttribute(syntax.AttributeLists, "GeneratedCode")) return true;
        foreach (var trivia in syntax.SyntaxTree.GetRoot().GetLeadingTrivia())
        {
            if (trivia.RawKind == (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.SingleLineCommentTrivia
                && trivia.ToString().Contains("<auto-generated")) return true;
        }

        return false;
    }
}
