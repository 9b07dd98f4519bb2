using System.Collections.Immutable;
using Ansatz.Compiler;
using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ansatz.Analyzers;

/// <summary>
/// What is wrong with a model, while it is typed: the same binder and the same checks as the generator's, with the place of every
/// word. It never differentiates, schedules or emits.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
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

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var declaration = (TypeDeclarationSyntax)context.Node;
        var cancellation = context.CancellationToken;
        if (!ModelPart.HasAttribute(declaration.AttributeLists, "Model")
            || context.SemanticModel.GetDeclaredSymbol(declaration, cancellation) is not { } model
            || !IsModel(model)
            || !ModelPart.IsFirst(model, declaration, cancellation)) return;

        var ranges = new RangeMap();
        var bound = ModelBinder.Bind(context.SemanticModel, model, declaration, cancellation, ranges);
        if (bound.Problems.Count > 0)
        {
            foreach (var line in bound.Problems)
            {
                var problem = ProblemLine.Parse(line);
                if (problem.Code != BindingCodes.IncompleteText) Report(context, ranges, problem.Code, problem.Member, problem.Node, BindingMessages.Of(problem), null);
            }

            return;
        }

        foreach (var problem in MeaningCheck.Of(bound, ranges, context.SemanticModel, cancellation))
        {
            Report(context, ranges, problem.Code, problem.Member, problem.Node, BindingMessages.Of(problem), null);
        }

        foreach (var problem in Check(bound, context.Compilation, cancellation))
        {
            Report(context, ranges, problem.Code, problem.Member, problem.Node, problem.Message, problem.Severity);
        }
    }

    private static bool IsModel(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ModelAttribute", ContainingNamespace: { Name: "Ansatz", ContainingNamespace.IsGlobalNamespace: true } }) return true;
        }

        return false;
    }

    private static IEnumerable<Problem> Check(ModelDeclaration bound, Compilation compilation, CancellationToken cancellation)
    {
        if (ModelClosure.Of(bound, compilation, cancellation).Close(bound) is not { } input) return [];
        try
        {
            return ModelCompiler.Check(input, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return [new Problem(ProblemCodes.CompilerFailure, -1, 0, $"The compiler failed on '{bound.Name}' ({failure.GetType().Name}: {failure.Message})")];
        }
    }

    private static void Report(SyntaxNodeAnalysisContext context, RangeMap ranges, string code, int member, int node, string message, Severity? severity)
    {
        var descriptor = DiagnosticDescriptors.Find(code) ?? DiagnosticDescriptors.CompilerFailed;
        var effective = severity switch
        {
            Severity.Information => DiagnosticSeverity.Info,
            Severity.Warning => DiagnosticSeverity.Warning,
            _ => descriptor.DefaultSeverity,
        };
        context.ReportDiagnostic(Diagnostic.Create(descriptor, ranges.Find(member, node), effective, additionalLocations: null, properties: null, message));
    }
}
