using Ansatz.StructuralEquations.Tests.Measures;

namespace Ansatz.StructuralEquations.Tests.Solutions;

public class ModificationIndexTests
{
    public static TheoryData<string> Names => new(["polidem", "polidem_mlr", "polidem_gls", "hs_cfa", "hs_cfa_stdlv", "hs_cfa_mean", "hs_cfa_fiml", "hs_mg_configural", "hs_mg_metric", "growth", "cyclic2_nobow", "cyclic3"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void IndicesAndChangesAreThoseOfLavaan(string name)
    {
        var fit = ReferenceFit.Of(name, out _);
        var actual = fit.ModificationIndices();
        var report = ReferenceReport.Of(name).GetProperty("modindices");
        string[] Texts(string column) => [.. report.GetProperty(column).EnumerateArray().Select(e => e.GetString()!)];
        var (left, op, right) = (Texts("lhs"), Texts("op"), Texts("rhs"));
        var groups = report.TryGetProperty("group", out var g) ? ReferenceReport.Numbers(g) : [.. left.Select(_ => 1.0)];
        Assert.Equal(Enumerable.Range(0, left.Length).Select(k => $"{left[k]} {op[k]} {right[k]} {groups[k]}"), actual.Select(m => $"{m.Row.Left} {m.Row.Operator.Text()} {m.Row.Right} {m.Row.Group}"));
        Compare("mi", m => m.Index);
        Compare("epc", m => m.Change);
        Compare("sepc.lv", m => m.ChangeStdLv);
        Compare("sepc.all", m => m.ChangeStdAll);
        Compare("sepc.nox", m => m.ChangeStdNox);

        void Compare(string column, Func<ModificationIndex, double?> value)
        {
            var expected = ReferenceReport.Numbers(report.GetProperty(column));
            for (var k = 0; k < expected.Length; k++)
            {
                if (!(Math.Abs(expected[k] - value(actual[k])!.Value) <= 1e-7 * Math.Max(1, Math.Abs(expected[k])))) Assert.Fail($"{column} of {actual[k].Row}: {value(actual[k])} for {expected[k]}");
            }
        }
    }

    [Fact]
    public void IndicesNeedNoStandardErrors()
    {
        var fit = ReferenceFit.Of("hs_cfa", out _);
        var bare = SemEstimation.Fit(fit.Model, fit.Data, fit.Options with { StandardErrors = StandardErrorKind.None }, TestContext.Current.CancellationToken);
        Assert.Null(bare.Covariance);
        Assert.Equal(fit.ModificationIndices().Select(m => m.Index), bare.ModificationIndices().Select(m => m.Index));
    }

    [Fact]
    public void ScoreTestsOfEqualLoadings()
    {
        var fit = ReferenceFit.Of("hs_mg_metric", out _);
        var expected = ReferenceReport.Numbers(ReferenceReport.Of("hs_mg_metric").GetProperty("score").GetProperty("uni").GetProperty("X2"));
        var actual = fit.ScoreTests();
        Assert.Equal(expected.Length, actual.Count);
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k].Statistic, 1e-7 * Math.Max(1, expected[k]));
    }
}
