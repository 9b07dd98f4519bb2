using Ansatz.Testing;
using Microsoft.CodeAnalysis;

namespace Ansatz.Gpu.Tests;

/// <summary>Some models of the corpus as the generator compiles them with the library for GPUs: one of each kind of what a workspace on a device has to do.</summary>
public static class GpuCorpus
{
    // Several inputs, index data, states, numbers as inputs, gradients of inputs, doubles, several names of a tensor, models from outside, matrices, loops over time, second derivatives,
    // no loss, nested and generic types.
    private static readonly string[] Files =
    [
        "Digits", "LowRankGelu", "Attention", "RunningCenter", "Embedding", "DoubleNetwork", "TiedLayer", "SharedEncoder", "ScalarArgument", "LongShortTermMemory", "LinearSystems", "BinaryLogit", "TouchedRows",
        "Nested", "Container", "Mttkrp",
    ];

    /// <summary>The library for GPUs and what it needs.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        MetadataReference.CreateFromFile(typeof(ILGPU.Context).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(GpuDevice).Assembly.Location),
    ];

    private static readonly Lazy<CompiledSet> LazyModels = new(() => GeneratorHarness.Compile("GpuModels", [.. Files.Select(ModelCorpus.File)], References, Corpus.Layers));

    /// <summary>The models.</summary>
    public static CompiledSet Models => LazyModels.Value;

    /// <summary>The cases of these models.</summary>
    public static IEnumerable<ModelCase> Cases => ModelCases.All.Where(c => Models.Has(c.TypeName) || Models.FailureOf(c.TypeName) is not null);
}
