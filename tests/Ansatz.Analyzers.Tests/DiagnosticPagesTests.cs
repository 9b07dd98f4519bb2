using System.Reflection;
using System.Text.RegularExpressions;

namespace Ansatz.Analyzers.Tests;

/// <summary>The pages in docs/diagnostics: the first model of each gets exactly that diagnostic, in those words, and the second gets none.</summary>
public sealed partial class DiagnosticPagesTests
{
    // Examples of these would take a second assembly, other options, or a bug.
    private static readonly string[] WithoutModels = ["ANZ0011", "ANZ0018", "ANZ0019", "ANZ0021", "ANZ0090", "ANZ1012"];

    public static TheoryData<string> Pages => [.. Names().Where(id => !WithoutModels.Contains(id) && !id.StartsWith("ANZ2", StringComparison.Ordinal))];

    // The characters that each is said of in the first model of its page.
    private static readonly Dictionary<string, string> Marked = new()
    {
        ["ANZ2001"] = "=-", ["ANZ2002"] = "experiense", ["ANZ2003"] = "x2", ["ANZ2004"] = "y", ["ANZ2005"] = "visual", ["ANZ2006"] = "slpoe", ["ANZ2007"] = "a", ["ANZ2008"] = "x1", ["ANZ2009"] = "start(1)",
        ["ANZ2010"] = "x1", ["ANZ2011"] = "NA*x1", ["ANZ2012"] = "x1", ["ANZ2013"] = "x1", ["ANZ2014"] = "1", ["ANZ2015"] = "c(a, b)", ["ANZ2016"] = "f", ["ANZ2017"] = "-0.5", ["ANZ2018"] = "a", ["ANZ2019"] = "indirect",
        ["ANZ2020"] = "f2", ["ANZ2021"] = "x", ["ANZ2022"] = "a*y3", ["ANZ2023"] = "a*y3", ["ANZ2024"] = "x", ["ANZ2030"] = "a*price", ["ANZ2031"] = "a*price", ["ANZ2032"] = "schooling", ["ANZ2033"] = "b*demand",
        ["ANZ2040"] = "x1", ["ANZ2041"] = "a == 2*b + 1", ["ANZ2042"] = "a", ["ANZ2043"] = "a > 0", ["ANZ2044"] = "z", ["ANZ2045"] = "visual:z", ["ANZ2046"] = "a", ["ANZ2047"] = "v", ["ANZ2048"] = "x", ["ANZ2049"] = "#",
        ["ANZ2050"] = "x", ["ANZ2051"] = "Math.Log(row.Experience)", ["ANZ2052"] = "Line", ["ANZ2060"] = "f",
    };

    public static TheoryData<string> StructuralEquationPages => [.. Names().Where(id => id.StartsWith("ANZ2", StringComparison.Ordinal))];

    [Fact]
    public void EveryDescriptorHasAPageAndEveryPageItsTitle()
    {
        Assert.Subset(Names().ToHashSet(), DiagnosticDescriptors.All.Select(d => d.Id).ToHashSet());
        Assert.All(DiagnosticDescriptors.All, d => Assert.StartsWith($"# {d.Id}: {d.Title}\n", Page(d.Id), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task TheFirstModelIsWrongAndTheSecondIsNot(string id)
    {
        var page = Page(id);
        var models = CodeBlock().Matches(page).Select(m => m.Groups[1].Value).ToArray();
        // What a model costs is said of every model.
        Assert.Equal(id == "ANZ1042" ? 1 : 2, models.Length);

        var wrong = await AnalyzerHarness.Diagnostics([Source(models[0])], generated: false, id);
        Assert.Equal([id], wrong.Select(d => d.Id));
        Assert.Equal(Quotation().Match(page).Groups[1].Value, wrong[0].GetMessage());
        foreach (var right in models.Skip(1)) Assert.Equal([], (await AnalyzerHarness.Diagnostics([Source(right)], generated: true, id)).Select(d => d.ToString()));
    }

    /// <summary>The pages on structural equation models: verdicts come together, so that the first model can have others as well, but no error beside.</summary>
    [Theory]
    [MemberData(nameof(StructuralEquationPages))]
    public async Task TheFirstStructuralEquationModelIsWrongAndTheSecondIsNot(string id)
    {
        var page = Page(id);
        var models = CodeBlock().Matches(page).Select(m => "using Ansatz.StructuralEquations;\n" + Source(m.Groups[1].Value)).ToArray();
        Assert.Equal(2, models.Length);
        var wrong = await AnalyzerHarness.Diagnostics([models[0]], generated: false, id);
        var found = Assert.Single(wrong, d => d.Id == id);
        Assert.Equal(Quotation().Match(page).Groups[1].Value, found.GetMessage());
        Assert.Equal(Marked[id], models[0].Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
        Assert.Equal(DiagnosticDescriptors.Find(id)!.DefaultSeverity, found.Severity);
        Assert.DoesNotContain(wrong, d => d.Id != id && d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        Assert.Equal(found.Severity != Microsoft.CodeAnalysis.DiagnosticSeverity.Error, page.Contains($"`dotnet_diagnostic.{id}.severity = none`", StringComparison.Ordinal));

        // Only bounds would mend the determinant of that page's cycle.
        var right = await AnalyzerHarness.Diagnostics([models[1]], generated: false, id);
        Assert.Equal(id == "ANZ2022" ? ["ANZ2031"] : [], right.Select(d => d.Id));
        Assert.Empty(AnalyzerHarness.Compile([models[1]], generated: true).GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
    }

    private static string Source(string model) => AnalyzerHarness.Usings.TrimEnd() + "\n" + model;

    private static string Page(string id) => AnalyzerHarness.Embedded($"diagnostics/{id}.md").ReplaceLineEndings("\n");

    private static IEnumerable<string> Names() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Select(name => PageName().Match(name)).Where(m => m.Success).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("^diagnostics/(ANZ[0-9]{4})\\.md$")]
    private static partial Regex PageName();

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^> (.*)$", RegexOptions.Multiline)]
    private static partial Regex Quotation();
}
