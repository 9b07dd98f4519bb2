using System.Composition;
using Ansatz.Compiler.StructuralEquations;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.CodeFixes;

/// <summary>Turns the text of a structural equation model into the method <c>Equations</c>, which says the same in C# members.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(EquationsRefactoring)), Shared]
public sealed class EquationsRefactoring : CodeRefactoringProvider
{
    private const string Namespace = "Ansatz.StructuralEquations";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var cancellation = context.CancellationToken;
        if (await context.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not CompilationUnitSyntax root) return;
        if (root.FindNode(context.Span).FirstAncestorOrSelf<AttributeSyntax>() is not { ArgumentList: { } list } attribute
            || list.Arguments.FirstOrDefault(a => a.NameEquals is null) is not { } text
            || attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || await context.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } semantic
            || semantic.GetDeclaredSymbol(type, cancellation) is not { } model
            || SemBinder.AttributeOf(model) is not { } data
            || data.ApplicationSyntaxReference?.GetSyntax(cancellation) != attribute) return;
        var declaration = SemBinder.Bind(model, type, data, cancellation);
        if (declaration.Problems.Count > 0 || (type.CloseBraceToken.IsMissing && !type.OpenBraceToken.IsMissing) || SemStatementBinder.Find(SemBinder.Parts(model, type, cancellation)).Method is not null) return;
        if (StatementWriter.Write(declaration, RowType(attribute)) is not { } method) return;
        var old = await context.Document.GetTextAsync(cancellation).ConfigureAwait(false);
        var changed = old.WithChanges(Changes(old, root, list, text, type, method));
        context.RegisterRefactoring(CodeAction.Create("Write the model in C#", _ => Task.FromResult(context.Document.WithText(changed)), nameof(EquationsRefactoring)));
    }

    // As edits of the text, which leave all else as it is.
    private static IEnumerable<TextChange> Changes(SourceText old, CompilationUnitSyntax root, AttributeArgumentListSyntax list, AttributeArgumentSyntax text, TypeDeclarationSyntax type, string method)
    {
        var end = old.Lines.Count > 1 ? old.ToString(TextSpan.FromBounds(old.Lines[0].End, old.Lines[0].EndIncludingLineBreak)) : "\n";
        var column = type.GetLocation().GetLineSpan().StartLinePosition.Character;
        var line = old.Lines.GetLineFromPosition(type.SpanStart).ToString();
        var indentation = line.Substring(0, column).Trim().Length == 0 ? line.Substring(0, column) : "";
        var member = string.Concat(method.TrimEnd('\n').Split('\n').Select(l => (l.Length == 0 ? "" : indentation + "    " + l) + end));

        if (!root.Usings.Any(u => u.Name?.ToString() == Namespace && u.StaticKeyword.IsKind(SyntaxKind.None) && u.Alias is null))
        {
            var directive = $"using {Namespace};{end}";
            yield return root.Usings.Count > 0 ? new TextChange(new TextSpan(old.Lines.GetLineFromPosition(root.Usings.Last().Span.End).EndIncludingLineBreak, 0), directive) : new TextChange(default, directive);
        }

        var index = list.Arguments.IndexOf(text);
        yield return list.Arguments.Count == 1
            ? new TextChange(list.Span, "")
            : index + 1 < list.Arguments.Count
                ? new TextChange(TextSpan.FromBounds(text.SpanStart, list.Arguments[index + 1].SpanStart), "")
                : new TextChange(TextSpan.FromBounds(list.Arguments[index - 1].Span.End, text.Span.End), "");

        // A class that ends in a semicolon, or as yet in nothing, gets a body.
        if (type.OpenBraceToken.IsKind(SyntaxKind.None) || type.OpenBraceToken.IsMissing)
        {
            var hasSemicolon = !type.SemicolonToken.IsKind(SyntaxKind.None) && !type.SemicolonToken.IsMissing;
            yield return new TextChange(hasSemicolon ? type.SemicolonToken.Span : new TextSpan(type.GetLastToken().Span.End, 0), $"{end}{indentation}{{{end}{member}{indentation}}}");
        }
        else
        {
            var brace = old.Lines.GetLineFromPosition(type.CloseBraceToken.SpanStart);
            var isAlone = old.ToString(TextSpan.FromBounds(brace.Start, type.CloseBraceToken.SpanStart)).Trim().Length == 0;
            yield return isAlone
                ? new TextChange(new TextSpan(brace.Start, 0), (type.Members.Count > 0 ? end : "") + member)
                : new TextChange(new TextSpan(type.CloseBraceToken.SpanStart, 0), end + member + indentation);
        }
    }

    // The row type as the attribute has it; empty if it has none.
    private static string RowType(AttributeSyntax attribute)
    {
        var name = attribute.Name switch { QualifiedNameSyntax qualified => qualified.Right, AliasQualifiedNameSyntax alias => alias.Name, var simple => simple };
        return name is GenericNameSyntax { TypeArgumentList.Arguments: [var row] } ? row.ToString() : "";
    }
}
