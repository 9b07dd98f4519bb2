using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Testing;

/// <summary>The corpus as memoised double precision copies, in an assembly of its own with the same names.</summary>
public static class DoubleCopy
{
    private static readonly Lazy<System.Reflection.Assembly> Corpus =
        new(() => Compile([.. ModelCorpus.Layers, .. ModelCorpus.PackageLayers, .. ModelCorpus.Models]));

    /// <summary>The copy of the class of that metadata name.</summary>
    public static Type Type(string key)
    {
        var type = Corpus.Value.GetType(key, throwOnError: true)!;
        return type.ContainsGenericParameters ? type.MakeGenericType([.. type.GetGenericArguments().Select(_ => typeof(int))]) : type;
    }

    /// <summary>Rewrites, completes and loads source texts.</summary>
    public static System.Reflection.Assembly Compile(IReadOnlyList<CorpusFile> files)
    {
        var source = GeneratorHarness.CreateCompilation("DoubleCopy", files);
        source = source.AddSyntaxTrees(WrittenNetworks(source));
        var models = source.SyntaxTrees.SelectMany(DoubleCopyRewriter.ModelNames).ToHashSet();
        var copy = source.RemoveAllSyntaxTrees().AddSyntaxTrees(source.SyntaxTrees.Select(t => DoubleCopyRewriter.Rewrite(t, models)));
        var members = copy.FindModels().Select(m => CSharpSyntaxTree.ParseText(
            ReferenceMembersWriter.Write(m), GeneratorHarness.ParseOptions, $"Reference/{m.Key()}.cs", System.Text.Encoding.UTF8));
        var complete = copy.AddSyntaxTrees(members);
        using var image = new MemoryStream();
        var result = complete.Emit(image);
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(20).ToArray();
            var trees = errors.Select(e => e.Location.SourceTree).OfType<SyntaxTree>().Distinct().Take(2);
            throw new InvalidOperationException(
                $"The double precision copy does not compile:\n{string.Join("\n", errors.Select(e => e.ToString()))}\n"
                + string.Join("\n", trees.Select(t => $"--- {t.FilePath}\n{GeneratorHarness.Numbered(t.ToString())}")));
        }

        return CompiledSet.Load(image.ToArray());
    }

    // What networks say in short is equations that the copy needs as well.
    private static IEnumerable<SyntaxTree> WrittenNetworks(CSharpCompilation source) => source.FindModels()
        .Where(m => m.Attribute("Network") is not null)
        .Select(m => (Symbol: m, Declaration: (TypeDeclarationSyntax)m.Attribute("Network")!.ApplicationSyntaxReference!.GetSyntax().Parent!.Parent!))
        .Select(m => ModelBinder.Bind(source.GetSemanticModel(m.Declaration.SyntaxTree), m.Symbol, m.Declaration, CancellationToken.None).Network)
        .Select((text, i) => CSharpSyntaxTree.ParseText(text, GeneratorHarness.ParseOptions, $"Networks/{i}.cs", System.Text.Encoding.UTF8));
}
