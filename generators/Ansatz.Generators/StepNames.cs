namespace Ansatz.Generators;

/// <summary>The names under which the steps of the pipeline are tracked, for the tests of its caching.</summary>
public static class StepNames
{
    /// <summary>An annotated class to its declaration; runs on every edit.</summary>
    public const string Bind = nameof(Bind);

    /// <summary>Whether the compilation has the library for GPUs; asked on every edit.</summary>
    public const string Gpu = nameof(Gpu);

    /// <summary>A declaration joined with the declarations of the models that it uses.</summary>
    public const string Imports = nameof(Imports);

    /// <summary>A declaration to the text of its generated part.</summary>
    public const string Compile = nameof(Compile);

    /// <summary>One generated file.</summary>
    public const string Files = nameof(Files);
}
