using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.CodeFixes;

/// <summary>Makes a class or a property partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PartialFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("ANZ0001", "ANZ0002");

    private protected override IEnumerable<Change> Changes(SyntaxNode root, SyntaxNode node, Location place, string[] hint)
    {
        if (hint is not ["partial"]) yield break;
        foreach (var declaration in node.AncestorsAndSelf().OfType<MemberDeclarationSyntax>())
        {
            if (declaration is not (TypeDeclarationSyntax or PropertyDeclarationSyntax)) continue;
            var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
            var modifiers = declaration.Modifiers;
            if (modifiers.Any(SyntaxKind.PartialKeyword)) continue;

            // partial stands last, directly before the keyword or the type; an only modifier takes over what stands before the declaration.
            MemberDeclarationSyntax changed;
            if (modifiers.Count > 0)
            {
                changed = declaration.WithModifiers(modifiers.Add(partial));
            }
            else
            {
                var first = declaration is TypeDeclarationSyntax type ? type.Keyword : declaration.ChildNodes().OfType<TypeSyntax>().First().GetFirstToken();
                var bare = declaration.ReplaceToken(first, first.WithLeadingTrivia());
                changed = bare.WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(first.LeadingTrivia)));
            }

            yield return new Change("Make it partial", "", root.ReplaceNode(declaration, changed));
            yield break;
        }
    }
}
