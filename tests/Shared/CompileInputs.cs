using Ansatz.Compiler.Declarations;
using Ansatz.Generators;
using Microsoft.CodeAnalysis;

namespace Ansatz.Testing;

/// <summary>The first half of the generator, which compiles nothing: it keeps what there is to compile.</summary>
public sealed class CompileInputs : IIncrementalGenerator
{
    private readonly List<CompileInput> _inputs = [];

    /// <summary>What there is to compile, one for each model.</summary>
    public IReadOnlyList<CompileInput> All => [.. _inputs.DistinctBy(input => input.Model.Key)];

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var (models, networks) = ModelGenerator.Inputs(context);
        context.RegisterSourceOutput(models, (_, input) => _inputs.Add(input));
        context.RegisterSourceOutput(networks, (_, input) => _inputs.Add(input));
    }
}
