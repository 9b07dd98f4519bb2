using Ansatz.Compiler.Declarations;

namespace Ansatz.Compiler;

/// <summary>The whole compiler on one page.</summary>
public static class ModelCompiler
{
    /// <summary>Compiles one model into the files of its generated part.</summary>
    public static EquatableArray<GeneratedFile> Compile(CompileInput input, CancellationToken cancellation) =>
        EquatableArray<GeneratedFile>.Empty;
}
