using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using static Ansatz.StructuralEquations.Tests.RandomModels.MomentChecks;

namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>What has to hold for fits of a random model: to its own moments, and to data that are drawn from it.</summary>
internal sealed class FitChecks(SemModel model, Identification identification, RandomSemPoint point, bool isWell, SemFitOptions options, Action<string> note)
{
    /// <summary>The probability with which a right fit may fail a test by chance.</summary>
    private const double Chance = 1e-7;

    private bool IsLikelihood => options.Estimator is SemEstimator.ML or SemEstimator.MLR or SemEstimator.MLM or SemEstimator.MLMV;

    /// <summary>The point's own moments: χ² is 0, and the parameters come back.</summary>
    public void Population()
    {
        var plain = options with { Estimator = options.Estimator is SemEstimator.GLS or SemEstimator.ULS ? options.Estimator : SemEstimator.ML, Missing = MissingData.Listwise, Group = null };
        var data = RandomSemData.Population(model, point, plain.Estimator != SemEstimator.ML);
        var there = SemEstimation.Fit(model, data, plain with { Start = point.Theta });
        Require(there.Test!.Statistic <= 1e-6 * there.Count, $"χ² of the model's own moments is {there.Test.Statistic:g6} from the start at its parameters ({there.Status})");
        if (isWell) Near(point.Theta, [.. there.Theta], 1e-5, "a parameter fitted to the model's own moments from the start at it");
        CheckInference(there);

        var fit = SemEstimation.Fit(model, data, plain);
        if (!Settled(fit, "population")) return;
        if (fit.Test!.Statistic > 1e-6 * fit.Count)
        {
            note($"population: another minimum{(isWell ? "" : " (weakly identified)")}");
            return;
        }

        if (isWell && identification.Solutions == 1) Near(point.Theta, [.. fit.Theta], 1e-5, "a parameter fitted to the model's own moments");
    }

    /// <summary>Data drawn from the point.</summary>
    public void Simulated(SemData data, bool pictures)
    {
        var fit = SemEstimation.Fit(model, data, options);
        ResultWalk.Check(fit, pictures);
        Require(fit.DegreesOfFreedom == identification.DegreesOfFreedom && fit.ParameterCount == identification.ParameterCount,
            $"{fit.ParameterCount} parameters and {fit.DegreesOfFreedom} degrees of freedom in the fit, {identification.ParameterCount} and {identification.DegreesOfFreedom} in the examination");
        var isSettled = Settled(fit, "data");
        if (fit.Status == FitStatus.NoStart) return;
        CheckInference(fit);
        CheckImplied(fit);
        if (isSettled && IsLikelihood && options.Missing == MissingData.Listwise) CheckLikelihood(fit);

        var bare = options with { StandardErrors = StandardErrorKind.None, Test = SemTestKind.None, Baseline = false };
        var truth = SemEstimation.Fit(model, data, bare with { Start = point.Theta, MaxIterations = 0 });
        if (truth.Status == FitStatus.NoStart)
        {
            // With the sample's moments of exogenous variables the true parameters need not be admissible.
            note("no covariances at the true parameters");
            return;
        }

        var from = SemEstimation.Fit(model, data, options with { Start = point.Theta, Baseline = false });
        ResultWalk.Check(from, pictures: false);
        Require(from.Discrepancy <= truth.Discrepancy + 1e-9, $"the discrepancy went up from {truth.Discrepancy:g10} at the start to {from.Discrepancy:g10}");
        if (fit.Discrepancy > from.Discrepancy + 1e-7) note("data: another minimum than from the true parameters");
        if (!Settled(from, "data, from the true parameters") || options.Estimator is SemEstimator.ULS or SemEstimator.DWLS or SemEstimator.WLSMV) return;
        var ratio = from.Count * (truth.Discrepancy - from.Discrepancy);
        var bound = ChiSquared.InvCDF(Math.Max(1, identification.ParameterCount), 1 - Chance);
        Require(ratio <= bound, $"the true parameters are refuted: likelihood ratio {ratio:g6} with {identification.ParameterCount} parameters");
        if (isWell) CheckDistance(from, data);
    }

    /// <summary>Converged, or with a remark that says why not.</summary>
    private bool Settled(SemFit fit, string what)
    {
        if (fit.Converged)
        {
            Require(fit.ConvergenceCriterion <= 1e-6, $"converged with gradient {fit.ConvergenceCriterion:g3} ({what})");
            return true;
        }

        note($"{what}: {fit.Status}{(isWell ? "" : identification.IsFiniteToOne ? " (weakly identified)" : " (not identified)")}");
        Require(fit.Remarks.Any(r => r.Kind is FitRemarkKind.NotConverged or FitRemarkKind.Constraints or FitRemarkKind.NoStart or FitRemarkKind.SampleNotPositiveDefinite), $"not converged without a remark ({what})");
        return false;
    }

    /// <summary>Standard errors exist where the parameters are identified, and where not, the parameters are named.</summary>
    private void CheckInference(SemFit fit)
    {
        if (!fit.Converged) return;
        var isSingular = fit.Remarks.Any(r => r.Kind == FitRemarkKind.SingularInformation && r.Parameter is { Length: > 0 });
        if (identification.Rank is null) return;
        if (!identification.IsFiniteToOne) Require(fit.Covariance is null && isSingular, $"no remark that the parameters are not identified ({string.Join(", ", fit.Remarks.Select(r => r.Text))})");
        else if (isWell && fit.Covariance is null) note("identified, but the information is singular at the estimate");
        Require(fit.Covariance is not null || isSingular, "no standard errors, and no remark why");
    }

    /// <summary>The implied moments are those of the estimates.</summary>
    private void CheckImplied(SemFit fit)
    {
        for (var g = 0; g < model.Groups.Count; g++)
        {
            var plain = new PlainMoments(model.Groups[g], model.Table.HasMeans, fit.Exogenous[g]);
            if (Math.Abs(plain.Determinant([.. fit.Theta])) < 1e-3) continue;

            // A fit that runs away ends with estimates of 1e9 and more, whose rounding errors the moments have.
            Near(plain.Sigma([.. fit.Theta]), fit.Implied[g].Covariance, Math.Max(1e-9, 1e-15 * fit.Theta.Max(Math.Abs)), "implied covariances");
        }
    }

    /// <summary>χ² and its gradient by their definition.</summary>
    private void CheckLikelihood(SemFit fit)
    {
        double[] theta = [.. fit.Theta];
        double value = 0;
        var gradient = Vector<double>.Build.Dense(theta.Length);
        for (var g = 0; g < model.Groups.Count; g++)
        {
            var plain = new PlainMoments(model.Groups[g], model.Table.HasMeans, fit.Exogenous[g]);
            var p = plain.Observed;
            var share = fit.Sample[g].Count / (double)fit.Count;
            var s = Matrix<double>.Build.DenseOfRowMajor(p, p, fit.Sample[g].Covariance);
            var sigma = Matrix<double>.Build.DenseOfRowMajor(p, p, plain.Sigma(theta));
            var inverse = sigma.Inverse();
            var difference = Vector<double>.Build.Dense(p);
            if (model.Table.HasMeans) difference = Vector<double>.Build.Dense(fit.Sample[g].Mean) - Vector<double>.Build.Dense(plain.Mean(theta));
            var around = s + difference.OuterProduct(difference);
            value += share * (Math.Log(sigma.Determinant() / s.Determinant()) + (around * inverse).Trace() - p);
            var weight = inverse * (sigma - around) * inverse;
            var meanWeight = inverse * difference * -2;
            var jacobian = plain.Jacobian(theta, Enumerable.Range(0, theta.Length));
            for (var k = 0; k < theta.Length; k++)
            {
                var at = 0;
                for (var i = 0; i < p; i++)
                    for (var j = 0; j <= i; j++) gradient[k] += share * weight[i, j] * jacobian[k][at++] * (i == j ? 1 : 2);
                for (var i = 0; model.Table.HasMeans && i < p; i++) gradient[k] += share * meanWeight[i] * jacobian[k][at++];
            }
        }

        Require(Math.Abs(value - fit.Discrepancy) <= 1e-8 * (1 + value), $"the discrepancy is {fit.Discrepancy:r} and not {value:r}");
        if (fit.Test is { } test) Require(Math.Abs(test.Statistic - fit.Count * value) <= 1e-6 * fit.Count, $"χ² is {test.Statistic:r} and not {fit.Count * value:r}");
        var constraints = ParameterConstraints.Of(model.Table);
        
        // Along parameters that are not identified a fit may have gone far, where a gradient has no scale.
        if (constraints.Inequalities.Count > 0 || !identification.IsFiniteToOne) return;
        if (constraints.Equalities.Count > 0)
        {
            var rows = new double[constraints.Equalities.Count * theta.Length];
            var values = new double[constraints.Equalities.Count];
            constraints.Evaluate(constraints.Equalities, theta, values, rows);
            Require(values.All(v => Math.Abs(v) < 1e-8), "a constraint does not hold at the estimate");
            var a = Matrix<double>.Build.DenseOfRowMajor(values.Length, theta.Length, rows);
            gradient -= a.PseudoInverse() * (a * gradient);
        }

        Require(gradient.AbsoluteMaximum() / 2 <= 1e-6, $"the gradient is {gradient.AbsoluteMaximum() / 2:g3} at the estimate");
    }

    /// <summary>
    /// The distance of the estimates from the truth, measured by their covariance. Errors that are not small bend the discrepancy: then the covariance at the truth tells another distance, and one of the two has to be right.
    /// </summary>
    private void CheckDistance(SemFit fit, SemData data)
    {
        if (ParameterConstraints.Of(model.Table).Inequalities.Count > 0 || Distance(fit, fit.Covariance) is not { } distance || IsLikely(distance)) return;
        var there = Distance(fit, SemEstimation.Fit(model, data, options with { Start = point.Theta, MaxIterations = 0, Baseline = false }).Covariance);
        Require(there is not { } d || IsLikely(d), $"the estimates are {Math.Sqrt(distance.Square):g4} standard errors away from the true parameters, {Math.Sqrt(there?.Square ?? 0):g4} by those at these, {distance.Degrees} parameters");

        static bool IsLikely((double Square, int Degrees) distance) => distance.Degrees == 0 || distance.Square <= ChiSquared.InvCDF(distance.Degrees, 1 - Chance);
    }

    private (double Square, int Degrees)? Distance(SemFit fit, IReadOnlyList<double>? covariance)
    {
        if (covariance is null) return null;
        var q = fit.Theta.Count;

        // The parameters are of order 1: where errors are not small against that, estimates are not normal.
        if (Enumerable.Range(0, q).Any(k => covariance[k * q + k] > 0.15 * 0.15)) return null;
        var scale = Enumerable.Range(0, q).Select(k => covariance[k * q + k] > 0 ? 1 / Math.Sqrt(covariance[k * q + k]) : 0).ToArray();
        var correlation = Matrix<double>.Build.Dense(q, q, (i, j) => covariance[i * q + j] * scale[i] * scale[j]).Evd(Symmetricity.Symmetric);
        var difference = Vector<double>.Build.Dense(q, k => (fit.Theta[k] - point.Theta[k]) * scale[k]);
        var (square, degrees) = (0.0, 0);
        for (var k = 0; k < q; k++)
        {
            var variance = correlation.EigenValues[k].Real;

            // Where an estimate is hardly known, its distribution is not normal.
            if (variance > 1e-9 && variance < 1e-3) return null;
            if (variance <= 1e-9) continue;
            var along = correlation.EigenVectors.Column(k) * difference;
            square += along * along / variance;
            degrees++;
        }

        return (square, degrees);
    }
}
