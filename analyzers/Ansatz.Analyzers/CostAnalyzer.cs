using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ansatz.Analyzers;

/// <summary>
/// What only compiling can tell of a model: what it takes in memory and work. It compiles as the generator does, so it is for builds and for the
/// background analysis of editors; a model that <see cref="ModelAnalyzer"/> refuses is left to that.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CostAnalyzer : DeclarationAnalyzer
{
    private protected override void Examine(BoundModel model)
    {
        if (model.Declaration.Problems.Count == 0 && Close(model) is { } input) model.Report(CheckedModels.Cost.Of(input, model.Context.CancellationToken));
    }
}
