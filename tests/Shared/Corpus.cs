using System.Text.RegularExpressions;
using Ansatz.Compiler;
using Ansatz.Compiler.Declarations;

namespace Ansatz.Testing;

/// <summary>The corpus, compiled by the generator: once for all tests.</summary>
public static partial class Corpus
{
    private static readonly Lazy<CompiledSet> LazyLayers = new(() => GeneratorHarness.Compile("Layers", ModelCorpus.Layers));
    private static readonly Lazy<CompiledSet> LazyModels = new(() => GeneratorHarness.Compile("Models", Files, Layers));

    private static readonly Lazy<CompiledSet> LazySecondDerivatives = new(() => Recompile(input =>
        ModelCases.AreDifferentiatedTwice.Contains(input.Model.Key) ? ModelCompiler.Compile(WithSecondDerivatives(input), CancellationToken.None) : null));

    private static readonly Lazy<IReadOnlyList<CompileInput>> LazyInputs = new(() => GeneratorHarness.CompileInputs(GeneratorHarness.CreateCompilation("Inputs", ModelCorpus.Models, Layers.Reference)));

    /// <summary>What the generator's compile step is given for every model, without compiling what comes out.</summary>
    public static IReadOnlyList<CompileInput> Inputs => LazyInputs.Value;

    /// <summary>The library of layers, as generated.</summary>
    public static CompiledSet Layers => LazyLayers.Value;

    /// <summary>The models of <see cref="ModelCases.Usual"/>, as generated.</summary>
    public static CompiledSet Models => LazyModels.Value;

    /// <summary>The models with second derivatives of losses that did not ask for them: of those that <see cref="ModelCases.AreDifferentiatedTwice"/> names.</summary>
    public static CompiledSet SecondDerivatives => LazySecondDerivatives.Value;

    /// <summary>The set in which the model of that metadata name has all second derivatives.</summary>
    public static CompiledSet WithSecondDerivatives(string key) => SecondDerivatives.Has(key) ? SecondDerivatives : Models;

    /// <summary>The same model with second derivatives of every loss.</summary>
    public static CompileInput WithSecondDerivatives(CompileInput input) => input with
    {
        Model = input.Model with { Members = new EquatableArray<string>([.. input.Model.Members.Select(m => LossAttribute().Replace(m, "(loss :hessian :hessian-vector-product)"))]) },
    };

    /// <summary>The models whose text changes when they are compiled in another way than the generator does.</summary>
    public static CompiledSet Recompile(CompileModel compile) =>
        GeneratorHarness.Recompile(Models, Files, compile, Layers);

    private static IReadOnlyList<CorpusFile> Files => field ??= ModelCorpus.Without(ModelCases.All.Except(ModelCases.Usual).Select(c => c.TypeName));

    [GeneratedRegex(@"\(loss[^()]*\)")]
    private static partial Regex LossAttribute();
}
