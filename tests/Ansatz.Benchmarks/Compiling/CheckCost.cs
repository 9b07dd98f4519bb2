using Ansatz.Analyzers;
using Ansatz.Benchmarks.Timing;
using Ansatz.Testing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ansatz.Benchmarks.Compiling;

/// <summary>What the analyzer that runs while somebody types costs on a file of ten models, hosted as an editor hosts it: a new compilation for every text.</summary>
internal static class CheckCost
{
    private const int WarmUp = 8, Rounds = 25;

    private static readonly string[] _models =
        ["LowRankGelu", "Attention", "Convolution2D", "LongShortTermMemory", "GaussianMixture", "Bilinear", "Parafac", "LayerNormalized", "Embedding", "RbfKernel"];

    /// <summary>Milliseconds for a file in which every model is new, and for one in which a number in one equation has changed.</summary>
    public static (Sample File, Sample Edit) Measure()
    {
        var corpus = ModelCorpus.Models.ToDictionary(m => m.Name);
        var usings = _models.SelectMany(m => corpus[m].Text.Split('\n')).Where(l => l.StartsWith("using ", StringComparison.Ordinal)).Select(l => l.Trim()).Distinct();
        var bodies = _models.Select(m => string.Join('\n', corpus[m].Text.Split('\n').Where(l => !l.StartsWith("using ", StringComparison.Ordinal) && !l.StartsWith("namespace ", StringComparison.Ordinal))));

        // One file imports ReduceF or Reduce; the ten are in single precision.
        var text = string.Join('\n', usings.Where(u => !u.Contains("Ansatz.Reduce;", StringComparison.Ordinal) && !u.Contains("System.Math;", StringComparison.Ordinal))) + "\nnamespace Typed0;\n" + string.Join('\n', bodies);
        var library = InMemory.Library("Layers", ModelCorpus.Layers);
        var compilation = InMemory.Compilation("Editor", [], library);
        Sample file = new(), edit = new();
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            // Another namespace makes every model another one.
            var all = text.Replace("namespace Typed0", $"namespace Typed{round + 1}", StringComparison.Ordinal);
            var whole = Check(compilation, all);
            var one = Check(compilation, all.Replace("* B[", $"* {round + 2}f * B[", StringComparison.Ordinal) is var changed && changed != all ? changed : throw new InvalidOperationException("No equation was edited."));
            if (round < WarmUp) continue;
            file.Add(whole);
            edit.Add(one);
        }

        return (file, edit);
    }

    private static double Check(CSharpCompilation compilation, string text)
    {
        var tree = InMemory.Parse(text, "Typed.cs");
        var typed = compilation.AddSyntaxTrees(tree);

        // What the editor asks of the compiler anyway is not the analyzer's.
        var semantic = typed.GetSemanticModel(tree);
        if (semantic.GetDiagnostics().Any(d => d.Id is not ("CS9248" or "CS8795" or "CS8618" or "CS0535") && d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error))
            throw new InvalidOperationException("The file does not compile: " + semantic.GetDiagnostics().First(d => d.Id is not ("CS9248" or "CS8795" or "CS8618" or "CS0535") && d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
        var analyzer = new ModelAnalyzer();
        var host = typed.WithAnalyzers([analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        var found = host.GetAnalyzerSemanticDiagnosticsAsync(semantic, null, CancellationToken.None).GetAwaiter().GetResult();

        // The analyzer's own time, as editors account for it; the host binds the file once more for any analyzer.
        var time = host.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None).GetAwaiter().GetResult().ExecutionTime.TotalMilliseconds;
        return found.IsEmpty ? time : throw new InvalidOperationException($"The file has a problem: {found[0]}");
    }
}
