namespace Ansatz.Analyzers.Tests;

/// <summary>One bad model for every diagnostic of binding, marked at the exact characters.</summary>
public sealed class ModelAnalyzerTests
{
    [Theory]
    [InlineData("[Model] public class {|ANZ0001:M|} { [Output] public float F() => 1; }")]
    [InlineData("[Model] public partial class M { [Extent] public int {|ANZ0002:N|} { get; } }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => 1 + ({|ANZ0003:n switch { _ => 2f }|}); }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => n + {|ANZ0004:Missing|} * 2; }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => Exp({|ANZ0005:MathF.Missing(n)|}); }")]
    [InlineData("[Model] public partial class M { [Input(3)] public partial {|ANZ0006:Tensor<long>|} X { get; } }")]
    [InlineData("[Model] public partial class M { [Loss] public float F() { {|ANZ0007:for (;;) { }|} } }")]
    [InlineData("[Model] public partial class L { [Extent] public partial int In { get; } [Parameter(nameof(In))] public partial Tensor<float> W { get; } } [Model] public partial class M { public L Layer { get; } = new({|ANZ0008:Inn:|} 3); }")]
    [InlineData("[Model] public partial class M { [Parameter(3, {|ANZ0009:nameof(M)|})] public partial Tensor<float> W { get; } }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => {|ANZ0010:G|}(n); float G(int n, int m) => n; }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => {|ANZ0012:_f|} + n; float _f = 2; }")]
    [InlineData("[Model] public partial class M { [Extent] public partial int {|ANZ0013:N|} { get; set; } }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => n; [Output(3, 3)] public float {|ANZ0014:F|}(int n, int m) => n; }")]
    [InlineData("[Model] public partial class M { [Extent, Batch] public partial int {|ANZ0016:N|} { get; } }")]
    [InlineData("[Model] public abstract partial class {|ANZ0017:M|} { }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => n; string {|ANZ0022:Workspace|} = \"\"; }")]
    [InlineData("[Model] public partial class M { [Loss] public float L() => 1; enum {|ANZ0022:Parameters|} { None } }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float {|ANZ0022:Workspace|}(int n) => n; }")]
    [InlineData("[Model] public partial class M { [Parameter(3)] public partial Tensor<float> {|ANZ0022:Parameters|} { get; } public float F(int n) => Parameters[n]; }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => n; public string OnGpu => \"\"; public void Evaluate(string file) { } public class GradientKernels; }")]
    [InlineData("[Model] public partial class M { public float Workspace(int n) => n; }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => n + }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => n; public object Ordinary() => new { A = 1 }; }")]
    public Task Binding(string source) => AnalyzerHarness.Verify(AnalyzerHarness.Usings + source);

    /// <summary>With the library for GPUs there are more names that a model cannot have.</summary>
    [Theory]
    [InlineData("[Model] public partial class M { [Loss] public float L() => 1; public string {|ANZ0022:OnGpu|} => \"\"; enum {|ANZ0022:GpuWorkspace|} { None } int {|ANZ0022:TrainStep|}; }")]
    [InlineData("[Model] public partial class M { [Loss] public float A() => 1; [Loss] public float B() => 2; int TrainStep; public float {|ANZ0022:TrainStepA|}; }")]
    [InlineData("[Model] public partial class M { [Output(3)] public float F(int n) => n; public string TrainStep => \"\"; public void OnGpu(string name) { } }")]
    [InlineData("[Model] public partial class M { public float F(int n) => n; public string OnGpu => \"\"; }")]
    public Task NamesOfGpus(string source) => AnalyzerHarness.Verify([AnalyzerHarness.Usings + source], AnalyzerHarness.Gpu);

    [Fact]
    public Task BothReductionClasses() => AnalyzerHarness.Verify(
        "using static Ansatz.Reduce;\n" + AnalyzerHarness.Usings + "[Model] public partial class M { [Loss] public float F() => {|ANZ0015:Sum(3, i => 1f)|}; }");

    [Fact]
    public Task DeclarationsInSeveralFiles() => AnalyzerHarness.Verify(
        AnalyzerHarness.Usings + "[Model] public partial class M { [Output(3)] public float F(int n) => G(n); }",
        "partial class M { float G(int n) => {|ANZ0004:Missing|}; }");

    [Fact]
    public Task ANameThatIsSomethingElse() => AnalyzerHarness.Verify(
        "namespace Other { public static class Helpers { public static float Gelu(int x) => x; } }",
        "using static Other.Helpers;\n" + AnalyzerHarness.Usings + "[Model] public partial class M { [Output(3)] public float F(int n) => Gelu(1f) + {|ANZ0020:Gelu(n)|} + float.Exp(n); }");

    [Fact]
    public Task AMemberOfTheBaseClass() => AnalyzerHarness.Verify(
        AnalyzerHarness.Usings + "public class Base { protected static float Gelu(float x) => x; } [Model] public partial class M : Base { [Output(3)] public float F(int n) => {|ANZ0005:Gelu(n)|}; }");

    [Theory]
    [InlineData("[Model] public partial class M { [Input(3, 4)] public partial Tensor<float> X { get; } [Output(3)] public float F(int n) => {|ANZ1002:X[n]|}; }")]
    public Task Checks(string source) => AnalyzerHarness.Verify(AnalyzerHarness.Usings + source);

    [Fact]
    public Task AUsedModelOfTheSameCompilation() => AnalyzerHarness.Verify(AnalyzerHarness.Usings + """
        [Model] public partial class Cell { [Extent] public partial int D { get; } [Parameter(nameof(D))] public partial Tensor<float> W { get; } public float Y(int i) => W[i]; }
        [Model] public partial class Layer { [Extent] public partial int D { get; } public Cell Inner { get => field ??= new(D: D); } public float Y(int i) => Inner.Y(i); }
        [Model] public partial class M { public Layer L { get; } = new(D: 3); [Output(3)] public float F(int i) => L.Y(i); }
        """);

    [Fact]
    public async Task TheCorpusIsClean()
    {
        var names = typeof(ModelAnalyzerTests).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("ModelCorpus/", StringComparison.Ordinal)).ToArray();
        Assert.True(names.Length > 40);
        string[] usings = ["global using System; global using System.Collections.Generic; global using System.Linq;"];

        // Layers of the corpus are as small as can be: too small to save anything by being factorized.
        string[] sizes = ["ANZ3001", "ANZ3002"];
        Assert.Equal([], (await AnalyzerHarness.Diagnostics([.. usings, .. names.Select(AnalyzerHarness.Embedded)], generated: false)).Where(d => !sizes.Contains(d.Id)).Select(d => d.ToString()));
    }

    [Fact]
    public async Task AProjectOfAnOlderLanguageIsToldWhatToChange()
    {
        var found = await AnalyzerHarness.Diagnostics([AnalyzerHarness.Usings + "[Model] public partial class M { [Output] public float Y() => 1; }"], generated: false, language: Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12);
        var problem = Assert.Single(found);
        Assert.Equal("ANZ0021", problem.Id);
        Assert.Contains("compiled as C# 12.0", problem.GetMessage(), StringComparison.Ordinal);
    }
}
