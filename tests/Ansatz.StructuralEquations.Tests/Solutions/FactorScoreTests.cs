using System.Text.Json;
using Ansatz.StructuralEquations.Tests.Measures;

namespace Ansatz.StructuralEquations.Tests.Solutions;

public class FactorScoreTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names.Where(n => n.StartsWith("polidem", StringComparison.Ordinal) || n.StartsWith("hs_cfa", StringComparison.Ordinal) || n == "growth"));

    [Theory]
    [MemberData(nameof(Names))]
    public void ScoresAreThoseOfLavaan(string name)
    {
        var reference = ReferenceModel.Load(name);
        var solution = ReferenceSolution.Of(reference);
        var report = ReferenceReport.Of(name);
        var p = solution.Groups[0].ObservedCount;
        var rows = ReferenceMeasures.Rows(reference).ToArray();
        var mean = Enumerable.Range(0, p).Select(k => rows.Average(r => r[k])).ToArray();
        var cases = rows.SelectMany(r => r).ToArray();
        foreach (var (method, key) in new[] { (FactorScoreMethod.Regression, "regression"), (FactorScoreMethod.Bartlett, "bartlett") })
        {
            var scores = FactorScores.Of(solution, 0, method, cases, mean);
            var expected = ReferenceReport.Table(report.GetProperty(key));
            for (var c = 0; c < expected.Length; c++)
            {
                for (var k = 0; k < expected[c].Length; k++)
                {
                    if (double.IsNaN(expected[c][k])) Assert.True(rows[c].All(double.IsNaN));
                    else Assert.Equal(expected[c][k], scores[c, k], 1e-9 * Math.Max(1, Math.Abs(expected[c][k])));
                }
            }

            if (!report.TryGetProperty(key + ".se", out var errors) || errors.ValueKind != JsonValueKind.Array || name == "hs_cfa_fiml") continue;
            var se = ReferenceReport.Table(errors[0])[0];
            for (var k = 0; k < se.Length; k++) Assert.Equal(se[k], scores.StandardErrors[k], 1e-9);
        }
    }
}
