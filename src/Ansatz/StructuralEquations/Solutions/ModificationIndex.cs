namespace Ansatz.StructuralEquations;

/// <summary>What freeing one more parameter would do: the score test of its fixed value, and by how much the parameter is expected to change (D. Sörbom, Model modification, Psychometrika 1989).</summary>
/// <param name="Row">The parameter: a fixed row of the table or one that is not in it; its group is <see cref="ParameterRow.Group"/>.</param>
/// <param name="Index">By how much χ² is expected to fall, with 1 degree of freedom.</param>
/// <param name="Change">The expected parameter change.</param>
public sealed record ModificationIndex(ParameterRow Row, double Index, double Change)
{
    /// <summary>The probability of a larger index if the fixed value is right.</summary>
    public double PValue => SemTest.UpperTail(Index, 1);

    /// <summary>The change in the solution standardised by latent variables; null where a variance is 0 or negative.</summary>
    public double? ChangeStdLv { get; init; }

    /// <summary>The change in the completely standardised solution.</summary>
    public double? ChangeStdAll { get; init; }

    /// <summary>The same with exogenous observed variables as they are.</summary>
    public double? ChangeStdNox { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Row}: mi {Index:F3}, epc {Change:F3}");

    /// <summary>
    /// All indices: fixed rows first, then loadings, residual covariances, regressions and intercepts that the model has not. Parameters that the others determine (their information is
    /// 0 when the free ones are taken into account) have none.
    /// </summary>
    internal static ModificationIndex[] Of(SemFit fit, ModelSolution solution)
    {
        var extended = Candidates.Extend(fit.Table, [.. fit.Estimates.Select(e => e.Value)], out var theta, out var candidates);
        if (candidates.Count == 0) return [];
        var (score, information) = ScoreTest.At(fit, new ReticularMoments(extended), theta);
        int n = theta.Length, q = fit.Table.FreeCount;

        // C is the inverse expected information of the fitted parameters, along their constraints.
        var free = new int[q];
        foreach (var row in extended.Rows)
        {
            if (row.User != Candidates.Added && row.Free > 0) free[fit.Table.Rows[row.Id - 1].Free - 1] = row.Free - 1;
        }

        var own = new double[q * q];
        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++) own[i * q + j] = information[free[i] * n + free[j]];
        }

        var constraints = ConstraintSet.Of(fit.Table);
        var inverse = ParameterCovariance.Inverse(own, constraints, FittedWorkspace.Directions(constraints, [.. fit.Theta]), out _) ?? throw new InvalidOperationException("Modification indices need the information of the free parameters, which is singular.");
        List<ModificationIndex> result = [];
        foreach (var row in candidates)
        {
            var k = row.Free - 1;
            double all = information[k * n + k], explained = 0;
            for (var i = 0; i < q; i++)
            {
                double sum = 0;
                for (var j = 0; j < q; j++) sum += inverse[i * q + j] * information[free[j] * n + k];
                explained += information[k * n + free[i]] * sum;
            }

            var left = all - explained;
            if (!(left > 1e-9 * all)) continue;
            var (index, change) = (fit.Count * score[k] * score[k] / left, score[k] / left);
            result.Add(new(row with { Free = 0 }, index, change)
            {
                ChangeStdLv = Standardized(solution, Standardization.Latent, row, change),
                ChangeStdAll = Standardized(solution, Standardization.All, row, change),
                ChangeStdNox = Standardized(solution, Standardization.NotExogenous, row, change),
            });
        }

        return [.. result];
    }

    private static double? Standardized(ModelSolution solution, Standardization kind, ParameterRow row, double change)
    {
        var scaled = StandardizedSolution.Scale(solution, kind, row.Group - 1, row, change, Residual);
        return double.IsFinite(scaled) ? scaled : null;

        double Residual(string variable)
        {
            for (var r = 0; r < solution.Table.Rows.Count; r++)
            {
                var other = solution.Table.Rows[r];
                if (other.Group == row.Group && other.Operator == SemOperator.Covariance && other.Left == variable && other.Right == variable) return solution.Values[r];
            }

            return double.NaN;
        }
    }
}
