using Ansatz.Compiler.Declarations;
using Ansatz.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ansatz.Generators.Tests.Caching;

/// <summary>A generator that lives through the edits of a compilation, as in an editor, with its steps tracked.</summary>
internal sealed class TrackedRun
{
    private GeneratorDriver _driver = CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: GeneratorHarness.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public TrackedRun(IEnumerable<(string Path, string Text)> files, params MetadataReference[] more)
    {
        Compilation = GeneratorHarness.CreateCompilation("edited", files.Select(f => new CorpusFile(f.Path, f.Text)), more);
        Run();
    }

    private TrackedRun(TrackedRun other)
    {
        _driver = other._driver;
        Compilation = other.Compilation;
        Result = other.Result;
    }

    /// <summary>Another life that goes on from here: drivers and compilations are immutable.</summary>
    public TrackedRun Fork() => new(this);

    /// <summary>The compilation after the last edit.</summary>
    public CSharpCompilation Compilation { get; private set; }

    /// <summary>The result of the last run.</summary>
    public GeneratorRunResult Result { get; private set; }

    /// <summary>What the compiler was given.</summary>
    public IEnumerable<CompileInput> Inputs => Outputs(StepNames.Imports).Where(o => o.Reason != IncrementalStepRunReason.Removed).Select(o => o.Value).Cast<CompileInput>();

    /// <summary>Replaces the text of a file and runs again.</summary>
    public TrackedRun Edit(string path, Func<string, string> edit)
    {
        var tree = Compilation.SyntaxTrees.Single(t => t.FilePath == path);
        var text = edit(tree.ToString());
        Compilation = Compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, GeneratorHarness.ParseOptions, path));
        return Run();
    }

    /// <summary>Adds a file and runs again.</summary>
    public TrackedRun Add(string path, string text)
    {
        Compilation = Compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, GeneratorHarness.ParseOptions, path));
        return Run();
    }

    /// <summary>Removes a file and runs again.</summary>
    public TrackedRun Remove(string path)
    {
        Compilation = Compilation.RemoveSyntaxTrees(Compilation.SyntaxTrees.Single(t => t.FilePath == path));
        return Run();
    }

    /// <summary>How often each reason occurs among the outputs of a step.</summary>
    public string Reasons(string step) => string.Join(
        ", ",
        Outputs(step).GroupBy(o => o.Reason).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()}"));

    /// <summary>The models whose step ran to another result, by key.</summary>
    public string[] Changed(string step) =>
        [.. Result.TrackedSteps[step].SelectMany(s => s.Outputs.Where(o => o.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified).Select(o => KeyOf(s, o.Value))).Order(StringComparer.Ordinal)];

    /// <summary>How many models the compiler was run for.</summary>
    public int Compilations => Result.TrackedSteps.TryGetValue(StepNames.Compile, out var steps)
        ? steps.Sum(s => s.Outputs.Count(o => o.Reason is not IncrementalStepRunReason.Cached and not IncrementalStepRunReason.Removed))
        : 0;

    /// <summary>Whether no step after Bind ran, and Bind came to what it had.</summary>
    public void AssertNothingRecompiled()
    {
        Assert.All(Outputs(StepNames.Bind), o => Assert.True(o.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, o.Reason.ToString()));
        Assert.All(Outputs(StepNames.Imports), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
        Assert.All(Outputs(StepNames.Compile), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
        Assert.All(Outputs(StepNames.Files), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
        foreach (var (_, steps) in Result.TrackedOutputSteps) Assert.All(steps.SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    /// <summary>The outputs of a step.</summary>
    public IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(string step) =>
        Result.TrackedSteps.TryGetValue(step, out var steps) ? steps.SelectMany(s => s.Outputs) : [];

    private static string KeyOf(IncrementalGeneratorRunStep step, object value) => value switch
    {
        ModelDeclaration model => model.Key,
        CompileInput input => input.Model.Key,
        _ => step.Inputs.Select(i => KeyOf(i.Source, i.Source.Outputs[i.OutputIndex].Value)).FirstOrDefault() ?? "?",
    };

    private TrackedRun Run()
    {
        _driver = _driver.RunGenerators(Compilation);
        Result = _driver.GetRunResult().Results.Single();
        Assert.Null(Result.Exception);
        return this;
    }
}
