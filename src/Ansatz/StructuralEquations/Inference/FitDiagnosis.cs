namespace Ansatz.StructuralEquations;

/// <summary>Finds what is to be said of a fit and says it, with the parameters named.</summary>
internal sealed class FitDiagnosis(ParameterTable table, List<FitRemark> remarks)
{
    /// <summary>Too few cases, covariances that are not positive definite, moments of incomplete cases that did not settle, too many parameters.</summary>
    public void Samples(IReadOnlyList<GroupSample> samples, EstimatorRules rules, Discrepancies discrepancies, int degreesOfFreedom)
    {
        var p = table.Observed.Count;
        for (var g = 0; g < samples.Count; g++)
        {
            var s = samples[g];
            var where = s.Moments.Label.Length == 0 ? "" : $"Group '{s.Moments.Label}': ";
            if (s.Count <= p) Add(FitRemarkKind.TooFewCases, null, $"{where}there are {s.Count} cases for {p} variables; more than {p} are needed for covariances of full rank.");
            if (NeverTogether(s, p) is { } pair) Add(FitRemarkKind.SaturatedNotConverged, null, $"{where}'{table.Observed[pair.First]}' and '{table.Observed[pair.Second]}' are never observed together: the data say nothing of their covariance, and χ² and what is made of it are arbitrary.");
            else if (!s.Settled) Add(FitRemarkKind.SaturatedNotConverged, null, $"{where}the saturated moments of the incomplete cases did not settle: some covariance is hardly observed.");
            var row = Dependent(s.Moments.Covariance, p);
            if (row >= 0) Add(FitRemarkKind.SampleNotPositiveDefinite, null, $"{where}the sample covariances are not positive definite: '{table.Observed[row]}' depends linearly on variables before it.");
            if (discrepancies.SingularGroup == g) Add(FitRemarkKind.TooFewCases, null, $"{where}the weight matrix of {NormalMoments.Count(p, table.HasMeans)} moments is singular with {s.Count} cases; weighted least squares needs more.");
        }

        if (degreesOfFreedom < 0) Add(FitRemarkKind.NegativeDegreesOfFreedom, null, $"The model has {-degreesOfFreedom} more free parameters than moments.");
    }

    private static (int First, int Second)? NeverTogether(GroupSample sample, int p)
    {
        if (sample.Patterns.Count == 0) return null;
        var together = new bool[p * p];
        foreach (var pattern in sample.Patterns)
        {
            foreach (var i in pattern.Observed)
            {
                foreach (var j in pattern.Observed) together[i * p + j] = true;
            }
        }

        var pair = Array.IndexOf(together, false);
        return pair < 0 ? null : (pair / p, pair % p);
    }

    /// <summary>The first variable of which others before it leave no more variance than rounding errors; −1 if there is none.</summary>
    public static int Dependent(double[] covariance, int p)
    {
        var factor = (double[])covariance.Clone();
        var row = Dense.Cholesky(factor, p, out _);
        for (var k = 0; k < (row < 0 ? p : row); k++)
        {
            if (factor[k * p + k] * factor[k * p + k] < 1e-12 * covariance[k * p + k]) return k;
        }

        return row;
    }

    /// <summary>How the minimisation ended.</summary>
    public void Minimum(FitStatus status, FitWorkspace workspace, SemFitOptions options)
    {
        if (status == FitStatus.NoStart) Add(FitRemarkKind.NoStart, null, "The starting values imply covariances that are not positive definite or do not exist; give other starting values.");
        if (status == FitStatus.TooManySteps) Add(FitRemarkKind.NotConverged, Name(workspace.SteepestParameter), $"The fit did not converge in {workspace.Iterations} steps; the gradient is {workspace.GradientNorm:g3}, steepest for {Name(workspace.SteepestParameter)}.");
        if (status == FitStatus.NoProgress) Add(FitRemarkKind.NotConverged, Name(workspace.SteepestParameter), $"No step lowers the discrepancy, but the gradient is {workspace.GradientNorm:g3}, steepest for {Name(workspace.SteepestParameter)}.");
        if (workspace.MetCycleSingularity) Add(FitRemarkKind.CycleSingular, null, "A step would have crossed det(I − Λ) = 0 of a cycle and was shortened; the estimate is on the side of the starting values.");
    }

    /// <summary>Parameters that the information says nothing of.</summary>
    public void Singular(IReadOnlyList<int> parameters)
        => Add(FitRemarkKind.SingularInformation, parameters.Count > 0 ? Name(parameters[0]) : null, $"The information is singular, so that there are no standard errors; not identified at the estimate: {string.Join(", ", parameters.Select(Name))}.");

    /// <summary>Negative variances and covariance matrices that are not positive definite.</summary>
    public void Estimates(SemFit fit)
    {
        foreach (var e in fit.Estimates)
        {
            if (!double.IsFinite(e.Value)) Add(FitRemarkKind.NotAvailable, e.Row.Left, $"'{e.Row}' has no value at the estimate.");
            if (e.Row.Operator == SemOperator.Covariance && e.Row.Left == e.Row.Right && e.Value < 0 && e.Row.Free > 0) Add(FitRemarkKind.NegativeVariance, Name(e.Row), $"The variance {Name(e.Row)} is negative: {e.Value:g6}.");
        }

        for (var g = 0; g < fit.Structure.Groups.Count; g++)
        {
            var implied = (double[])fit.Implied[g].Covariance.Clone();
            if (Dense.Cholesky(implied, table.Observed.Count, out _) >= 0) Add(FitRemarkKind.NotPositiveDefinite, null, $"The implied covariances{Of(fit, g)} are not positive definite.");
            Latent(fit, g);
        }
    }

    private void Latent(SemFit fit, int g)
    {
        var graph = fit.Structure.Groups[g];
        int p = graph.ObservedCount, n = graph.Variables.Count - p;
        if (n == 0) return;
        // The covariances of disturbances of latent variables: positive definite with those of the latent variables themselves.
        var omega = new double[n * n];
        foreach (var arc in graph.Bidirected)
        {
            if (arc.From < p || arc.To < p) continue;
            omega[(arc.From - p) * n + arc.To - p] = omega[(arc.To - p) * n + arc.From - p] = arc.Free >= 0 ? fit.Theta[arc.Free] : arc.Value;
        }

        var row = Dense.Cholesky(omega, n, out _);
        if (row >= 0 && !double.IsNaN(omega[row * n + row])) Add(FitRemarkKind.LatentNotPositiveDefinite, null, $"The covariances of the latent variables{Of(fit, g)} are not positive definite; the first that does not fit the others is '{graph.Variables[p + row]}'.");
    }

    private string Of(SemFit fit, int g) => fit.Structure.Groups.Count == 1 ? "" : $" of group '{fit.Sample[g].Label}'";

    private string Name(int free)
    {
        foreach (var row in table.Rows)
        {
            if (row.Free == free + 1) return Name(row);
        }

        return "";
    }

    private string Name(ParameterRow row) => table.GroupCount > 1 ? $"{row} (group {row.Group})" : row.ToString();

    private void Add(FitRemarkKind kind, string? parameter, string text) => remarks.Add(new FitRemark(kind, parameter, text));
}
