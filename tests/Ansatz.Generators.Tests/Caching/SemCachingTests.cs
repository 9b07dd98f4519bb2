using System.Reflection;
using Ansatz.Compiler.StructuralEquations;
using Ansatz.Generators.Tests.StructuralEquations;
using Ansatz.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ansatz.Generators.Tests.Caching;

/// <summary>What an edit makes the generator of structural equation models do again: no more than it must.</summary>
public sealed class SemCachingTests
{
    private const string Usings = "using Ansatz;\nusing Ansatz.StructuralEquations;\n";

    private static readonly (string Path, string Text)[] Files =
    [
        ("A.cs", Usings + "[StructuralEquationModel(\"\"\"\n    f =~ x1 + x2 + x3\n    y ~ f\n    \"\"\", FixedX = false, GroupPartial = [\"f =~ x1\"])]\npublic partial class A;\n"),
        ("B.cs", Usings + "public record Row(double X, double Y, double Z);\n[StructuralEquationModel<Row>(\"y ~ x\\nz ~ y\")]\npublic partial class B;\n"),
        ("C.cs", Usings + "[StructuralEquationModel]\npublic partial class C\n{\n    static Statement[] Equations(Observed y, Observed x, Coefficient a) => [Paths.Regress(y, a * x)];\n}\n"),
        ("Other.cs", "public static class Other { public static int F() => 1; }\n"),
    ];

    [Theory]
    [InlineData("Other.cs", "1", "2")]
    [InlineData("Other.cs", "public static int", "public static /* why */ int")]
    [InlineData("A.cs", "public partial class A;", "// why\n\npublic partial class A;")]
    [InlineData("A.cs", "using Ansatz;", "// moved\n\nusing Ansatz;")]
    [InlineData("B.cs", "double Z)", "double Z, string Name)")]
    [InlineData("B.cs", "public record Row", "public sealed record Row")]
    [InlineData("C.cs", "[Paths.Regress(y, a * x)]", "\n    [\n        Paths.Regress(y,  a * x), // y on x\n    ]")]
    [InlineData("C.cs", "{\n    static", "{\n    int Own => 1;\n    static")]
    public void RecomputesNothing(string file, string old, string edited)
    {
        var run = new Run();
        Assert.Equal(3, run.Reasons(StepNames.Compile).Count);
        var text = Files.Single(f => f.Path == file).Text;
        Assert.Contains(old, text, StringComparison.Ordinal);
        run.Edit(file, text.Replace(old, edited, StringComparison.Ordinal));
        Assert.All(run.Reasons(StepNames.Bind), r => Assert.True(r.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, r.ToString()));
        Assert.All(run.Reasons(StepNames.Compile).Concat(run.Reasons(StepNames.Files)), r => Assert.Equal(IncrementalStepRunReason.Cached, r.Reason));
    }

    [Theory]
    [InlineData("A.cs", "y ~ f", "y ~ 0.5*f", "A")]
    [InlineData("A.cs", "FixedX = false", "FixedX = true", "A")]
    [InlineData("B.cs", "double X", "int X", "")]
    [InlineData("B.cs", "double Z", "string Z", "B")]
    [InlineData("C.cs", "a * x", "2 * x", "C")]
    public void RecomputesWhatHasChanged(string file, string old, string edited, string changed)
    {
        var run = new Run();
        run.Edit(file, Files.Single(f => f.Path == file).Text.Replace(old, edited, StringComparison.Ordinal));
        Assert.Equal(changed, string.Join(" ", run.Reasons(StepNames.Bind).Where(r => r.Reason == IncrementalStepRunReason.Modified).Select(r => ((SemDeclaration)r.Value).Key)));
        Assert.Equal(changed.Length > 0 ? 1 : 0, run.Reasons(StepNames.Compile).Count(r => r.Reason is not IncrementalStepRunReason.Cached));
    }

    [Fact]
    public void StepsHoldNothingOfRoslynAndAreEqualByContent()
    {
        var (first, second) = (new Run(), new Run());
        foreach (var step in new[] { StepNames.Bind, StepNames.Compile, StepNames.Files })
        {
            var (values, again) = (first.Reasons(step).Select(r => r.Value).ToArray(), second.Reasons(step).Select(r => r.Value).ToArray());
            Assert.Equal(3, values.Length);
            Assert.All(values, v => Assert.Equal([], RoslynObjects.Within(v)));
            Assert.Equal(values, again);
            Assert.All(values.Zip(again), pair => Assert.NotSame(pair.First, pair.Second));
            Assert.Equal(values.Select(v => v.GetHashCode()), again.Select(v => v.GetHashCode()));
        }
    }

    /// <summary>A model with an error is a class whose members say which.</summary>
    [Theory]
    [InlineData("[StructuralEquationModel(\"y =- x\")] public partial class M;", "ANZ2001: There is no operator '=-'; did you mean '=~'?")]
    [InlineData("[StructuralEquationModel] public partial class M;", "ANZ2052: 'M' has neither a model text nor a method 'Equations': write one of them")]
    [InlineData("public record Row(double X, double Y); [StructuralEquationModel<Row>(\"y ~ x + zz\")] public partial class M;", "ANZ2002: There is no variable 'zz'.")]
    [InlineData("[StructuralEquationModel] public partial class M { static Statement[] Equations(Observed y, Observed x) => [Paths.Regress(y, x), default]; }", "ANZ2051: 'default' is no statement of a structural equation model: 'Equations' is a list of Measure, Regress, Covary, Intercept, Define, Equal, Less and Greater, whose arguments are variables, labels, numbers and modifiers")]
    public void AModelWithAnErrorHasMembersThatThrow(string source, string message)
    {
        var type = SemModels.Compile("#pragma warning disable CS1591\n" + source).Assembly.GetType("M", throwOnError: true)!;
        foreach (var call in new Func<object?>[] { () => type.GetProperty("Model")!.GetValue(null), () => type.GetProperty("Formulas")!.GetValue(null), () => type.GetMethod("CreateMoments")!.Invoke(null, []), () => type.GetMethods().First(m => m.Name == "Fit").Invoke(null, [null, null, CancellationToken.None]) })
        {
            var thrown = Assert.IsType<InvalidOperationException>(Assert.Throws<TargetInvocationException>(call).InnerException);
            Assert.Equal(message, thrown.Message);
        }
    }

    // A generator that lives through the edits of a compilation.
    private sealed class Run
    {
        private GeneratorDriver _driver = CSharpGeneratorDriver.Create(
            [new StructuralEquationGenerator().AsSourceGenerator()],
            parseOptions: GeneratorHarness.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

        private CSharpCompilation _compilation = GeneratorHarness.CreateCompilation("edited", Files.Select(f => new CorpusFile(f.Path, f.Text)));

        public Run() => _driver = _driver.RunGenerators(_compilation);

        public void Edit(string path, string text)
        {
            _compilation = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees.Single(t => t.FilePath == path), CSharpSyntaxTree.ParseText(text, GeneratorHarness.ParseOptions, path));
            _driver = _driver.RunGenerators(_compilation);
        }

        public IReadOnlyList<(object Value, IncrementalStepRunReason Reason)> Reasons(string step)
        {
            var result = _driver.GetRunResult().Results.Single();
            Assert.Null(result.Exception);
            return [.. result.TrackedSteps[step].SelectMany(s => s.Outputs).Where(o => o.Reason != IncrementalStepRunReason.Removed)];
        }
    }
}
