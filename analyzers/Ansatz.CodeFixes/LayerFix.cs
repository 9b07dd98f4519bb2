using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.CodeFixes;

/// <summary>Sets the rank of a layer to the largest that pays, or that can be attained.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LayerFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("ANZ3001", "ANZ3002");

    private protected override IEnumerable<Change> Changes(SyntaxNode root, SyntaxNode node, Location place, string[] hint)
    {
        if (hint is not ["argument", var value] || node.FirstAncestorOrSelf<ArgumentSyntax>() is not { } argument || !int.TryParse(value, out var number)) yield break;
        var literal = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(number)).WithTriviaFrom(argument.Expression);
        yield return new Change($"Set it to {value}", "", root.ReplaceNode(argument.Expression, literal));
    }
}
