using System.Collections.Immutable;
using System.Composition;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.CodeFixes;

/// <summary>Writes an expression as the notation has it: a switch expression as a chain of conditions, a quotient of whole numbers as one of real numbers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ExpressionFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("ANZ0003", "ANZ1035");

    private protected override IEnumerable<Change> Changes(SyntaxNode root, SyntaxNode node, Location place, string[] hint)
    {
        if (node is ArgumentSyntax { Expression: var expression }) node = expression;
        switch (node)
        {
            case SwitchExpressionSyntax choice when Chain(choice) is { } chain:
                yield return new Change("Write it as a chain of conditions", "", root.ReplaceNode(choice, SyntaxFactory.ParseExpression(chain).WithTriviaFrom(choice)));
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.DivideExpression } quotient:
                foreach (var (suffix, type) in new[] { ("f", "float"), ("d", "double") })
                {
                    var divisor = quotient.Right.WithoutTrivia();
                    var real = divisor is LiteralExpressionSyntax ? divisor + suffix : divisor is IdentifierNameSyntax ? $"({type}){divisor}" : $"({type})({divisor})";
                    yield return new Change($"Divide by {real}", suffix, root.ReplaceNode(quotient.Right, SyntaxFactory.ParseExpression(real).WithTriviaFrom(quotient.Right)));
                }

                break;
        }
    }

    // Arms with constants, comparisons and a last '_', without 'when'.
    private static string? Chain(SwitchExpressionSyntax choice)
    {
        var text = new StringBuilder("(");
        var value = choice.GoverningExpression.WithoutTrivia();
        for (var k = 0; k < choice.Arms.Count; k++)
        {
            var arm = choice.Arms[k];
            if (arm.WhenClause is not null) return null;
            var last = k == choice.Arms.Count - 1;
            if (last) return arm.Pattern is DiscardPatternSyntax && k > 0 ? text.Append(arm.Expression.WithoutTrivia()).Append(')').ToString() : null;
            var condition = arm.Pattern switch
            {
                ConstantPatternSyntax constant => $"{value} == {constant.Expression}",
                RelationalPatternSyntax relation => $"{value} {relation.OperatorToken.Text} {relation.Expression}",
                _ => null,
            };
            if (condition is null) return null;
            text.Append(condition).Append(" ? ").Append(arm.Expression.WithoutTrivia()).Append(" : ");
        }

        return null;
    }
}
