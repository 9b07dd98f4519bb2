using Ansatz.Compiler.StructuralEquations;
using Ansatz.Generators.Binding;
using Ansatz.StructuralEquations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SyntaxToken = Microsoft.CodeAnalysis.SyntaxToken;

namespace Ansatz.Analyzers;

/// <summary>From the characters of a model text to those of the file: into the attribute's literal, or to the expressions of the method <c>Equations</c>.</summary>
internal sealed class SemPlaces
{
    private readonly SyntaxToken _name;
    private readonly LiteralPlaces? _text;
    private readonly MethodDeclarationSyntax? _method;
    private readonly SemStatementBinder? _statements;

    private SemPlaces(SyntaxToken name, LiteralPlaces? text, MethodDeclarationSyntax? method, SemStatementBinder? statements)
    {
        _name = name;
        _text = text;
        _method = method;
        _statements = statements;
    }

    /// <summary>The places of a bound model.</summary>
    public static SemPlaces Of(TypeDeclarationSyntax declaration, IReadOnlyList<TypeDeclarationSyntax> parts, AttributeData attribute, SemDeclaration bound, CancellationToken cancellation)
    {
        if (SemBinder.TextOf(attribute, cancellation) is { } text) return new(declaration.Identifier, LiteralPlaces.Of(text), null, null);
        var (method, part) = SemStatementBinder.Find(parts);
        return new(declaration.Identifier, null, method, method is null ? null : SemStatementBinder.Bind(method, bound.Settings, part, []));
    }

    /// <summary>Where a range stands.</summary>
    public Location Find(TextRange range)
    {
        if (_text is not null) return Location.Create(_name.SyntaxTree!, _text.Find(range.Start, range.Length));
        if (_method is null || _statements is null) return _name.GetLocation();
        return Location.Create(_method.SyntaxTree, _statements.Find(range.Start, range.Length) is { IsEmpty: false } span ? span : _method.Identifier.Span);
    }

    /// <summary>The edit of the file that replaces a range; null where there is no replacement, or where the text is not in the file as it is.</summary>
    public TextChange? Edit(TextRange range, string? replacement) => replacement is null ? null : _text?.Edit(range.Start, range.Length, replacement);
}
