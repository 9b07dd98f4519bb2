using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tests.Declaring;
using Ansatz.Compiler.Tests.Gradients;
using Ansatz.Compiler.Tests.Interpreting;

namespace Ansatz.Compiler.Tests.Passes;

/// <summary>Whatever is switched off, the numbers are the same and the verifier finds nothing.</summary>
public sealed class SwitchTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Cases => new(GradientCases.All.Where(c => c.Problem is null).Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void EverySwitchLeavesTheNumbers(string name)
    {
        var model = GradientCases.Named(name);
        var plain = model.Interpret(Declared.Compile(model.Input, ProgramPurpose.Gradient, [.. ModelCompiler.PassNames]));
        Compare("nothing switched off", plain, model);
        foreach (var off in ModelCompiler.PassNames) Compare($"{off} switched off", plain, model, off);
    }

    [Fact]
    public void EverySwitchHasANameOfItsOwn()
    {
        Assert.Equal(ModelCompiler.PassNames.Count, ModelCompiler.PassNames.Distinct().Count());
        Assert.Equal(16, ModelCompiler.PassNames.Count);
    }

    [Fact]
    public void SwitchesAddUp()
    {
        var options = new CompilerOptions { Verify = true }.Disable("HoistFactors").Disable("FuseRegions");
        Assert.True(options.Verify);
        Assert.True(options.IsDisabled("HoistFactors"));
        Assert.True(options.IsDisabled("FuseRegions"));
        Assert.False(options.IsDisabled("InlineProducers"));
        Assert.False(CompilerOptions.Default.IsDisabled("HoistFactors"));
    }

    private static void Compare(string what, Dictionary<string, DenseTensor> plain, GradientCase model, params string[] off)
    {
        var program = Declared.Compile(model.Input, ProgramPurpose.Gradient, off);
        foreach (var (kind, results) in new[] { ("tensor program", model.Interpret(program)), ("loop program", model.InterpretLoops(program)) })
        {
            Assert.Equal(plain.Keys.Order(), results.Keys.Order());
            foreach (var result in plain) GradientCase.RequireNear($"{result.Key} of the {kind} with {what}", result.Value.Values, results[result.Key].Values, Tolerance);
        }
    }
}
