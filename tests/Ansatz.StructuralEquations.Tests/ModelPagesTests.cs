using System.Text.RegularExpressions;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>The pages in docs/diagnostics of what is said of texts: the first model of each gets that problem in those words, the second has none of the kind and no error.</summary>
public sealed partial class ModelPagesTests
{
    public static TheoryData<string> Codes => [.. typeof(SemCodes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void TheFirstModelHasTheProblemAndTheSecondHasNot(string code)
    {
        using var stream = typeof(ModelPagesTests).Assembly.GetManifestResourceStream($"diagnostics/{code}.md")!;
        var page = new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
        Assert.StartsWith($"# {code}: ", page);
        var models = Model().Matches(page);
        Assert.Equal(2, models.Count);
        var problem = Assert.Single(Parse(models[0]).Problems);
        Assert.Equal((code, Quotation().Match(page).Groups[1].Value), (problem.Code, problem.Message));
        Assert.Empty(Parse(models[1]).Problems);
    }

    private static SemModel Parse(Match match)
    {
        var properties = Record().Match(match.Value);
        var options = new SemOptions { KnownVariables = properties.Success ? [.. Property().Matches(properties.Value).Select(p => char.ToLowerInvariant(p.Groups[1].Value[0]) + p.Groups[1].Value[1..])] : null };
        foreach (Match option in Option().Matches(match.Groups[2].Value))
        {
            options = option.Groups[1].Value switch
            {
                "Groups" => options with { Groups = int.Parse(option.Groups[2].Value) },
                "FixedX" => options with { FixedX = bool.Parse(option.Groups[2].Value) },
                "GroupEqual" => options with { GroupEqual = Enum.Parse<GroupEqual>(option.Groups[2].Value.Split('.')[1]) },
                "Group" => options,
                var other => throw new InvalidOperationException(other),
            };
        }

        return SemModel.Parse(string.Join("\n", match.Groups[1].Value.Split('\n').Select(l => l.StartsWith("    ") ? l[4..] : l)), options);
    }

    [GeneratedRegex("^```csharp\n.*?\\(\"\"\"\n(.*?)\n    \"\"\"(.*?)\\)\\]\n.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Model();

    [GeneratedRegex("record .*;")]
    private static partial Regex Record();

    [GeneratedRegex("double (\\w+)")]
    private static partial Regex Property();

    [GeneratedRegex("(\\w+) = ([\\w.\"]+)")]
    private static partial Regex Option();

    [GeneratedRegex("^> (.*)$", RegexOptions.Multiline)]
    private static partial Regex Quotation();
}
