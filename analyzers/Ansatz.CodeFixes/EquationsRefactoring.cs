using System.Composition;
using Ansatz.Compiler.StructuralEquations;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Ansatz.CodeFixes;

/// <summary>Turns the text of a structural equation model into the method <c>Equations</c>, which says the same in C# members.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(EquationsRefactoring)), Shared]
public sealed class EquationsRefactoring : CodeRefactoringProvider
{
    private const string Namespace = "Ansatz.StructuralEquations";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not CompilationUnitSyntax root) return;
        if (root.FindNode(context.Span).FirstAncestorOrSelf<AttributeSyntax>() is not { ArgumentList: { } list } attribute
            || AttributeName(attribute) is not ("StructuralEquationModel" or "StructuralEquationModelAttribute")
            || list.Arguments.FirstOrDefault(a => a.NameEquals is null) is not { } text
            || attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || SemStatementBinder.Find(type) is not null
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } semantic
            || semantic.GetDeclaredSymbol(type, context.CancellationToken) is not { } model
            || SemBinder.AttributeOf(model) is not { } data) return;
        var declaration = SemBinder.Bind(model, type, data, context.CancellationToken);
        var row = attribute.Name is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments[0].ToString() : "";
        if (StatementWriter.Write(declaration, row) is not { } method) return;
        context.RegisterRefactoring(CodeAction.Create("Write the model in C#", _ => Task.FromResult(context.Document.WithSyntaxRoot(Changed(root, attribute, list, text, type, method))), nameof(EquationsRefactoring)));
    }

    private static SyntaxNode Changed(CompilationUnitSyntax root, AttributeSyntax attribute, AttributeArgumentListSyntax list, AttributeArgumentSyntax text, TypeDeclarationSyntax type, string method)
    {
        var rest = list.Arguments.Remove(text);
        var without = attribute.WithArgumentList(rest.Count == 0 ? null : list.WithArguments(rest));
        var member = SyntaxFactory.ParseMemberDeclaration(method)!.WithAdditionalAnnotations(Formatter.Annotation);
        var changed = type.ReplaceNode(attribute, without);

        // A class that ends in a semicolon gets a body.
        changed = changed.SemicolonToken.IsKind(SyntaxKind.None) || changed is not ClassDeclarationSyntax
            ? changed.AddMembers(member)
            : ((ClassDeclarationSyntax)changed).WithSemicolonToken(default)
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(SyntaxFactory.ElasticLineFeed))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed))
                .AddMembers(member);
        var result = root.ReplaceNode(type, changed.WithAdditionalAnnotations(Formatter.Annotation));
        return result.Usings.Any(u => u.Name?.ToString() == Namespace && u.StaticKeyword.IsKind(SyntaxKind.None))
            ? result
            : result.AddUsings(SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(Namespace).WithLeadingTrivia(SyntaxFactory.Space)).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed));
    }

    private static string AttributeName(AttributeSyntax attribute) => attribute.Name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        _ => "",
    };
}
