namespace Ansatz.Testing;

/// <summary>The corpus, compiled by the generator: once for all tests.</summary>
public static class Corpus
{
    private static readonly Lazy<CompiledSet> LazyLayers = new(() => GeneratorHarness.Compile("Layers", ModelCorpus.Layers));
    private static readonly Lazy<CompiledSet> LazyModels = new(() => GeneratorHarness.Compile("Models", ModelCorpus.Models, Layers));

    /// <summary>The library of layers, as generated.</summary>
    public static CompiledSet Layers => LazyLayers.Value;

    /// <summary>The models, as generated.</summary>
    public static CompiledSet Models => LazyModels.Value;

    /// <summary>The models whose text changes when they are compiled in another way than the generator does.</summary>
    public static CompiledSet Recompile(CompileModel compile) =>
        GeneratorHarness.Recompile(Models, ModelCorpus.Models, compile, Layers);
}
