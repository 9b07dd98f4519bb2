namespace Ansatz.StructuralEquations.Tests.Measures;

public class FitMeasureTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void AllMeasuresAreThoseOfLavaan(string name)
    {
        var reference = ReferenceModel.Load(name);
        var measures = FitMeasures.Of(ReferenceMeasures.Sources(reference));
        var report = ReferenceReport.Of(name);
        List<string> wrong = [];
        foreach (var expected in reference.Json.GetProperty("fitMeasures").EnumerateObject())
        {
            if (!measures.Contains(expected.Name)) wrong.Add("missing " + expected.Name);
            else if (measures[expected.Name] is { } value)
            {
                var truth = ReferenceModel.Number(expected.Value);
                if (Bound(report, expected.Name) is { } exact)
                {
                    // The file's bound has the tolerance of the root finder that made it, 1.22e-4 in the noncentrality: N df rmsea².
                    Assert.Equal(truth * truth, exact * exact, 1.3e-4 * reference.Json.GetProperty("ngroups").GetInt32() / measures.Degrees / 70);
                    truth = exact;
                }
                else if (expected.Name.StartsWith("rmsea.ci.", StringComparison.Ordinal))
                {
                    Assert.Equal(truth * truth, value * value, 1.3e-4 * reference.Json.GetProperty("ngroups").GetInt32() / Math.Max(1, measures.Degrees) / 70);
                    continue;
                }

                if (!(Math.Abs(value - truth) <= Math.Max(1e-9, 1e-8 * Math.Abs(truth)))) wrong.Add($"{expected.Name}: {value:R} for {truth:R}");
            }
            else if (!double.IsNaN(ReferenceModel.Number(expected.Value))) wrong.Add($"{expected.Name}: null");
        }

        Assert.Empty(wrong);
        Assert.Equal(reference.Json.GetProperty("fitMeasures").EnumerateObject().Select(p => p.Name), measures.Items.Select(i => i.Key));
    }

    internal static double? Bound(System.Text.Json.JsonElement report, string name)
    {
        if (!name.StartsWith("rmsea.ci.", StringComparison.Ordinal) || name == "rmsea.ci.level") return null;
        var parts = name.Split('.');
        return report.TryGetProperty(parts.Length > 3 ? "rmsea." + parts[3] : "rmsea", out var interval) ? interval[parts[2] == "lower" ? 0 : 1].GetDouble() : null;
    }
}
