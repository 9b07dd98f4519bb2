namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>Walks all that a fit shows: what is given as a number is one.</summary>
internal static class ResultWalk
{
    public static void Check(SemFit fit, bool pictures)
    {
        foreach (var e in fit.Estimates)
        {
            // A definition need have no value where the estimates are, as after a fit that runs away; then that is said.
            var isSaid = double.IsNaN(e.Value) && e.Row.Operator == SemOperator.Definition && e.StandardError is null && fit.Remarks.Any(r => r.Kind == FitRemarkKind.NotAvailable && r.Parameter == e.Row.Left);
            if (!isSaid) Number(e.Value, $"estimate of {e.Row}");
            Errors(e.StandardError, e.Z, e.PValue, $"{e.Row}");
            Number(e.Lower, $"lower end of {e.Row}");
            Number(e.Upper, $"upper end of {e.Row}");
        }

        foreach (var value in fit.Theta) Number(value, "θ");
        foreach (var value in fit.Covariance ?? []) Number(value, "covariance of estimates");
        foreach (var test in (SemTest?[])[fit.Test, fit.ScaledTest, fit.BaselineTest, fit.ScaledBaselineTest])
        {
            if (test is null) continue;
            Number(test.Statistic, $"{test.Kind} test");
            Number(test.DegreesOfFreedom, $"degrees of freedom of the {test.Kind} test");
            Number(test.ScalingFactor, $"scaling factor of the {test.Kind} test");
            Probability(test.PValue, $"{test.Kind} test");
            foreach (var part in test.OfGroups) Number(part, $"group's part of the {test.Kind} test");
        }

        Number(fit.LogLikelihood, "log-likelihood");
        Number(fit.UnrestrictedLogLikelihood, "saturated log-likelihood");
        Text(fit.ToString(), "summary");
        foreach (var remark in fit.Remarks) Text(remark.Text, "remark");
        if (fit.Status == FitStatus.NoStart) return;

        Number(fit.GradientNorm, "gradient");
        Number(fit.Discrepancy, "discrepancy");
        foreach (var (name, value) in fit.Measures?.Items ?? []) Number(value, name);
        foreach (var kind in Enum.GetValues<Standardization>())
        {
            foreach (var s in fit.Standardized(kind))
            {
                Number(s.Estimate, $"standardised {s.Row}");
                Errors(s.StandardError, s.Z, s.PValue, $"standardised {s.Row}");
            }
        }

        foreach (var r in fit.RSquare)
        {
            Number(r.RSquare, $"R² of {r.Variable}");
            MomentChecks.Require(r.RSquare is not > 1, $"R² of {r.Variable} is {r.RSquare}");
        }

        foreach (var effect in fit.Effects())
        {
            Number(effect.Total, $"effect of {effect.From} on {effect.To}");
            Number(effect.Indirect, $"indirect effect of {effect.From} on {effect.To}");
            Number(effect.TotalError, $"standard error of the effect of {effect.From} on {effect.To}");
            Number(effect.IndirectError, $"standard error of the indirect effect of {effect.From} on {effect.To}");
        }

        foreach (var r in fit.Residuals())
        {
            foreach (var value in (IEnumerable<double>)[.. r.Covariance, .. r.Mean, .. r.Correlation, .. r.StandardizedMean]) Number(value, "residual");

            // NaN says here that a residual is 0 in every sample.
            foreach (var value in (IEnumerable<double>)[.. r.Normalized ?? [], .. r.NormalizedMean ?? [], .. r.Standardized ?? [], .. r.StandardizedZMean ?? []]) MomentChecks.Require(!double.IsInfinity(value), "a standardised residual is infinite");
        }

        if (fit.Covariance is not null)
        {
            foreach (var m in fit.ModificationIndices())
            {
                Number(m.Index, $"modification index of {m.Row}");
                Number(m.Change, $"expected change of {m.Row}");
                Number(m.ChangeStdLv, $"expected change of {m.Row}");
                Number(m.ChangeStdAll, $"expected change of {m.Row}");
                Number(m.ChangeStdNox, $"expected change of {m.Row}");
                Probability(m.PValue, $"modification index of {m.Row}");
            }
        }

        if (!pictures) return;
        for (var g = 1; g <= fit.Structure.Groups.Count; g++)
        {
            foreach (var values in Enum.GetValues<DiagramValues>())
            {
                Text(fit.ToSvg(new DiagramOptions { Group = g, Values = values, Intercepts = true }), "SVG");
                Text(fit.ToDot(new DiagramOptions { Group = g, Values = values }), "DOT");
            }
        }
    }

    private static void Errors(double? error, double? z, double? p, string what)
    {
        Number(error, $"standard error of {what}");
        MomentChecks.Require(error is not < 0, $"standard error of {what} is {error}");
        Number(z, $"z of {what}");
        Probability(p, what);
    }

    private static void Probability(double? p, string what) => MomentChecks.Require(p is null or (>= 0 and <= 1), $"p-value of {what} is {p}");

    private static void Number(double? value, string what) => MomentChecks.Require(value is not { } v || double.IsFinite(v), $"{what} is {value}");

    private static void Text(string text, string what) => MomentChecks.Require(
        !text.Contains("NaN", StringComparison.Ordinal) && !text.Contains("Infinity", StringComparison.Ordinal) && !text.Contains('∞', StringComparison.Ordinal), $"{what} has no number:\n{text}");
}
