namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    /// <summary>The summary, in the layout that lavaan's users know.</summary>
    public override string ToString() => Summary();

    /// <summary>The summary, with the blocks that are asked for.</summary>
    /// <param name="options">Which blocks; null for all but intervals.</param>
    public string Summary(SummaryOptions? options = null)
    {
        var rules = EstimatorRules.Of(Options);
        var sound = Estimates.Count > 0 && Implied.Count > 0;
        Dictionary<int, double?> latent = [], all = [];
        IReadOnlyList<Determination> determinations = [];
        try
        {
            if (sound)
            {
                latent = Standardized(Standardization.Latent).ToDictionary(s => s.Row.Id, s => s.Estimate);
                all = Standardized(Standardization.All).ToDictionary(s => s.Row.Id, s => s.Estimate);
                determinations = RSquare;
            }
        }
        catch (SingularSystemException)
        {
            // The remarks say so; the summary stands without what needs (I − Λ)⁻¹.
        }

        return SummaryWriter.Write(
            new()
            {
                Converged = Converged,
                Iterations = Iterations,
                Estimator = rules.Discrepancy.ToString(),
                Optimizer = "FISHER/NEWTON",
                ParameterCount = Table.FreeCount,
                EqualityConstraints = Table.Rows.Count(r => r.Operator == SemOperator.Equality),
                InequalityConstraints = Table.Rows.Count(r => r.Operator is SemOperator.Less or SemOperator.Greater),
                Groups = [.. Samples.Select((s, g) => new SummaryGroup(s.Moments.Label, s.Count, TotalCount(s))
                {
                    Statistic = Samples.Count > 1 && Test is { } test && g < test.OfGroups.Count ? test.OfGroups[g] : null,
                    Patterns = s.Patterns.Count > 0 ? s.Patterns.Count : null,
                })],
                Measures = Measures,
                Correction = ScaledTest?.Kind switch
                {
                    SemTestKind.SatorraBentler => "Satorra-Bentler correction",
                    SemTestKind.YuanBentler => "Yuan-Bentler correction (Mplus variant)",
                    SemTestKind.MeanVarianceAdjusted => "mean and variance adjusted correction (MV)",
                    SemTestKind.ScaledShifted => "simple second-order correction",
                    _ => null,
                },
                Errors = ErrorLines(rules),
                Table = Table,
                Parameters = sound ? [.. Estimates.Select(e => new SummaryParameter(e.Row, e.Value, e.StandardError) { Lower = e.Lower, Upper = e.Upper, StdLv = latent.GetValueOrDefault(e.Row.Id), StdAll = all.GetValueOrDefault(e.Row.Id) })] : [],
                Determinations = determinations,
                Remarks = [.. Remarks.Select(r => r.Text)],
            },
            options ?? SummaryOptions.Default);
    }

    private int TotalCount(GroupSample sample)
    {
        if (Data.Moments is not null) return sample.Count;
        return Options.Group is { } column ? Data.Texts(column).Count(t => t == sample.Moments.Label) : Data.RowCount;
    }

    private (string, string)[] ErrorLines(EstimatorRules rules)
    {
        if (Options.Bootstrap is { } bootstrap)
        {
            return [("Standard errors", "Bootstrap"), ("Number of requested bootstrap draws", FormattableString.Invariant($"{bootstrap.Replicates}")), ("Number of successful bootstrap draws", FormattableString.Invariant($"{Resamples?.Count ?? 0}"))];
        }

        (string, string)[] information(string name) => rules.Observed ? [(name, "Observed"), ("Observed information based on", "Hessian")] : [(name, "Expected"), ("Information saturated (h1) model", "Structured")];
        return rules.StandardErrors switch
        {
            StandardErrorKind.None => [("Standard errors", "None")],
            StandardErrorKind.RobustHuberWhite => [("Standard errors", "Sandwich"), .. information("Information bread")],
            StandardErrorKind.RobustSem => [("Standard errors", "Robust.sem"), .. information("Information")],
            _ => [("Standard errors", "Standard"), .. information("Information")],
        };
    }
}
