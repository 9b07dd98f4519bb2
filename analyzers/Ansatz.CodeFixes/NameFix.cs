using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.CodeFixes;

/// <summary>Writes the name that was meant, or imports the class that has the function.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NameFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("ANZ0004", "ANZ0005", "ANZ1001", "ANZ1037");

    private protected override IEnumerable<Change> Changes(SyntaxNode root, SyntaxNode node, Location place, string[] hint)
    {
        switch (hint)
        {
            case ["replace", var function] when node is CastExpressionSyntax { Expression: InvocationExpressionSyntax call }:
                var single = call.WithExpression(SyntaxFactory.ParseExpression(function)).WithTriviaFrom(node);
                yield return new Change($"Use {function}", "", root.ReplaceNode(node, single));
                break;
            case ["replace", var meant] when Named(node) is { } name:
                yield return new Change($"Change '{name.Identifier.Text}' to '{meant}'", "", root.ReplaceToken(name.Identifier, SyntaxFactory.Identifier(meant).WithTriviaFrom(name.Identifier)));
                break;
            case ["using", var type] when root is CompilationUnitSyntax file:
                var line = file.Usings.Count > 0 ? file.Usings.Last().GetTrailingTrivia() : SyntaxFactory.TriviaList(SyntaxFactory.ElasticCarriageReturnLineFeed);
                var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(type).WithLeadingTrivia(SyntaxFactory.Space))
                    .WithStaticKeyword(SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithLeadingTrivia(SyntaxFactory.Space)).WithTrailingTrivia(line);
                yield return new Change($"using static {type};", type, file.AddUsings(directive));
                break;
        }
    }

    // The name that a node is about: of a call what is called, of a read what is read.
    private static SimpleNameSyntax? Named(SyntaxNode node) => node switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax access => access.Name,
        InvocationExpressionSyntax call => Named(call.Expression),
        ElementAccessExpressionSyntax read => Named(read.Expression),
        ArgumentSyntax argument => Named(argument.Expression),
        _ => null,
    };
}
