using System.Reflection;
using System.Runtime.Loader;
using Ansatz.StructuralEquations;
using Ansatz.Testing;
using Microsoft.CodeAnalysis;

namespace Ansatz.Generators.Tests.StructuralEquations;

/// <summary>A model of the tests: a class name, the arguments of its attribute after the text, and the text.</summary>
public sealed record SemCase(string Name, string Arguments, string Text);

/// <summary>Structural equation models, compiled by the generator in one assembly.</summary>
public static class SemModels
{
    private static readonly Lazy<(Assembly Assembly, IReadOnlyList<GeneratedSource> Files)> Compiled = new(() => Compile(Cases!));

    /// <summary>The models: those of the reference fits and others of every kind.</summary>
    public static IReadOnlyList<SemCase> Cases { get; } =
    [
        new("PoliticalDemocracy", "", """
            ind60 =~ x1 + x2 + x3
            dem60 =~ y1 + y2 + y3 + y4
            dem65 =~ y5 + y6 + y7 + y8
            dem60 ~ ind60
            dem65 ~ ind60 + dem60
            y1 ~~ y5
            y2 ~~ y4 + y6
            y3 ~~ y7
            y4 ~~ y8
            y6 ~~ y8
            """),
        new("HolzingerSwineford", "Defaults = LavaanDefaults.Cfa", """
            visual =~ x1 + x2 + x3
            textual =~ x4 + x5 + x6
            speed =~ x7 + x8 + x9
            """),
        new("TwoSchools", "Groups = 2, GroupEqual = GroupEqual.Loadings", """
            visual =~ x1 + x2 + x3
            textual =~ x4 + x5 + x6
            """),
        new("Growth", "Defaults = LavaanDefaults.Growth", """
            i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4
            s =~ 0*t1 + 1*t2 + 2*t3 + 3*t4
            """),
        new("Mediation", "", """
            m1 ~ a1*x
            m2 ~ a2*x
            y ~ b1*m1 + b2*m2 + cp*x
            m1 ~~ m2
            ind1 := a1*b1
            """),
        new("ThreeCycle", "FixedX = false", """
            y1 ~ a*y3 + z1
            y2 ~ b*y1 + z2
            y3 ~ c*y2 + z3
            y1 ~~ 0*y2 + 0*y3
            y2 ~~ 0*y3
            loop := a*b*c
            """),
        new("TwoCycles", "FixedX = false, MeanStructure = true", """
            y1 ~ y2 + z1
            y2 ~ y1 + z2
            y3 ~ y2 + y4
            y4 ~ y3 + z1
            y1 ~~ y4
            """),
        new("CycleOfLatents", "", """
            f =~ x1 + x2 + x3
            g =~ y1 + y2 + y3
            f ~ g + z1
            g ~ f + z2
            """),
        new("SecondOrder", "", """
            f1 =~ x1 + x2 + x3
            f2 =~ x4 + x5 + x6
            f3 =~ x7 + x8 + x9
            g =~ f1 + f2 + f3
            """),
        new("LongNames", "FixedX = false", """
            household_consumption ~ disposable_income + household_wealth
            disposable_income ~ household_consumption + government_transfers
            household_consumption ~~ disposable_income
            """),
        new("ManyIndicators", "Defaults = LavaanDefaults.Cfa", string.Join("\n", Enumerable.Range(1, 10).Select(f => $"f{f} =~ " + string.Join(" + ", Enumerable.Range(1, 6).Select(k => $"x{f}_{k}"))))),
    ];

    /// <summary>All generated files.</summary>
    public static IReadOnlyList<GeneratedSource> Files => Compiled.Value.Files;

    /// <summary>The implied moments that were generated for a model.</summary>
    public static (SemModel Model, MomentStructure Moments) Of(string name)
    {
        var type = Compiled.Value.Assembly.GetType(name, throwOnError: true)!;
        return ((SemModel)type.GetProperty("Model")!.GetValue(null)!, (MomentStructure)type.GetMethod("CreateMoments")!.Invoke(null, [])!);
    }

    /// <summary>The class of a model.</summary>
    public static Type Class(string name) => Compiled.Value.Assembly.GetType(name, throwOnError: true)!;

    /// <summary>Compiles sources with the generator; warnings are errors.</summary>
    public static (Assembly Assembly, IReadOnlyList<GeneratedSource> Files) Compile(IEnumerable<SemCase> cases) => Compile(string.Join("\n", cases.Select(Source)));

    /// <summary>Compiles a source text with the generator; warnings are errors.</summary>
    public static (Assembly Assembly, IReadOnlyList<GeneratedSource> Files) Compile(string source)
    {
        var compilation = GeneratorHarness.CreateCompilation("Sem" + Guid.NewGuid().ToString("N"), [new("Models.cs", "using Ansatz;\nusing Ansatz.StructuralEquations;\n" + source)]);
        var (updated, result) = GeneratorHarness.RunGenerator(compilation);
        foreach (var run in result.Results) Assert.Null(run.Exception);
        using var image = new MemoryStream();
        var emitted = updated.Emit(image);
        Assert.Empty(emitted.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
        var context = new AssemblyLoadContext(null);
        image.Position = 0;
        return (context.LoadFromStream(image), [.. result.Results.SelectMany(r => r.GeneratedSources).Select(g => new GeneratedSource(g.HintName, g.SourceText.ToString()))]);
    }

    private static string Source(SemCase c) => $"[StructuralEquationModel(\"\"\"\n{c.Text}\n\"\"\"{(c.Arguments.Length > 0 ? ", " + c.Arguments : "")})]\npublic partial class {c.Name};\n";
}
