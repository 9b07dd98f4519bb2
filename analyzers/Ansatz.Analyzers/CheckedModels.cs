using System.Collections.Concurrent;
using Ansatz.Compiler;
using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;

namespace Ansatz.Analyzers;

/// <summary>
/// What was found in the models that were checked lately, so that an edit checks the models it changes and those that use them, and no others. A key is text
/// alone, all that the answer depends on: nothing of a compilation is kept alive.
/// </summary>
internal sealed class CheckedModels(Func<CompileInput, CancellationToken, EquatableArray<Problem>> check)
{
    // More models than an editor shows; forgotten all at once, which costs one check of each.
    private const int Most = 512;

    private readonly ConcurrentDictionary<CompileInput, EquatableArray<Problem>> _known = new();

    /// <summary>What is wrong with models: see <see cref="ModelCompiler.Check"/>.</summary>
    public static CheckedModels Meaning { get; } = new(ModelCompiler.Check);

    /// <summary>What models take: see <see cref="ModelCompiler.Diagnose"/>.</summary>
    public static CheckedModels Cost { get; } = new(ModelCompiler.Diagnose);

    /// <summary>The problems of a model.</summary>
    public EquatableArray<Problem> Of(CompileInput input, CancellationToken cancellation)
    {
        if (_known.TryGetValue(input, out var known)) return known;
        var found = check(input, cancellation);
        if (_known.Count >= Most) _known.Clear();
        return _known[input] = found;
    }
}
