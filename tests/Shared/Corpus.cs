namespace Ansatz.Testing;

/// <summary>The corpus, compiled by the generator: once for all tests.</summary>
public static class Corpus
{
    private static readonly Lazy<(CompiledSet, CompiledSet)> AsGenerated = new(() => Compile(null));

    /// <summary>The library of layers, as generated.</summary>
    public static CompiledSet Layers => AsGenerated.Value.Item1;

    /// <summary>The models, as generated.</summary>
    public static CompiledSet Models => AsGenerated.Value.Item2;

    /// <summary>Compiles library and models, perhaps in another way than the generator does.</summary>
    public static (CompiledSet Layers, CompiledSet Models) Compile(CompileModel? compile)
    {
        var layers = GeneratorHarness.Compile("Layers", ModelCorpus.Layers, compile);
        return (layers, GeneratorHarness.Compile("Models", ModelCorpus.Models, compile, layers));
    }
}
