namespace Ansatz.StructuralEquations;

/// <summary>One fit from data to result, step by step.</summary>
internal sealed class FitTask(MomentStructure structure, SemModel model, SemData data, SemFitOptions options, CancellationToken cancellation)
{
    private readonly List<FitRemark> remarks = [];
    private readonly ParameterTable table = structure.Table;

    public SemFit Run()
    {
        var samples = SampleSelection.Select(table, data, options.Group, options.Missing);
        var p = table.Observed.Count;
        var constraints = LinearConstraints.Of(table);
        var workspace = new FitWorkspace(structure, constraints, _ => new MaximumLikelihood(p, table.HasMeans));
        SampleMoments[] sample = [.. samples.Select(s => s.Moments)];
        var n = samples.Sum(s => s.Count);
        for (var g = 0; g < samples.Length; g++)
        {
            var group = workspace.Groups[g];
            group.Count = sample[g].Count;
            ((MaximumLikelihood)group.Discrepancy).SetSample(sample[g].Count, sample[g].Covariance, sample[g].Mean);
            group.SetExogenous(sample[g].Covariance, sample[g].Mean);
        }

        var start = StartValues.Of(table, sample, null, model.Options.Defaults != LavaanDefaults.Growth);
        var theta0 = new double[table.FreeCount];
        for (var k = 0; k < start.Length; k++)
        {
            if (table.Rows[k].Free > 0) theta0[table.Rows[k].Free - 1] = start[k];
        }

        if (options.Start is { } given) given.ToArray().CopyTo(theta0, 0);
        var status = workspace.Minimise(theta0, options.Tolerance, options.MaxIterations, cancellation);
        var moments = table.GroupCount * (p * (p + 1) / 2 + (table.HasMeans ? p : 0)) - table.Rows.Count(r => r is { IsExogenous: true, Free: 0 } && r.Operator.IsParameter());
        var fit = new SemFit(model, structure, data, options)
        {
            Samples = samples,
            Sample = sample,
            Implied = [.. workspace.Groups.Select((g, k) => new SampleMoments(sample[k].Label, table.Observed, sample[k].Count, (double[])g.Sigma.Clone(), table.HasMeans ? (double[])g.Mu.Clone() : sample[k].Mean))],
            Exogenous = [.. workspace.Groups.Select(g => (double[])g.Exogenous.Clone())],
            Start = start,
            Theta = workspace.Theta.ToArray(),
            Status = status,
            Iterations = workspace.Iterations,
            GradientNorm = workspace.GradientNorm,
            Discrepancy = workspace.Value,
            ParameterCount = constraints.Reduced,
            DegreesOfFreedom = moments - constraints.Reduced,
            Count = n,
        };
        fit.Test = new SemTest(SemTestKind.Standard, Math.Max(0, n * workspace.Value), fit.DegreesOfFreedom);
        var hessian = new double[table.FreeCount * table.FreeCount];
        workspace.Hessian(false, hessian);
        for (var k = 0; k < hessian.Length; k++) hessian[k] *= 0.5 * n;
        fit.Covariance = ParameterCovariance.Inverse(hessian, constraints, out var singular);
        fit.Estimates = Estimates(fit);
        fit.Remarks = remarks;
        return fit;
    }

    private ParameterEstimate[] Estimates(SemFit fit)
    {
        var q = table.FreeCount;
        var quantile = SemTest.Quantile(options.Level);
        return [.. table.Rows.Select(row =>
        {
            var value = row.Free > 0 ? fit.Theta[row.Free - 1] : row.UserValue ?? fit.Start[row.Id - 1];
            double? se = row.Free > 0 ? fit.Covariance is { } v ? Math.Sqrt(v[(row.Free - 1) * (q + 1)]) : null : 0;
            return new ParameterEstimate(row, value, se) { Lower = value - quantile * se, Upper = value + quantile * se };
        })];
    }
}
