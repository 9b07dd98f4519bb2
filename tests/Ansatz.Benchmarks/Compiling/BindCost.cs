using Ansatz.Benchmarks.Timing;
using Ansatz.Generators.Binding;
using Ansatz.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Benchmarks.Compiling;

/// <summary>
/// What binding costs while somebody types elsewhere: 200 models and 300 ordinary classes, one of which changes; Roslyn then binds every
/// model anew, in a new compilation that has forgotten what it knew of the symbols.
/// </summary>
internal static class BindCost
{
    private const int Models = 200, OtherClasses = 300, Edits = 12, WarmUpEdits = 4;

    /// <summary>The time of every binding after the first edits, and the means over the models, one for each edit.</summary>
    public static (Sample Each, Sample Means) Measure()
    {
        var compilation = InMemory.Compilation("Application", Files(), InMemory.Library("Layers", ModelCorpus.Layers));
        Sample each = new(), means = new();
        var edited = compilation.SyntaxTrees.First(t => t.FilePath == "Other0.cs");
        for (int edit = 0; edit < Edits; edit++)
        {
            var changed = InMemory.Parse($"namespace Other; public class Edited {{ int Value() => {edit}; }}", "Other0.cs");
            compilation = compilation.ReplaceSyntaxTree(edited, changed);
            edited = changed;
            var times = compilation.SyntaxTrees.Where(t => t.FilePath.StartsWith("Models/", StringComparison.Ordinal)).SelectMany(t => Bind(compilation, t)).Take(Models).ToList();
            if (edit < WarmUpEdits) continue;
            foreach (double time in times) each.Add(time);
            means.Add(times.Average());
        }

        return (each, means);
    }

    // The corpus over and over, each time in a namespace of its own.
    private static IEnumerable<CorpusFile> Files()
    {
        var corpus = ModelCorpus.Models;
        var models = Enumerable.Range(0, Models).Select(i =>
        {
            var file = corpus[i % corpus.Count];
            int copy = i / corpus.Count;
            return new CorpusFile($"Models/{copy}/{file.Name}.cs", file.Text.Replace("namespace Corpus", $"namespace Corpus{copy}", StringComparison.Ordinal));
        });
        var others = Enumerable.Range(0, OtherClasses).Select(i =>
            new CorpusFile($"Other{i}.cs", $"namespace Other; public class C{i} {{ public int F(int x) {{ var s = 0; for (int k = 0; k < x; k++) s += k * {i}; return s; }} }}"));
        return models.Concat(others);
    }

    private static IEnumerable<double> Bind(CSharpCompilation compilation, SyntaxTree tree)
    {
        var semantic = compilation.GetSemanticModel(tree);
        foreach (var declaration in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
        {
            // Roslyn has looked at the symbol and its attributes before it calls the generator.
            if (semantic.GetDeclaredSymbol(declaration) is not INamedTypeSymbol model || !model.GetAttributes().Any(a => a.AttributeClass?.Name == nameof(ModelAttribute))) continue;
            double start = ThreadClock.Microseconds;
            var bound = ModelBinder.Bind(semantic, model, declaration, CancellationToken.None);
            double time = ThreadClock.Microseconds - start;
            if (bound.Problems.Count > 0) throw new InvalidOperationException($"{tree.FilePath} has a problem: {bound.Problems[0]}");
            yield return time;
        }
    }
}
