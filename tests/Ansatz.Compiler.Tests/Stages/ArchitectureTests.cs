namespace Ansatz.Compiler.Tests.Stages;

/// <summary>The page that follows one model through every stage quotes what the stages print.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void EveryQuotedLineIsPrintedByAStage()
    {
        var printed = new HashSet<string>(Directory.GetFiles(Folder("tests/Ansatz.Compiler.Tests/Stages"), "*.verified.txt").SelectMany(File.ReadAllLines).Select(l => l.Trim()), StringComparer.Ordinal);
        var page = File.ReadAllText(Path.Combine(Folder("docs"), "architecture.md"));
        var section = page[page.IndexOf("## One model through every stage", StringComparison.Ordinal)..page.IndexOf("## Decisions", StringComparison.Ordinal)];
        var quoted = section.Split("```").Where((_, k) => k % 2 == 1).SelectMany(block => block.Split('\n').Skip(1)).Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
        Assert.True(quoted.Length > 60, "The page quotes next to nothing.");
        Assert.DoesNotContain(quoted, l => !printed.Contains(l));
    }

    private static string Folder(string name)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Directory.Packages.props"))) at = at.Parent ?? throw new InvalidOperationException("The solution is not above the tests.");
        return Path.Combine(at.FullName, name);
    }
}
