using System.Text.Json;
using Ansatz.StructuralEquations.Tests.Measures;

namespace Ansatz.StructuralEquations.Tests.Solutions;

public class ResidualTests
{
    public static TheoryData<string> Names => new(["polidem", "polidem_gls", "hs_cfa", "hs_cfa_stdlv", "hs_cfa_mean", "hs_mg_configural", "hs_mg_metric", "growth", "cyclic2_nobow", "cyclic3"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void ResidualsAreThoseOfLavaan(string name)
    {
        var fit = ReferenceFit.Of(name, out var reference);
        var report = ReferenceReport.Of(name).GetProperty("residuals");
        var residuals = fit.Residuals();
        for (var g = 0; g < residuals.Count; g++)
        {
            var r = residuals[g];
            Compare("raw", r.Covariance, r.Mean, 1e-8);
            Compare("cor", r.Correlation, r.StandardizedMean, 1e-8);
            Compare("normalized", r.Normalized!, r.NormalizedMean!, 1e-6);
            Compare("standardized", r.Standardized!, r.StandardizedZMean!, 1e-5);

            void Compare(string kind, double[] covariances, double[] means, double tolerance)
            {
                var element = report.GetProperty(kind);
                if (residuals.Count > 1) element = element.GetProperty(reference.Json.GetProperty("group_labels")[g].GetString()!);
                var expected = ReferenceReport.Table(element.GetProperty("cov"));
                var p = expected.Length;
                for (var i = 0; i < p; i++)
                {
                    for (var j = 0; j < p; j++) Near($"{kind} {r.Variables[i]} {r.Variables[j]}", expected[i][j], covariances[i * p + j], r.Covariance[i * p + j]);
                }

                if (!element.TryGetProperty("mean", out var mean) || mean.ValueKind != JsonValueKind.Array) return;
                for (var i = 0; i < means.Length; i++) Near($"{kind} mean {r.Variables[i]}", mean[i].GetDouble(), means[i], r.Mean[i]);

                // Where a residual is 0 whatever the sample, lavaan has 0 and we have none.
                void Near(string what, double truth, double value, double raw)
                {
                    if (double.IsNaN(value) ? Math.Abs(raw) > 1e-5 : !(Math.Abs(truth - value) <= tolerance * Math.Max(1, Math.Abs(truth))) && Math.Abs(raw) > 1e-5) Assert.Fail($"{what}: {value} for {truth}");
                }
            }
        }
    }
}
