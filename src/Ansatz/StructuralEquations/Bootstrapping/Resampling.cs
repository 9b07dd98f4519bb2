using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

/// <summary>Fits a model to resamples of the cases of a fit, one after the other, from the fit's estimates. One instance for each thread.</summary>
internal sealed class Resampling
{
    private readonly SemFit fit;
    private readonly double[][] centred, centre, counts, mean, covariance;
    private readonly double[] start, deviation;
    private readonly MomentStructure structure;
    private readonly FitWorkspace? workspace;
    private readonly bool unbiased;
    private readonly int p;
    private bool isSettled;

    /// <summary>Resampling of a fit.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="cases">The cases of each group, transformed or not.</param>
    public Resampling(SemFit fit, double[][] cases)
    {
        this.fit = fit;
        p = fit.Table.Observed.Count;
        structure = fit.Structure.Another();
        var rules = EstimatorRules.Of(fit.Options);
        unbiased = !rules.IsLikelihood;

        // Weights from fourth moments, and patterns of missing values, are made anew for each resample; otherwise moments are all that changes.
        var momentsOnly = rules.Discrepancy is SemEstimator.ML or SemEstimator.GLS or SemEstimator.ULS && fit.Samples.All(s => s.Patterns.Count == 0);
        workspace = momentsOnly ? FittedWorkspace.Empty(fit, structure) : null;
        start = [.. fit.Theta];
        centre = [.. cases.Select(c => Mean(c, p))];
        centred = [.. cases.Select((c, g) => momentsOnly ? Centred(c, centre[g], p) : c)];
        counts = [.. cases.Select(c => new double[c.Length / p])];
        mean = [.. cases.Select(_ => new double[p])];
        covariance = [.. cases.Select(_ => new double[p * p])];
        deviation = new double[p];
    }

    /// <summary>χ² of the last resample; NaN where its saturated moments did not settle.</summary>
    public double Statistic { get; private set; }

    /// <summary>The case of a draw: uniform among n, a function of its numbers only.</summary>
    public static int Draw(int seed, int replicate, int group, int i, int n) => Math.Min(n - 1, (int)(CounterRandom.Uniform(seed, replicate, group, i) * n));

    /// <summary>Draws cases with replacement and fits.</summary>
    /// <returns>Whether the fit converged; its parameters are in <paramref name="theta"/>.</returns>
    public bool Replicate(int seed, int replicate, Span<double> theta, CancellationToken cancellation)
    {
        for (var g = 0; g < counts.Length; g++)
        {
            var n = counts[g].Length;
            Array.Clear(counts[g]);
            for (var i = 0; i < n; i++) counts[g][Draw(seed, replicate, g, i, n)]++;
        }

        return Fit(theta, cancellation);
    }

    /// <summary>Fits without one case.</summary>
    public bool LeaveOut(int group, int index, Span<double> theta, CancellationToken cancellation)
    {
        foreach (var c in counts) Array.Fill(c, 1);
        counts[group][index] = 0;
        return Fit(theta, cancellation);
    }

    private bool Fit(Span<double> theta, CancellationToken cancellation)
    {
        isSettled = true;
        var own = workspace ?? WorkspaceOfCases();
        if (own is null) return false;
        double total = 0;
        for (var g = 0; workspace is not null && g < counts.Length; g++)
        {
            var n = Moments(g);
            if (!own.SetSample(g, n, covariance[g], mean[g])) return false;
        }

        if (own.Minimise(start, fit.Options.Tolerance, fit.Options.MaxIterations, cancellation) != FitStatus.Converged) return false;
        own.Theta.CopyTo(theta);
        foreach (var group in own.Groups) total += group.Discrepancy.Cases * group.Value;
        Statistic = isSettled ? Math.Max(0, total) : double.NaN;
        return true;
    }

    private int Moments(int g)
    {
        var (w, x, m, s) = (counts[g], centred[g], mean[g], covariance[g]);
        Array.Clear(m);
        Array.Clear(s);
        double n = 0;
        for (var c = 0; c < w.Length; c++)
        {
            if (w[c] == 0) continue;
            n += w[c];
            var row = x.AsSpan(c * p, p);
            Dense.MultiplyAdd(row, w[c], m);
            for (var i = 0; i < p; i++) Dense.MultiplyAdd(row[..(i + 1)], w[c] * row[i], s.AsSpan(i * p, i + 1));
        }

        for (var i = 0; i < p; i++) deviation[i] = m[i] / n;
        var scale = unbiased ? n / (n - 1) : 1;
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++) s[i * p + j] = s[j * p + i] = (s[i * p + j] / n - deviation[i] * deviation[j]) * scale;
            m[i] = centre[g][i] + deviation[i];
        }

        return (int)n;
    }

    private FitWorkspace? WorkspaceOfCases()
    {
        var samples = new GroupSample[counts.Length];
        var moments = new SampleMoments[counts.Length];
        for (var g = 0; g < counts.Length; g++)
        {
            var n = (int)counts[g].Sum();
            var cases = new double[n * p];
            var at = 0;
            for (var c = 0; c < counts[g].Length; c++)
            {
                for (var k = 0; k < counts[g][c]; k++) centred[g].AsSpan(c * p, p).CopyTo(cases.AsSpan(p * at++));
            }

            var patterns = fit.Samples[g].Patterns.Count > 0 ? MissingPattern.Of(cases, p) : [];
            var (s, m) = (new double[p * p], new double[p]);
            if (patterns.Length > 0)
            {
                // χ² counts from the resample's own saturated moments, and moments that are fixed are among them.
                isSettled &= SaturatedMoments.Estimate(patterns, p, m, s);
            }
            else
            {
                CaseMoments.Compute(cases, p, [.. Enumerable.Range(0, n)], [.. Enumerable.Range(0, p)], m, s);
                for (var k = 0; unbiased && k < s.Length; k++) s[k] *= n / (n - 1.0);
            }

            moments[g] = new(fit.Sample[g].Label, fit.Table.Observed, n, s, m);
            samples[g] = new(moments[g], cases, [.. Enumerable.Range(0, n)], patterns);
        }

        var discrepancies = new Discrepancies(EstimatorRules.Of(fit.Options).Discrepancy, samples, fit.Table);
        if (discrepancies.SingularGroup is not null) return null;
        var made = new FitWorkspace(structure, ConstraintSet.Of(fit.Table), discrepancies.Of);
        for (var g = 0; g < moments.Length; g++)
        {
            if (!made.SetSample(g, moments[g].Count, moments[g].Covariance, moments[g].Mean)) return null;
        }

        return made;
    }

    /// <summary>The cases of each group so that their moments are the implied ones: z = Σ^½ S^−½ (x − x̄) + μ.</summary>
    public static double[][] Transformed(SemFit fit) => [.. fit.Samples.Select((s, g) =>
    {
        var p = fit.Table.Observed.Count;
        var own = Mean(s.Cases!, p);
        var target = fit.Table.HasMeans ? fit.Implied[g].Mean : own;
        Matrix<double> sample = new DenseMatrix(p, p, (double[])fit.Sample[g].Covariance.Clone()), implied = new DenseMatrix(p, p, (double[])fit.Implied[g].Covariance.Clone());
        var transform = Power(implied, 0.5) * Power(sample, -0.5);
        var cases = new double[s.Cases!.Length];
        for (var c = 0; c < cases.Length / p; c++)
        {
            for (var i = 0; i < p; i++)
            {
                var value = target[i];
                for (var j = 0; j < p; j++) value += transform[i, j] * (s.Cases[c * p + j] - own[j]);
                cases[c * p + i] = value;
            }
        }

        return cases;
    })];

    private static Matrix<double> Power(Matrix<double> a, double power)
    {
        var decomposition = a.Evd(Symmetricity.Symmetric);
        if (decomposition.EigenValues.Any(v => v.Real <= 0)) throw new InvalidOperationException("The Bollen–Stine transformation needs positive definite covariances.");
        return decomposition.EigenVectors * DenseMatrix.CreateDiagonal(a.RowCount, a.RowCount, k => Math.Pow(decomposition.EigenValues[k].Real, power)) * decomposition.EigenVectors.Transpose();
    }

    private static double[] Mean(double[] cases, int p)
    {
        var mean = new double[p];
        for (var c = 0; c < cases.Length; c++) mean[c % p] += cases[c];
        for (var k = 0; k < p; k++) mean[k] /= cases.Length / p;
        return mean;
    }

    private static double[] Centred(double[] cases, double[] mean, int p)
    {
        var centred = new double[cases.Length];
        for (var c = 0; c < cases.Length; c++) centred[c] = cases[c] - mean[c % p];
        return centred;
    }
}
