namespace Ansatz.StructuralEquations;

/// <summary>The score (Lagrange multiplier) test of an equality constraint: by how much χ² is expected to fall if it is released.</summary>
/// <param name="Constraint">The constraint's row.</param>
/// <param name="Statistic">The statistic, with 1 degree of freedom.</param>
public sealed record ScoreTest(ParameterRow Constraint, double Statistic)
{
    /// <summary>The probability of a larger statistic if the constraint holds.</summary>
    public double PValue => SemTest.UpperTail(Statistic, 1);

    /// <summary>
    /// The test of each equality row. With K a basis of the directions that the remaining constraints leave, s the score and J the expected information of one case, N sᵀK(KᵀJK)⁻¹Kᵀs.
    /// </summary>
    internal static ScoreTest[] Of(SemFit fit)
    {
        var table = fit.Table;
        var constraints = table.Rows.Where(r => r.Operator == SemOperator.Equality).ToArray();
        if (constraints.Length == 0) return [];
        var (score, information) = At(fit, fit.Structure.Another(), [.. fit.Theta]);
        var q = table.FreeCount;
        return [.. constraints.Select(c => new ScoreTest(c, Statistic(ConstraintSet.Of(new([.. table.Rows.Where(r => r != c)], table.Observed, table.Latent, table.GroupCount)))))];

        double Statistic(ConstraintSet left)
        {
            var inverse = ParameterCovariance.Inverse(information, left, FittedWorkspace.Directions(left, [.. fit.Theta]), out _) ?? throw new InvalidOperationException("Without the constraint the information is singular.");
            double sum = 0;
            for (var i = 0; i < q; i++)
            {
                for (var j = 0; j < q; j++) sum += score[i] * inverse[i * q + j] * score[j];
            }

            return fit.Count * sum;
        }
    }

    /// <summary>The score and the expected information of one case at a point, from the sample and discrepancy of a fit.</summary>
    internal static (double[] Score, double[] Information) At(SemFit fit, MomentStructure structure, double[] theta)
    {
        var q = theta.Length;
        var workspace = FittedWorkspace.Of(fit, structure);
        double total = workspace.Groups.Sum(g => g.Discrepancy.Cases);
        double[] gradient = new double[q], hessian = new double[q * q];
        foreach (var group in workspace.Groups)
        {
            if (!group.Evaluate(theta, out _)) throw new SingularSystemException("At the estimates the model implies no covariances.");
            group.AddGradient(theta, group.Discrepancy.Cases / total, gradient);
            if (!group.AddHessian(theta, false, group.Discrepancy.Cases / total, hessian, q)) throw new SingularSystemException("At the estimates the model implies no covariances.");
        }

        // The discrepancy is −2/N times the log-likelihood, up to a constant. Least squares estimators count cases less one for each group; like lavaan, the score of one case takes that over.
        var scale = -0.5 * (EstimatorRules.Of(fit.Options).IsLikelihood ? 1 : (fit.Count - fit.Sample.Count) / (double)fit.Count);
        for (var k = 0; k < q; k++) gradient[k] *= scale;
        for (var k = 0; k < hessian.Length; k++) hessian[k] *= 0.5;
        return (gradient, hessian);
    }
}
