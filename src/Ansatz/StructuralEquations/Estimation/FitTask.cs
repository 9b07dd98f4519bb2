namespace Ansatz.StructuralEquations;

/// <summary>One fit from data to result, step by step: sample, start, minimum, standard errors, tests, baseline.</summary>
internal sealed class FitTask(MomentStructure structure, SemModel model, SemData data, SemFitOptions options, CancellationToken cancellation)
{
    private readonly List<FitRemark> remarks = [];
    private readonly ParameterTable table = structure.Table;
    private readonly EstimatorRules rules = EstimatorRules.Of(options);
    private readonly int p = structure.Table.Observed.Count;

    public SemFit Run()
    {
        CheckOptions();
        var samples = SampleSelection.Select(table, data, options.Group, options.GroupLabels, options.Missing);
        if (rules.NeedsCases && samples.Any(s => s.Cases is null)) throw new SemDataException($"{options.Estimator} with these standard errors and test needs cases, but the data are moments.", expected: "cases", found: "moments");
        SampleMoments[] sample = [.. samples.Select(s => rules.IsLikelihood ? s.Moments : Unbiased(s.Moments))];
        var constraints = ConstraintSet.Of(table);
        var n = samples.Sum(s => s.Count);
        var start = Start(samples, sample);
        var parameters = constraints.IndependentCount(FreeStart(start));
        var moments = table.GroupCount * NormalMoments.Count(p, table.HasMeans) - table.Rows.Count(r => r is { IsExogenous: true, Free: 0 } && r.Operator.IsParameter());
        var discrepancies = new Discrepancies(rules.Discrepancy, samples, table);
        var diagnosis = new FitDiagnosis(table, remarks);
        diagnosis.Samples(samples, rules, discrepancies, moments - parameters);
        var shell = new SemFit(model, structure, data, options)
        {
            Samples = samples, Sample = sample, Start = start, Count = n, ParameterCount = parameters, DegreesOfFreedom = moments - parameters, Remarks = remarks,
        };
        if (discrepancies.SingularGroup is not null) return shell.WithStatus(FitStatus.NoStart);
        var workspace = new FitWorkspace(structure, constraints, discrepancies.Of);
        if (!SetSamples(workspace, sample) || (rules.IsLikelihood || rules.Discrepancy == SemEstimator.GLS) && samples.Any(s => s.Patterns.Count == 0 && FitDiagnosis.Dependent(s.Moments.Covariance, p) >= 0)) return shell.WithStatus(FitStatus.NoStart);
        var status = Minimise(workspace, FreeStart(start));
        diagnosis.Minimum(status, workspace);
        if (status == FitStatus.NoStart) return shell.WithStatus(status);
        var fit = shell.With(status, workspace, sample);
        Infer(fit, workspace, samples, discrepancies.Gammas);
        diagnosis.Estimates(fit);
        if (options.Bootstrap is not null) Resample(fit, options.Bootstrap);
        if (options.Baseline && rules.Test != SemTestKind.None) Baseline(fit, samples, sample);
        return fit;
    }

    private void CheckOptions()
    {
        if (options.Missing == MissingData.Fiml && (!rules.IsLikelihood || rules.StandardErrors == StandardErrorKind.RobustSem || rules.IsScaled && rules.Test != SemTestKind.YuanBentler))
        {
            throw new ArgumentException($"Missing values can be modelled only with the estimators ML and MLR and the standard errors and tests that they have, not with {options.Estimator}, {rules.StandardErrors} and {rules.Test}.", nameof(options));
        }

        if (options.Missing == MissingData.Fiml && !table.HasMeans) throw new ArgumentException("Missing values can be modelled only with means in the model (MeanStructure = true).", nameof(options));
        if (!rules.IsLikelihood && (rules.StandardErrors == StandardErrorKind.RobustHuberWhite || rules.Test == SemTestKind.YuanBentler)) throw new ArgumentException($"Casewise scores exist only for maximum likelihood, not for {options.Estimator}.", nameof(options));
        if (options.Bootstrap is { Kind: not BootstrapKind.Nonparametric } b) throw new ArgumentException($"Standard errors come from a nonparametric bootstrap only, not from {b.Kind}, which is for tests: call SemFit.Bootstrap.", nameof(options));
        if (options.Start is { } s && s.Count != table.FreeCount) throw new ArgumentException($"There are {s.Count} starting values, but {table.FreeCount} free parameters.", nameof(options));
        if (!(options.Level > 0 && options.Level < 1)) throw new ArgumentException($"The level of confidence intervals must be between 0 and 1, but is {options.Level}.", nameof(options));
    }

    private static SampleMoments Unbiased(SampleMoments s)
    {
        var scale = s.Count / (s.Count - 1.0);
        return new SampleMoments(s.Label, s.Variables, s.Count, [.. s.Covariance.Select(c => scale * c)], s.Mean);
    }

    private double[] Start(GroupSample[] samples, SampleMoments[] sample)
    {
        double[][]? available = options.Missing == MissingData.Fiml ? [.. samples.Select(s => CaseMoments.Variances(s.Cases!, p))] : null;
        return StartValues.Of(table, sample, available, model.Options.Defaults != LavaanDefaults.Growth);
    }

    private double[] FreeStart(double[] start)
    {
        var theta = new double[table.FreeCount];
        for (var k = 0; k < start.Length; k++)
        {
            if (table.Rows[k].Free > 0) theta[table.Rows[k].Free - 1] = start[k];
        }

        options.Start?.ToArray().CopyTo(theta, 0);
        return theta;
    }

    /// <summary>
    /// Minimises from the starting values, and where that ends nowhere and they are not the user's, from others. All attempts together may evaluate the discrepancy four times for each of the most
    /// steps, the first half as often; one that stalls makes room for the next, and what is left is the first one's.
    /// </summary>
    private FitStatus Minimise(FitWorkspace workspace, double[] start)
    {
        // Least squares have more minima than the likelihood: latent variances that start in the units of the data lead to the same one whatever the units are.
        if (!rules.IsLikelihood && options.Start is null) start = OtherStarts.Of(table, start).First();
        if (options.Start is not null || options.MaxIterations == 0) return workspace.Minimise(start, options.Tolerance, options.MaxIterations, cancellation);
        var (best, value, met) = (start, double.PositiveInfinity, FitStatus.NoStart);
        var steps = 0;
        var budget = 4L * options.MaxIterations;
        workspace.EndsWhenStalled = true;
        var status = Attempt(start, options.MaxIterations, budget / 2);
        if (status == FitStatus.Converged) return status;
        var first = (End: workspace.Theta.ToArray(), Steps: workspace.Iterations, IsHalted: status != FitStatus.NoStart && workspace.Iterations < options.MaxIterations);
        workspace.GuardedSteps = 100;
        foreach (var other in OtherStarts.Of(table, start))
        {
            status = Attempt(other, Math.Min(150, options.MaxIterations), budget);
            if (status == FitStatus.Converged) return status;
        }

        workspace.GuardedSteps = 0;
        workspace.EndsWhenStalled = false;
        if (first.IsHalted)
        {
            status = Attempt(first.End, options.MaxIterations - first.Steps, budget, first.Steps);
            if (status == FitStatus.Converged) return status;
        }

        // The best of them, as it was left.
        workspace.MostEvaluations = int.MaxValue;
        status = workspace.Minimise(best, options.Tolerance, 0, cancellation);
        workspace.Iterations = steps;
        return status == FitStatus.TooManySteps ? met : status;

        FitStatus Attempt(double[] from, int mostSteps, long evaluations, int before = 0)
        {
            workspace.MostEvaluations = (int)Math.Min(evaluations, int.MaxValue);
            var end = workspace.Minimise(from, options.Tolerance, mostSteps, cancellation);
            workspace.Iterations += before;
            budget -= workspace.Evaluations;
            if (end != FitStatus.NoStart && workspace.Value < value) (best, value, met, steps) = (workspace.Theta.ToArray(), workspace.Value, end, workspace.Iterations);
            return end;
        }
    }

    private static bool SetSamples(FitWorkspace workspace, SampleMoments[] sample)
    {
        var all = true;
        for (var g = 0; g < sample.Length; g++) all &= workspace.SetSample(g, sample[g].Count, sample[g].Covariance, sample[g].Mean);
        return all;
    }

    private void Infer(SemFit fit, FitWorkspace workspace, GroupSample[] samples, double[]?[] gammas)
    {
        fit.Test = rules.Test == SemTestKind.None ? null : NormalTest(workspace, fit.DegreesOfFreedom);
        if (rules.IsLikelihood)
        {
            fit.UnrestrictedLogLikelihood = LogLikelihoods.Saturated(samples, table);
            fit.LogLikelihood = fit.UnrestrictedLogLikelihood - 0.5 * fit.Count * workspace.Value;
        }

        var robust = rules.NeedsCases && rules.StandardErrors != StandardErrorKind.None || rules.IsScaled ? new RobustInference(workspace, samples, gammas) : null;
        var inverse = rules.StandardErrors == StandardErrorKind.None && !rules.IsScaled ? null : Inverse(workspace, out var singular, true);
        double[]? covariance = null;
        if (inverse is not null && rules.StandardErrors != StandardErrorKind.None)
        {
            var unit = rules.StandardErrors switch
            {
                StandardErrorKind.RobustSem => robust!.Sem(inverse),
                StandardErrorKind.RobustHuberWhite => robust!.HuberWhite(inverse),
                _ => inverse,
            };
            var divisor = rules.IsLikelihood ? fit.Count : fit.Count - samples.Length;
            covariance = [.. unit.Select(v => v / divisor)];
        }

        fit.SetEstimates(covariance, Estimates(fit, covariance));
        if (inverse is not null && fit.Test is { } test && rules.IsScaled) fit.ScaledTest = Scaled(test, robust!, inverse, fit);
    }

    private void Resample(SemFit fit, BootstrapOptions resampling)
    {
        var bootstrap = fit.Converged ? SemBootstrap.Run(fit, resampling, cancellation) : null;
        if (bootstrap is { Count: > 1 })
        {
            fit.Resamples = bootstrap;
            fit.SetEstimates(bootstrap.Covariance(), [.. fit.Estimates.Select((e, k) => bootstrap.Estimate(e, k, options.Level, cancellation))]);
            if (bootstrap.FailedCount > 0) remarks.Add(new FitRemark(FitRemarkKind.NotAvailable, null, $"{bootstrap.FailedCount} of {resampling.Replicates} bootstrap replicates did not converge and are left out."));
            return;
        }

        fit.SetEstimates(null, [.. fit.Estimates.Select(e => e.Row.Free > 0 || e.Row.Operator == SemOperator.Definition ? e with { StandardError = null, Lower = null, Upper = null } : e)]);
        remarks.Add(new FitRemark(FitRemarkKind.NotAvailable, null, bootstrap is null ? "There are no bootstrap standard errors, as the fit did not converge." : $"There are no bootstrap standard errors, as {bootstrap.Count} of {resampling.Replicates} replicates converged."));
    }

    private double[]? Inverse(FitWorkspace workspace, out int[] singular, bool report)
    {
        var information = workspace.Information(rules.Observed);
        var inverse = ParameterCovariance.Inverse(information, workspace.Constraints, workspace.Directions, out singular);

        // Where parameters are not identified, the observed information is as far from singular as the gradient is from 0; the expected one does not depend on that.
        if (inverse is not null && rules.Observed && ParameterCovariance.Inverse(workspace.Information(false), workspace.Constraints, workspace.Directions, out singular) is null) inverse = null;
        if (inverse is null && report) new FitDiagnosis(table, remarks).Singular(singular);
        return inverse;
    }

    private SemTest NormalTest(FitWorkspace workspace, int df)
    {
        var parts = workspace.Groups.Select(g => Math.Max(0, g.Discrepancy.Cases * g.Value)).ToArray();
        var test = new SemTest(SemTestKind.Standard, parts.Sum(), df) { OfGroups = parts };
        // The statistic of unweighted least squares has no known distribution.
        return rules.Discrepancy == SemEstimator.ULS ? test with { PValue = null } : test;
    }

    private SemTest? Scaled(SemTest test, RobustInference robust, double[] inverse, SemFit? fit)
    {
        var df = test.DegreesOfFreedom;
        if (df <= 0) return null;
        if (rules.Test == SemTestKind.YuanBentler)
        {
            var (saturated, modelled, moments) = robust.YuanBentler(inverse, rules.Observed);
            if (fit is not null) (fit.SaturatedScaling, fit.ModelScaling) = (saturated / moments, modelled / table.FreeCount);
            return Divided(test, (saturated - modelled) / df, rules.Test, df);
        }

        var (trace, square) = robust.SatorraBentler(inverse, rules.Test != SemTestKind.SatorraBentler);
        if (rules.Test == SemTestKind.SatorraBentler) return Divided(test, trace / df, rules.Test, df);
        if (rules.Test == SemTestKind.MeanVarianceAdjusted) return Divided(test, square / trace, rules.Test, trace * trace / square);
        var factor = Math.Sqrt(square / df);
        if (!(factor > 0)) return Divided(test, factor, rules.Test, df);
        var shift = df - trace / factor;
        return new SemTest(rules.Test, test.Statistic / factor + shift, df, factor, shift);
    }

    private SemTest? Divided(SemTest test, double factor, SemTestKind kind, double df)
    {
        if (factor > 0 && double.IsFinite(factor)) return new SemTest(kind, test.Statistic / factor, df, factor) { OfGroups = [.. test.OfGroups.Select(v => v / factor)] };
        remarks.Add(new FitRemark(FitRemarkKind.NotAvailable, null, $"The scaled test does not exist: its scaling factor would be {factor:g6}."));
        return null;
    }

    private void Baseline(SemFit fit, GroupSample[] samples, SampleMoments[] sample)
    {
        var independence = new ReticularMoments(BaselineModel.Of(table));
        var discrepancies = new Discrepancies(rules.Discrepancy, samples, independence.Table);
        var workspace = new FitWorkspace(independence, ConstraintSet.Of(independence.Table), discrepancies.Of);
        SetSamples(workspace, sample);
        var start = new double[independence.Table.FreeCount];
        foreach (var row in independence.Table.Rows)
        {
            if (row.Free == 0) continue;
            var i = Place(row.Left);
            start[row.Free - 1] = row.Operator == SemOperator.Intercept ? sample[row.Group - 1].Mean[i] : sample[row.Group - 1].Covariance[i * p + Place(row.Right)];
        }

        var status = workspace.Minimise(start, options.Tolerance, options.MaxIterations, cancellation);
        if (status != FitStatus.Converged)
        {
            remarks.Add(new FitRemark(FitRemarkKind.NotAvailable, null, "The independence model could not be fitted."));
            return;
        }

        var df = fit.DegreesOfFreedom + fit.ParameterCount - independence.Table.FreeCount;
        fit.Independence = new(independence, workspace.Theta.ToArray(), [.. workspace.Groups.Select(g => (g.Sigma, g.Mu, g.Exogenous))]);
        fit.BaselineTest = NormalTest(workspace, df);
        if (!rules.IsScaled) return;
        if (ParameterCovariance.Inverse(workspace.Information(rules.Observed), workspace.Constraints, null, out _) is { } inverse) fit.ScaledBaselineTest = Scaled(fit.BaselineTest, new RobustInference(workspace, samples, discrepancies.Gammas), inverse, null);
    }

    private int Place(string variable)
    {
        for (var k = 0; k < p; k++)
        {
            if (table.Observed[k] == variable) return k;
        }

        return -1;
    }

    private ParameterEstimate[] Estimates(SemFit fit, double[]? covariance)
    {
        var q = table.FreeCount;
        var quantile = SemTest.Quantile(options.Level);
        var result = new ParameterEstimate[table.Rows.Count];
        var functions = new DerivedParameters(table, fit.Theta, covariance);
        for (var k = 0; k < result.Length; k++)
        {
            var row = table.Rows[k];
            if (!row.Operator.IsParameter())
            {
                result[k] = functions.Estimate(k, quantile);
                continue;
            }

            var value = row.Free > 0 ? fit.Theta[row.Free - 1] : row.UserValue ?? fit.Start[k];
            double? error = row.Free > 0 ? covariance is { } v ? Math.Sqrt(Math.Max(0, v[(row.Free - 1) * (q + 1)])) : null : 0;
            result[k] = new ParameterEstimate(row, value, error) { Lower = value - quantile * error, Upper = value + quantile * error };
        }

        return result;
    }
}
