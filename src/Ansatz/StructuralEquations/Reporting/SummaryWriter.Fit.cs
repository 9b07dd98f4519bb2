using System.Globalization;

namespace Ansatz.StructuralEquations;

internal sealed partial class SummaryWriter
{
    private void Fit(FitMeasures m)
    {
        if (m.Contains("baseline.chisq"))
        {
            Heading("Model Test Baseline Model");
            Pair("Test statistic", Number(m["baseline.chisq"]), ScaledNumber(m, "baseline.chisq.scaled"));
            Pair("Degrees of freedom", Whole((int)m["baseline.df"]!.Value), Scaled ? Measure(m, "baseline.df.scaled") is { } df ? Whole((int)df) : "NA" : null);
            Pair("P-value", Number(m["baseline.pvalue"]), ScaledNumber(m, "baseline.pvalue.scaled"));
            if (Scaled) Pair("Scaling correction factor", "", Number(Measure(m, "baseline.chisq.scaling.factor")));
            Heading("User Model versus Baseline Model");
            Pair("Comparative Fit Index (CFI)", Number(m["cfi"]), ScaledNumber(m, "cfi.scaled"));
            Pair("Tucker-Lewis Index (TLI)", Number(m["tli"]), ScaledNumber(m, "tli.scaled"));
            if (m.Contains("cfi.robust"))
            {
                Line("");
                Robust("Robust Comparative Fit Index (CFI)", m["cfi.robust"]);
                Robust("Robust Tucker-Lewis Index (TLI)", m["tli.robust"]);
            }
        }

        if (m.Contains("logl")) Likelihood(m);
        Rmsea(m);
        Heading("Standardized Root Mean Square Residual");
        Pair("SRMR", Number(m["srmr"]), ScaledNumber(m, "srmr"));
    }

    private void Likelihood(FitMeasures m)
    {
        Heading("Loglikelihood and Information Criteria");
        Pair("Loglikelihood user model (H0)", Number(m["logl"]), ScaledNumber(m, "logl"));
        Correction("scaling.factor.h0");
        Pair("Loglikelihood unrestricted model (H1)", Number(m["unrestricted.logl"]), ScaledNumber(m, "unrestricted.logl"));
        Correction("scaling.factor.h1");
        Line("");
        Pair("Akaike (AIC)", Number(m["aic"]), ScaledNumber(m, "aic"));
        Pair("Bayesian (BIC)", Number(m["bic"]), ScaledNumber(m, "bic"));
        Pair("Sample-size adjusted Bayesian (SABIC)", Number(m["bic2"]), ScaledNumber(m, "bic2"));

        void Correction(string name)
        {
            if (!m.Contains(name)) return;
            Pair("Scaling correction factor", "", Number(m[name]));
            Line("      for the MLR correction");
        }
    }

    private void Rmsea(FitMeasures m)
    {
        Heading("Root Mean Square Error of Approximation");
        var level = (m["rmsea.ci.level"]!.Value * 100).ToString("0.##", CultureInfo.InvariantCulture);
        string close = m["rmsea.close.h0"]!.Value.ToString("F3", CultureInfo.InvariantCulture), notClose = m["rmsea.notclose.h0"]!.Value.ToString("F3", CultureInfo.InvariantCulture);
        Pair("RMSEA", Number(m["rmsea"]), ScaledNumber(m, "rmsea.scaled"));
        Pair($"{level} Percent confidence interval - lower", Number(m["rmsea.ci.lower"]), ScaledNumber(m, "rmsea.ci.lower.scaled"));
        Pair($"{level} Percent confidence interval - upper", Number(m["rmsea.ci.upper"]), ScaledNumber(m, "rmsea.ci.upper.scaled"));
        Pair($"P-value H_0: RMSEA <= {close}", Number(m["rmsea.pvalue"]), ScaledNumber(m, "rmsea.pvalue.scaled"));
        Pair($"P-value H_0: RMSEA >= {notClose}", Number(m["rmsea.notclose.pvalue"]), ScaledNumber(m, "rmsea.notclose.pvalue.scaled"));
        if (!m.Contains("rmsea.robust")) return;
        Line("");
        Robust("Robust RMSEA", m["rmsea.robust"]);
        Robust($"{level} Percent confidence interval - lower", m["rmsea.ci.lower.robust"]);
        Robust($"{level} Percent confidence interval - upper", m["rmsea.ci.upper.robust"]);
        Robust($"P-value H_0: Robust RMSEA <= {close}", m["rmsea.pvalue.robust"]);
        Robust($"P-value H_0: Robust RMSEA >= {notClose}", m["rmsea.notclose.pvalue.robust"]);
    }

    // Beside a scaled test the robust measures stand in its column.
    private void Robust(string label, double? value)
    {
        if (Scaled) Pair(label, "", Number(value));
        else Pair(label, Number(value));
    }
}
