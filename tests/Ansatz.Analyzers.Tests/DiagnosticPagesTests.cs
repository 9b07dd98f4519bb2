using System.Reflection;
using System.Text.RegularExpressions;

namespace Ansatz.Analyzers.Tests;

/// <summary>The pages in docs/diagnostics: the first model of each gets exactly that diagnostic, in those words, and the second gets none.</summary>
public sealed partial class DiagnosticPagesTests
{
    // Examples of these would take a second assembly, other options, or a bug.
    private static readonly string[] WithoutModels = ["ANZ0011", "ANZ0018", "ANZ0019", "ANZ0021", "ANZ0090", "ANZ1012"];

    public static TheoryData<string> Pages => [.. Names().Where(id => !WithoutModels.Contains(id))];

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
