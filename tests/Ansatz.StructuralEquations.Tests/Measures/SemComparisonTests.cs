using Ansatz.StructuralEquations.Tests.Solutions;

namespace Ansatz.StructuralEquations.Tests.Measures;

public class SemComparisonTests
{
    [Fact]
    public void MetricAgainstConfigural()
    {
        var comparison = SemFit.Compare(("metric", ReferenceFit.Of("hs_mg_metric", out _)), ("configural", ReferenceFit.Of("hs_mg_configural", out _)));
        Assert.Equal(["configural", "metric"], comparison.Models.Select(m => m.Name));
        Assert.Equal(124.043544174888 - 115.851343851445, comparison.Models[1].Difference!.Value, 1e-6);
        Assert.Equal(6, comparison.Models[1].Degrees);

        // R: pchisq(8.192200323443, 6, lower.tail = FALSE).
        Assert.Equal(0.2243577, comparison.Models[1].PValue!.Value, 1e-6);
        Assert.Empty(comparison.Remarks);
        Assert.Contains("configural  48", comparison.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void UnweightedLeastSquaresHaveNoPValue()
    {
        var data = ReferenceFit.Of("hs_cfa", out _).Data;
        SemFit Fit(string text, SemEstimator estimator) => SemEstimation.Fit(SemModel.Parse(text), data, new() { Estimator = estimator }, TestContext.Current.CancellationToken);
        const string Free = "f =~ x1 + x2 + x3 + x4", Equal = "f =~ x1 + a*x2 + a*x3 + x4";
        var plain = SemFit.Compare(Fit(Free, SemEstimator.ULS), Fit(Equal, SemEstimator.ULS));
        Assert.NotNull(plain.Models[1].Difference);
        Assert.Null(plain.Models[1].PValue);
        Assert.Contains("no known distribution", Assert.Single(plain.Remarks), StringComparison.Ordinal);
        Assert.NotNull(SemFit.Compare(Fit(Free, SemEstimator.ULSMV), Fit(Equal, SemEstimator.ULSMV)).Models[1].PValue);
    }

    [Fact]
    public void WhatIsNotNestedIsSaid()
    {
        var comparison = SemFit.Compare(ReferenceFit.Of("hs_cfa", out _), ReferenceFit.Of("hs_cfa_stdlv", out _));
        Assert.Contains("same degrees of freedom", Assert.Single(comparison.Remarks), StringComparison.Ordinal);
        Assert.Contains(SemFit.Compare(ReferenceFit.Of("polidem", out _), ReferenceFit.Of("hs_cfa", out _)).Remarks, r => r.Contains("different data", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => SemFit.Compare(ReferenceFit.Of("hs_cfa", out _)));
    }
}
