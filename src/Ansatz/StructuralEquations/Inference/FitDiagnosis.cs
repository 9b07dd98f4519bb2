using MathNet.Numerics.LinearAlgebra;

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
    public void Minimum(FitStatus status, FitWorkspace workspace)
    {
        if (status == FitStatus.NoStart) Start(workspace);
        if (workspace.SingularCycle is { } cycle)
        {
            var coefficients = Coefficients(workspace.Structure.Groups[cycle.Group], cycle.Cycle);
            Add(FitRemarkKind.CycleSingular, coefficients.FirstOrDefault(), $"A step would have crossed det(I − Λ) = 0 of the cycle with {string.Join(", ", coefficients)} and was shortened; the estimate is on the side of the starting values.");
        }

        if (status is not (FitStatus.TooManySteps or FitStatus.NoProgress)) return;
        if (workspace.Conflict() is { } conflict)
        {
            var texts = (conflict.Contradicts ? conflict.Involved : conflict.Violated).Select(k => $"'{workspace.Constraints.Text(k)}'").ToArray();
            Add(FitRemarkKind.Constraints, Name(conflict.Parameter), conflict.Contradicts
                ? $"The {(texts.Length == 1 ? "constraint" : "constraints")} {string.Join(" and ", texts)} cannot hold{(texts.Length == 1 ? "" : " together")}."
                : $"The fit found no parameters that meet {string.Join(" and ", texts)}.");
            if (conflict.Contradicts) return;
        }

        if (status == FitStatus.TooManySteps) Add(FitRemarkKind.NotConverged, Name(workspace.SteepestParameter), $"The fit did not converge in {workspace.Iterations} steps; the gradient is {workspace.GradientNorm:g3}, steepest for {Name(workspace.SteepestParameter)}.");
        if (status == FitStatus.NoProgress) Add(FitRemarkKind.NotConverged, Name(workspace.SteepestParameter), $"No step lowers the discrepancy, but the gradient is {workspace.GradientNorm:g3}, steepest for {Name(workspace.SteepestParameter)}.");
    }

    /// <summary>The parameter to which it is due that nothing can start: one that is no number, one of a cycle, or the first variable whose covariances are impossible.</summary>
    private void Start(FitWorkspace workspace)
    {
        var theta = workspace.Theta;
        string? parameter = null;
        var cause = "imply covariances that are not positive definite or do not exist";
        for (var k = theta.Length - 1; k >= 0; k--)
        {
            if (double.IsFinite(theta[k])) continue;
            parameter = Name(k);
            cause = $"are not finite, as that of {parameter}";
        }

        foreach (var g in workspace.Groups)
        {
            if (parameter is not null) break;
            var p = table.Observed.Count;
            var graph = workspace.Structure.Groups[g.Group];
            double[] sigma = new double[p * p], mu = new double[g.Mu.Length];
            if (!workspace.Structure.Moments(g.Group, theta, g.Exogenous, sigma, mu))
            {
                string[] coefficients = [.. Enumerable.Range(0, g.Determinants.Length).SelectMany(c => Coefficients(graph, c))];
                parameter = coefficients.FirstOrDefault();
                if (parameter is not null) cause = $"imply no covariances, as det(I − Λ) is 0 with these values of {string.Join(", ", coefficients)}";
            }
            else if (Dense.Cholesky(sigma, p, out _) is >= 0 and var row)
            {
                parameter = Variance(graph, row, g.Group);
                cause = $"imply covariances that are not positive definite, of which the first that do not fit the others are those of '{graph.Variables[row]}'";
            }
        }

        Add(FitRemarkKind.NoStart, parameter, $"The starting values {cause}; give other starting values.");
    }

    /// <summary>The coefficients of a component with cycles, free ones first, counted as <see cref="MomentStructure.CycleDeterminants"/> counts.</summary>
    private string[] Coefficients(ReticularStructure graph, int cycle)
    {
        var component = graph.Components.Reverse().Where(c => c.IsCyclic).ElementAtOrDefault(cycle);
        if (component is null) return [];
        return [.. graph.Directed.Where(a => component.Vertices.Contains(a.From) && component.Vertices.Contains(a.To)).OrderBy(a => a.IsFixed).Select(a => Name(table.Rows[a.Row]))];
    }

    private string Variance(ReticularStructure graph, int variable, int group)
    {
        foreach (var arc in graph.Bidirected)
        {
            if (arc.From == variable && arc.To == variable) return Name(table.Rows[arc.Row]);
        }

        return table.GroupCount > 1 ? $"{graph.Variables[variable]} (group {group + 1})" : graph.Variables[variable];
    }

    /// <summary>Parameters that the information says nothing of.</summary>
    public void Singular(IReadOnlyList<int> parameters)
        => Add(FitRemarkKind.SingularInformation, parameters.Count > 0 ? Name(parameters[0]) : null, $"The information is singular, so that there are no standard errors; not identified at the estimate: {string.Join(", ", parameters.Select(Name))}.");

    /// <summary>Negative variances and covariance matrices that are not positive definite.</summary>
    public void Estimates(SemFit fit)
    {
        foreach (var e in fit.Estimates)
        {
            if (!double.IsFinite(e.Value)) Add(FitRemarkKind.NotAvailable, e.Row.Left, $"'{e.Row}' has no finite value at the estimates.");
            if (e.Row.Operator == SemOperator.Covariance && e.Row.Left == e.Row.Right && e.Value < 0 && e.Row.Free > 0) Add(FitRemarkKind.NegativeVariance, Name(e.Row), $"The variance {Name(e.Row)} is negative: {e.Value:g6}.");
        }

        for (var g = 0; g < fit.Structure.Groups.Count; g++)
        {
            var implied = (double[])fit.Implied[g].Covariance.Clone();
            if (Dense.Cholesky(implied, table.Observed.Count, out _) is >= 0 and var row) Add(FitRemarkKind.NotPositiveDefinite, Variance(fit.Structure.Groups[g], row, g), $"The implied covariances{Of(fit, g)} are not positive definite; the first variable that does not fit the others is '{table.Observed[row]}'.");
            Latent(fit, g);
        }
    }

    private void Latent(SemFit fit, int g)
    {
        var graph = fit.Structure.Groups[g];
        int p = graph.ObservedCount, n = graph.Variables.Count - p;
        if (n == 0) return;
        Matrix<double> covariance;
        try
        {
            covariance = fit.Solution.System(g).Covariance.SubMatrix(p, n, p, n);
        }
        catch (SingularSystemException)
        {
            // Without covariances there is nothing to say of them; other remarks tell why.
            return;
        }

        // In units of their standard deviations. A variance of 0 that the model fixes is no fault: only what is negative beyond rounding is.
        var scale = covariance.Diagonal().Map(v => v > 0 ? 1 / Math.Sqrt(v) : 1);
        covariance = Matrix<double>.Build.Dense(n, n, (i, j) => covariance[i, j] * scale[i] * scale[j]);
        if (!covariance.ForAll(double.IsFinite) || !IsIndefinite(n)) return;
        var first = Enumerable.Range(1, n).First(IsIndefinite) - 1;
        Add(FitRemarkKind.LatentNotPositiveDefinite, Variance(graph, p + first, g), $"The covariances of the latent variables{Of(fit, g)} are not positive definite; the first that does not fit the others is '{graph.Variables[p + first]}'.");

        bool IsIndefinite(int size) => covariance.SubMatrix(0, size, 0, size).Evd(Symmetricity.Symmetric).EigenValues.Any(v => v.Real < -1e-9);
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
