using Ansatz.StructuralEquations.Tests.Measures;

namespace Ansatz.StructuralEquations.Tests.Solutions;

public class StandardizedSolutionTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void EstimatesAndErrorsAreThoseOfLavaan(string name)
    {
        var reference = ReferenceModel.Load(name);
        var solution = ReferenceSolution.Of(reference);
        var report = ReferenceReport.Of(name);
        foreach (var (kind, column) in new[] { (Standardization.Latent, "std.lv"), (Standardization.All, "std.all"), (Standardization.NotExogenous, "std.nox") })
        {
            var actual = StandardizedSolution.Of(solution, kind);
            var (estimates, errors) = (ReferenceReport.Numbers(report.GetProperty(column).GetProperty("est")), ReferenceReport.Numbers(report.GetProperty(column).GetProperty("se")));
            Assert.Equal(estimates.Length, actual.Length);
            for (var k = 0; k < actual.Length; k++)
            {
                Assert.Equal(estimates[k], actual[k].Estimate!.Value, 1e-9 * Math.Max(1, Math.Abs(estimates[k])));

                // lavaan's errors come from a numerical Jacobian; it takes errors below 1.2e-4 for 0.
                if (Math.Abs(errors[k] - actual[k].StandardError!.Value) > 2e-6 * Math.Max(1, errors[k])) Assert.Fail($"{column} {actual[k].Row}: {actual[k].StandardError} for {errors[k]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DeterminationsAreThoseOfLavaan(string name)
    {
        var reference = ReferenceModel.Load(name);
        var expected = reference.Json.GetProperty("rsquare").EnumerateObject().SelectMany(p => p.Value.ValueKind == System.Text.Json.JsonValueKind.Array ? p.Value.EnumerateArray().Select(v => ("", v.GetDouble())) : [(p.Name, p.Value.GetDouble())]).ToArray();
        var actual = Determination.Of(ReferenceSolution.Of(reference));
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < actual.Length; k++)
        {
            Assert.Equal(expected[k].Item2, actual[k].RSquare!.Value, 1e-10);
            if (expected[k].Item1 != "") Assert.Equal(expected[k].Item1, actual[k].Variable);
        }
    }

    [Fact]
    public void EffectsOfAMediation()
    {
        var reference = ReferenceModel.Load("path_mediation");
        var solution = ReferenceSolution.Of(reference);
        var effect = Effect.Of(solution).Single(e => e is { From: "x", To: "y" });
        double Estimate(string column, string name) => ReferenceModel.Number(reference.Json.GetProperty("estimates").EnumerateArray().Single(e => e.GetProperty("lhs").GetString() == name).GetProperty(column));
        Assert.Equal(Estimate("est", "total"), effect.Total, 1e-12);
        Assert.Equal(Estimate("se", "total"), effect.TotalError!.Value, 1e-9);
        Assert.Equal(Estimate("est", "ind1") + Estimate("est", "ind2"), effect.Indirect, 1e-12);
    }

    [Fact]
    public void EffectsGoRoundACycle()
    {
        // y1 → y2 → y3 → y1 with gain g = abc: a unit more in y1's disturbance becomes 1/(1 − g).
        var reference = ReferenceModel.Load("cyclic3");
        var solution = ReferenceSolution.Of(reference);
        var gain = reference.Json.GetProperty("estimates").EnumerateArray().Single(e => e.GetProperty("lhs").GetString() == "loop").GetProperty("est").GetDouble();
        var own = Effect.Of(solution).Single(e => e is { From: "y1", To: "y1" });
        Assert.Equal(0, own.Direct);
        Assert.Equal(1 / (1 - gain) - 1, own.Total, 1e-12);
    }
}
