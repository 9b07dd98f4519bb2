using System.Text.RegularExpressions;
using Ansatz.Testing;

namespace Ansatz.Onnx.Tests;

/// <summary>The models of the corpus that have outputs, asking for ONNX and without their losses: only what is exported is compiled.</summary>
public static partial class OnnxCorpus
{
    private static readonly Lazy<CompiledSet> LazyLayers = new(() => GeneratorHarness.Compile("OnnxLayers", ModelCorpus.Layers));
    private static readonly Lazy<CompiledSet> LazyModels = new(() => GeneratorHarness.Compile("OnnxModels", [.. Files.Select(Asking)], Layers));

    /// <summary>Every third model, and all of them if ANSATZ_ALL or ANSATZ_ONLY says so.</summary>
    public static IEnumerable<ModelCase> Cases => ModelCases.All.Where((c, k) => k % 3 == 0 || ModelCases.RunsAll || ModelCorpus.Only is not null);

    /// <summary>The models.</summary>
    public static CompiledSet Models => LazyModels.Value;

    private static CompiledSet Layers => LazyLayers.Value;

    private static IReadOnlyList<CorpusFile> Files => ModelCases.RunsAll ? ModelCorpus.Models : ModelCorpus.FilesOf(Cases.Select(c => c.TypeName));

    /// <summary>The file as its author would have written it for ONNX: classes with outputs ask for it, and have no losses.</summary>
    public static CorpusFile Asking(CorpusFile file)
    {
        var classes = ModelAttribute().Split(Loss().Replace(file.Text, ""));
        for (var k = 1; k < classes.Length; k++)
        {
            if (classes[k].StartsWith("[Network", StringComparison.Ordinal)) classes[k] = NetworkAttribute().Replace(classes[k], "[Network(Onnx = true)]", 1);
            else if (classes[k].Contains("[Output(", StringComparison.Ordinal)) classes[k] = "[Model(Onnx = true)]" + classes[k]["[Model]".Length..];
        }

        return file with { Text = string.Concat(classes) };
    }

    [GeneratedRegex(@"(?=\[Model\]|\[Network[\](])")]
    private static partial Regex ModelAttribute();

    [GeneratedRegex(@"\[Loss(\([^)]*\))?\] ?")]
    private static partial Regex Loss();

    [GeneratedRegex(@"^\[Network(\([^)]*\))?\]")]
    private static partial Regex NetworkAttribute();
}
