using Ansatz.Compiler.Declarations;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Analyzers;

/// <summary>
/// Whether functions mean in C# what the binder took them for. The binder goes by names and usings, because it runs on every edit; what a name
/// really is only the compiler knows, and the analyzer has the time to ask it.
/// </summary>
internal static class MeaningCheck
{
    /// <summary>The calls of functions that C# takes for something else.</summary>
    public static IEnumerable<ProblemLine> Of(ModelDeclaration model, RangeMap ranges, SemanticModel semantic, CancellationToken cancellation)
    {
        var certain = new Dictionary<string, bool>(StringComparer.Ordinal);
        for (var member = 0; member < model.Members.Count; member++)
        {
            if (!model.Members[member].StartsWith("(equation ", StringComparison.Ordinal)) continue;
            foreach (var (node, head) in Functions(SExpression.Parse(model.Members[member])))
            {
                cancellation.ThrowIfCancellationRequested();
                var location = ranges.Find(member, node);
                if (location.SourceTree != semantic.SyntaxTree) continue;
                if (semantic.SyntaxTree.GetRoot(cancellation).FindNode(location.SourceSpan, getInnermostNodeForTie: true) is not { } found) continue;
                if (found.FirstAncestorOrSelf<InvocationExpressionSyntax>(call => call.Span == location.SourceSpan) is not { } call) continue;

                if (IsCertain(call.Expression, head, semantic, certain)) continue;

                // A call that C# cannot bind has its own error.
                if (semantic.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method || IsMeant(method, head)) continue;
                yield return new ProblemLine(BindingCodes.OtherMeaning, member, node, [method.Name, method.ContainingType.ToDisplayString() + "." + method.Name]);
            }
        }
    }

    // If all that a name can be where the model stands is the function meant, no body has to be bound: that takes most of the time.
    private static bool IsCertain(ExpressionSyntax called, string head, SemanticModel semantic, Dictionary<string, bool> certain)
    {
        var text = called switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax holder, Name: IdentifierNameSyntax } => holder.Identifier.ValueText + ".",
            _ => null,
        };
        if (text is null) return false;
        var key = text + " " + head;
        if (certain.TryGetValue(key, out var known)) return known;

        // The braces of the class, outside all bodies.
        var position = called.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.OpenBraceToken.Span.End;
        var found = semantic.LookupSymbols(position, name: text.TrimEnd('.'));
        var all = !found.IsEmpty;
        foreach (var symbol in found)
        {
            all &= symbol switch
            {
                IMethodSymbol method when text[text.Length - 1] != '.' => IsMeant(method, head),
                INamedTypeSymbol type when text[text.Length - 1] == '.' => Vocabulary.Name(NameLookup.ClassOf(type)) == text.TrimEnd('.') && head.StartsWith(text, StringComparison.Ordinal),
                _ => false,
            };
        }

        return certain[key] = all;
    }

    private static bool IsMeant(IMethodSymbol method, string head) =>
        method.ContainingType.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Int32
        || Vocabulary.Name(NameLookup.ClassOf(method.ContainingType)) + "." + method.Name == head;

    // Lists such as (MathF.Exp a): their head has a dot, and a number has none there.
    private static IEnumerable<(int Node, string Head)> Functions(SExpression root)
    {
        var open = new Stack<SExpression>();
        open.Push(root);
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (node.Head is { } head && head.IndexOf('.') is > 0 and var dot && Vocabulary.Class(head.Substring(0, dot)) != FunctionClasses.None) yield return (node.Node, head);
            foreach (var item in node.Items) open.Push(item);
        }
    }
}
