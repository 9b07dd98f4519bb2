using System.Reflection;
using System.Text;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Differentiation;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Declaring;
using Ansatz.Testing;

namespace Ansatz.Compiler.Tests.Stages;

/// <summary>
/// The digits network as every stage of the compiler leaves it, kept in the files beside this one; <c>docs/architecture.md</c> quotes
/// them. UPDATE_SNAPSHOTS=1 accepts what is received, except in CI.
/// </summary>
public sealed class StageTests
{
    private static readonly string _folder = Path.Combine(typeof(StageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!, "Stages");

    [Fact]
    public void Declaration()
    {
        var text = new StringBuilder();
        foreach (var line in Declared.Digits.Model.Members) text.Append(line).Append('\n');
        foreach (var use in Declared.Digits.Uses) text.Append('\n').Append(use.Key).Append('\n').Append(use.Text).Append('\n');
        Match("1-declaration", text.ToString());
    }

    [Fact]
    public void FrontEnd() => Match("2-front-end", Print(Declared.FrontEnd(Declared.Digits, ProgramPurpose.Gradient)));

    [Fact]
    public void WithAdjoint() => Match("3-adjoint", Print(Differentiated()));

    [Fact]
    public void AfterPasses()
    {
        var program = Differentiated();
        PassList.Run(program, new CompilerOptions { Verify = true }, TestContext.Current.CancellationToken);

        // What is shown here is what the compiler does.
        Assert.Equal(Declared.Compile(Declared.Digits, ProgramPurpose.Gradient).Tensors.ToString(), program.ToString());
        Match("4-passes", Print(program));
    }

    [Fact]
    public void LoopProgram() => Match("5-loops", Declared.Compile(Declared.Digits, ProgramPurpose.Gradient).Loops.ToString());

    [Fact]
    public void Emitted() => Match("6-emitted", File(".Gradient.g.cs"));

    [Fact]
    public void Surface() => Match("7-surface", File("Digits.g.cs"));

    private static TensorProgram Differentiated()
    {
        var program = Declared.FrontEnd(Declared.Digits, ProgramPurpose.Gradient);
        foreach (var pass in PassList.BeforeAdjoint) pass.Run(program);
        Adjoint.Of(program, program.Results.Single(t => t.Role == TensorRole.Loss), [.. program.Given.Where(t => t.Role == TensorRole.Parameter)]);
        return program;
    }

    private static string Print(TensorProgram program) => program + "\n";

    private static string File(string ending) => ModelCompiler.Compile(Declared.Digits, TestContext.Current.CancellationToken).Single(f => f.HintName.EndsWith(ending, StringComparison.Ordinal)).Text;

    private static void Match(string name, string text) => Snapshot.Match(
        _folder, name, text, "txt", update: Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")));
}
