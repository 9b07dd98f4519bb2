using System.Collections.Immutable;
using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ansatz.Analyzers;

/// <summary>Binds every model as the generator does, with the place of every word, and reports what a derived class finds in it.</summary>
public abstract class DeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.ClassDeclaration, SyntaxKind.RecordDeclaration);
    }

    private protected abstract void Examine(BoundModel model);

    /// <summary>The model with all that compiling it depends on, or null if a used model is not known.</summary>
    private protected static CompileInput? Close(BoundModel model) =>
        ModelClosure.Of(model.Declaration, model.Context.Compilation, model.Context.CancellationToken).Close(model.Declaration);

    private void Analyze(SyntaxNodeAnalysisContext context)
    {
        var declaration = (TypeDeclarationSyntax)context.Node;
        var cancellation = context.CancellationToken;
        if (!ModelPart.IsModel(declaration)
            || context.SemanticModel.GetDeclaredSymbol(declaration, cancellation) is not { } model
            || !IsModel(model)
            || !ModelPart.IsFirst(model, declaration, cancellation)) return;

        var ranges = new RangeMap();
        Examine(new BoundModel(context, ModelBinder.Bind(context.SemanticModel, model, declaration, cancellation, ranges), ranges));
    }

    private static bool IsModel(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ModelAttribute" or "NetworkAttribute", ContainingNamespace: { Name: "Ansatz", ContainingNamespace.IsGlobalNamespace: true } }) return true;
        }

        return false;
    }
}

/// <summary>A model as it was bound, and where to report what is found in it.</summary>
internal sealed record BoundModel(SyntaxNodeAnalysisContext Context, ModelDeclaration Declaration, RangeMap Ranges)
{
    /// <summary>Reports problems of the compiler.</summary>
    public void Report(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems) Report(problem.Code, problem.Member, problem.Node, problem.Message, problem.Severity, problem.Hint, problem.Related);
    }

    /// <summary>Reports what the binder has found.</summary>
    public void Report(ProblemLine problem) => Report(problem.Code, problem.Member, problem.Node, BindingMessages.Of(problem), null, BindingMessages.HintOf(problem));

    private void Report(string code, int member, int node, string message, Severity? severity, string hint = "", int related = -1)
    {
        var descriptor = DiagnosticDescriptors.Find(code) ?? DiagnosticDescriptors.CompilerFailed;
        var effective = severity switch
        {
            Severity.Information => DiagnosticSeverity.Info,
            Severity.Warning => DiagnosticSeverity.Warning,
            _ => descriptor.DefaultSeverity,
        };
        Context.ReportDiagnostic(Diagnostic.Create(descriptor, Ranges.Find(member, node), effective,
            related < 0 ? null : [Ranges.Find(related, 0)],
            hint.Length == 0 ? null : ImmutableDictionary<string, string?>.Empty.Add(Hints.Key, hint),
            message));
    }
}
