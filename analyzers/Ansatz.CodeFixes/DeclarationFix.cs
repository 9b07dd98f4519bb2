using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.CodeFixes;

/// <summary>Mends the frame of an equation: a setter too many, two classes of reductions imported, an output without extents.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DeclarationFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => Ids("ANZ0013", "ANZ0015", "ANZ1011");

    private protected override IEnumerable<Change> Changes(SyntaxNode root, SyntaxNode node, Location place, string[] hint)
    {
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { AccessorList: { } list })
        {
            foreach (var accessor in list.Accessors)
            {
                if (accessor.Kind() is not (SyntaxKind.SetAccessorDeclaration or SyntaxKind.InitAccessorDeclaration)) continue;
                yield return new Change($"Remove '{accessor.Keyword.Text}'", "", root.ReplaceNode(list, list.WithAccessors(list.Accessors.Remove(accessor))));
            }
        }

        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not null && root is CompilationUnitSyntax file)
        {
            var imports = file.Usings.Where(u => u.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) && u.Name?.ToString().Split('.').Last() is "Reduce" or "ReduceF").ToArray();
            if (imports.Length == 2)
            {
                foreach (var import in imports) yield return new Change($"Remove 'using static {import.Name};'", import.Name!.ToString(), file.RemoveNode(import, SyntaxRemoveOptions.KeepNoTrivia)!);
            }
        }

        if (hint is ["output", ..] && node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } equation
            && equation.AttributeLists.SelectMany(l => l.Attributes).FirstOrDefault(a => a.Name.ToString() is "Output" or "OutputAttribute" or "Ansatz.Output") is { } attribute)
        {
            var extents = string.Join(", ", hint.Skip(1).Select(e => char.IsDigit(e[0]) ? e : $"nameof({e})"));
            yield return new Change($"[Output({extents})]", "", root.ReplaceNode(attribute, attribute.WithArgumentList(SyntaxFactory.ParseAttributeArgumentList($"({extents})"))));
        }
    }
}
