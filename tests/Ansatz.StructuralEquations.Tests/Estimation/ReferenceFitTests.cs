namespace Ansatz.StructuralEquations.Tests;

/// <summary>The 14 fits that lavaan made and that were polished to a gradient of 0.</summary>
public class ReferenceFitTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void EstimatesAndErrorsAreTheReferences(string name)
    {
        var reference = ReferenceModel.Load(name);
        var fit = FitAssert.Fit(reference);
        Assert.True(fit.Converged);
        Assert.True(fit.GradientNorm <= 1e-8);
        Assert.Empty(fit.Remarks);
        foreach (var (mine, e) in fit.Estimates.Zip(reference.Json.GetProperty("estimates").EnumerateArray()))
        {
            if (mine.Row.Operator.IsConstraint()) continue;
            Assert.Equal(mine.Row.Left, e.GetProperty("lhs").GetString());
            Assert.Equal(mine.Row.Right, e.GetProperty("rhs").GetString());
            FitAssert.Close(e.GetProperty("est").GetDouble(), mine.Value, $"{mine.Row}");
            FitAssert.Close(e.GetProperty("se").GetDouble(), mine.StandardError, $"error of {mine.Row}");
            if (e.GetProperty("z").ValueKind != System.Text.Json.JsonValueKind.Number) continue;
            FitAssert.Close(e.GetProperty("z").GetDouble(), mine.Z, $"z of {mine.Row}");
            FitAssert.Close(e.GetProperty("pvalue").GetDouble(), mine.PValue, $"p of {mine.Row}", 1e-7);
            FitAssert.Close(e.GetProperty("ci.lower").GetDouble(), mine.Lower, $"lower end of {mine.Row}");
            FitAssert.Close(e.GetProperty("ci.upper").GetDouble(), mine.Upper, $"upper end of {mine.Row}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CovariancesOfEstimatesAreTheReferences(string name)
    {
        var reference = ReferenceModel.Load(name);
        var fit = FitAssert.Fit(reference);
        var q = reference.Table.FreeCount;

        // The sandwich of the reference has the observed Hessian by differences of gradients.
        var (relative, absolute) = name == "polidem_mlr" ? (1e-7, 1e-9) : (1e-8, 1e-10);
        var i = 0;
        foreach (var row in reference.Json.GetProperty("vcov").GetProperty("values").EnumerateArray())
        {
            var j = 0;
            foreach (var e in row.EnumerateArray()) FitAssert.Close(e.GetDouble(), fit.Covariance![i * q + j], $"({i}, {j++})", relative, absolute);
            i++;
        }

        Assert.Equal(q, i);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TestsAndLikelihoodsAreTheReferences(string name)
    {
        var reference = ReferenceModel.Load(name);
        var fit = FitAssert.Fit(reference);
        var m = reference.Json.GetProperty("fitMeasures");

        // The reference's saturated moments of incomplete cases are those of EM stopped at 1e-5; what depends on them has a digit or two less.
        var relative = fit.Options.Missing == MissingData.Fiml ? 1e-9 : 1e-10;
        Assert.Equal(m.GetProperty("npar").GetDouble(), fit.ParameterCount);
        Assert.Equal(m.GetProperty("df").GetDouble(), fit.DegreesOfFreedom);
        Assert.Equal(m.GetProperty("baseline.df").GetDouble(), fit.BaselineTest!.DegreesOfFreedom);
        FitAssert.Measure(m, "chisq", fit.Test!.Statistic, relative);
        if (fit.DegreesOfFreedom > 0) FitAssert.Measure(m, "pvalue", fit.Test.PValue, 1e-8);
        FitAssert.Measure(m, "baseline.chisq", fit.BaselineTest.Statistic, relative, 3e-9);
        FitAssert.Measure(m, "logl", fit.LogLikelihood, 1e-12);
        FitAssert.Measure(m, "unrestricted.logl", fit.UnrestrictedLogLikelihood, 1e-11);
        FitAssert.Measure(m, "chisq.scaled", fit.ScaledTest?.Statistic, 1e-9);
        FitAssert.Measure(m, "chisq.scaling.factor", fit.ScaledTest?.ScalingFactor, 1e-9);
        FitAssert.Measure(m, "baseline.chisq.scaling.factor", fit.ScaledBaselineTest?.ScalingFactor, 1e-9);
        FitAssert.Measure(m, "scaling.factor.h0", fit.ModelScaling, 1e-9);
        FitAssert.Measure(m, "scaling.factor.h1", fit.SaturatedScaling, 1e-9);
        if (fit.LogLikelihood is { } l) FitAssert.Close(reference.Json.GetProperty("minus2lnL").GetDouble(), -2 * l, "minus2lnL", 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StartingValuesAreLavaans(string name)
    {
        var reference = ReferenceModel.Load(name);
        var fit = FitAssert.Fit(reference);

        // See above: loadings and means of incomplete cases start from saturated moments.
        var absolute = fit.Options.Missing == MissingData.Fiml ? 1e-5 : 1e-12;
        foreach (var ((start, row), e) in fit.Start.Zip(reference.Table.Rows).Zip(reference.Json.GetProperty("partable").EnumerateArray()))
        {
            if (row.Operator.IsParameter()) FitAssert.Close(e.GetProperty("start").GetDouble(), start, $"start of {row}", 0, absolute);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ImpliedMomentsAreTheReferences(string name)
    {
        var reference = ReferenceModel.Load(name);
        var fit = FitAssert.Fit(reference);
        var implied = reference.Json.GetProperty("implied");
        for (var g = 0; g < fit.Implied.Count; g++)
        {
            var part = fit.Implied.Count == 1 ? implied : implied.GetProperty(fit.Implied[g].Label);
            var k = 0;
            foreach (var row in part.GetProperty("cov").GetProperty("values").EnumerateArray())
            {
                foreach (var e in row.EnumerateArray()) FitAssert.Close(e.GetDouble(), fit.Implied[g].Covariance[k], $"σ[{k++}]");
            }
        }
    }
}
