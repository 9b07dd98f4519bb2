using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.CodeFixes;

/// <summary>Guards a read that may leave the extents, or exchanges two indices that fit the other way round.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReadFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("ANZ1003", "ANZ1004", "ANZ1038");

    private protected override IEnumerable<Change> Changes(SyntaxNode root, SyntaxNode node, Location place, string[] hint)
    {
        if (node is ArgumentSyntax { Expression: var expression }) node = expression;
        SeparatedSyntaxList<ArgumentSyntax> arguments;
        if (node is ElementAccessExpressionSyntax read) arguments = read.ArgumentList.Arguments;
        else if (node is InvocationExpressionSyntax call) arguments = call.ArgumentList.Arguments;
        else yield break;

        if (hint is ["swap", var one, var other] && int.TryParse(one, out var i) && int.TryParse(other, out var j) && i < arguments.Count && j < arguments.Count)
        {
            var (first, second) = (arguments[i].Expression, arguments[j].Expression);
            yield return new Change(
                $"Exchange '{first}' and '{second}'", "swap",
                root.ReplaceNodes([first, second], (old, _) => (old == first ? second : first).WithTriviaFrom(old)));
        }
        else if (hint is ["guard", var dimension, var side, ..] && int.TryParse(dimension, out var d) && d < arguments.Count)
        {
            var index = arguments[d].Expression.WithoutTrivia();
            var condition = side == "low" ? $"{index} >= 0" : $"{Operand(index)} < {string.Join(" ", hint.Skip(3))}";
            var guarded = SyntaxFactory.ParseExpression($"({condition} ? {node.WithoutTrivia()} : 0)").WithTriviaFrom(node);
            yield return new Change($"Guard it: {condition} ? … : 0", side, root.ReplaceNode(node, guarded));
        }
    }

    private static string Operand(ExpressionSyntax e) => e is BinaryExpressionSyntax { RawKind: not ((int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression or (int)SyntaxKind.MultiplyExpression) } or ConditionalExpressionSyntax ? $"({e})" : e.ToString();
}
