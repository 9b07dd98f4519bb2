using Ansatz.Compiler.Checking;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ansatz.Analyzers;

/// <summary>
/// What is wrong with a model, while it is typed: the same binder and the same checks as the generator's. It never differentiates, schedules
/// or emits.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DeclarationAnalyzer
{
    private protected override void Examine(BoundModel model)
    {
        if (model.Context.Node.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp13 and var version })
        {
            model.Report(new ProblemLine(BindingCodes.LanguageTooOld, -1, 0, [version.ToDisplayString()]));
            return;
        }

        if (model.Declaration.Problems.Count > 0)
        {
            foreach (var line in model.Declaration.Problems)
            {
                var problem = ProblemLine.Parse(line);
                if (problem.Code != BindingCodes.IncompleteText) model.Report(problem);
            }

            return;
        }

        foreach (var line in model.Declaration.Advice) model.Report(ProblemLine.Parse(line));
        var cancellation = model.Context.CancellationToken;
        foreach (var problem in MeaningCheck.Of(model.Declaration, model.Ranges, model.Context.SemanticModel, cancellation)) model.Report(problem);
        try
        {
            if (Close(model) is { } input) model.Report(CheckedModels.Meaning.Of(input, cancellation));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            model.Report([new Problem(ProblemCodes.CompilerFailure, -1, 0, $"The compiler failed on '{model.Declaration.Name}' ({failure.GetType().Name}: {failure.Message})")]);
        }
    }
}
