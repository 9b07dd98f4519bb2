namespace Ansatz.StructuralEquations;

/// <summary>The replicates of a bootstrap.</summary>
public sealed class SemBootstrap
{
    private readonly SemFit fit;
    private readonly double[] values;
    private readonly bool[] converged;
    private readonly double[] statistics;
    private double[][]? leftOut;

    private SemBootstrap(SemFit fit, BootstrapOptions options, double[] values, bool[] converged, double[] statistics)
    {
        this.fit = fit;
        Options = options;
        this.values = values;
        this.converged = converged;
        this.statistics = statistics;
        FailedCount = converged.Count(c => !c);
    }

    /// <summary>How it ran.</summary>
    public BootstrapOptions Options { get; }

    /// <summary>How many replicates converged.</summary>
    public int Count => converged.Length - FailedCount;

    /// <summary>How many replicates did not converge, or had a sample that the estimator cannot take; they are left out of all results.</summary>
    public int FailedCount { get; }

    /// <summary>The estimates: one row for each replicate that converged, in order, one column for each row of the parameter table (fixed ones included), row by row.</summary>
    public double[] Replicates { get; private set; } = [];

    /// <summary>χ² of each replicate that converged; NaN where values are missing and its saturated moments did not settle.</summary>
    public double[] Statistics { get; private set; } = [];

    /// <summary>The share of replicates whose χ² is at least the sample's, among those that have one: the p-value of the model if it is a Bollen–Stine bootstrap. Null without replicates or test.</summary>
    public double? PValue => fit.Test is { } test && Statistics.Count(double.IsFinite) is > 0 and var n ? Statistics.Count(s => s >= test.Statistic) / (double)n : null;

    /// <summary>The standard deviation of the replicates of a row of the table; null with fewer than 2.</summary>
    /// <param name="row">The row, from 0.</param>
    public double? StandardError(int row)
    {
        if (Count < 2) return null;
        var column = Column(row);
        var mean = column.Average();
        return Math.Sqrt(column.Sum(v => (v - mean) * (v - mean)) / (Count - 1));
    }

    /// <summary>The mean of the replicates minus the estimate.</summary>
    /// <param name="row">The row, from 0.</param>
    public double? Bias(int row) => Count == 0 ? null : Column(row).Average() - fit.Estimates[row].Value;

    /// <summary>An interval of a row of the table; null with fewer than 2 replicates, or where the correction does not exist because all replicates are on one side of the estimate.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="kind">The kind; the accelerated one refits the model once for each case.</param>
    /// <param name="level">The level.</param>
    /// <param name="cancellation">Ends the refits with an exception.</param>
    public (double Lower, double Upper)? Interval(int row, BootstrapInterval kind = BootstrapInterval.Percentile, double level = 0.95, CancellationToken cancellation = default)
    {
        if (!(level > 0 && level < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "A level is between 0 and 1.");
        if (Count < 2) return null;
        var column = Column(row);
        var estimate = fit.Estimates[row].Value;
        Array.Sort(column);
        if (column[0] == column[^1]) return (column[0], column[0]);
        var z = SemTest.Quantile(level);
        if (kind == BootstrapInterval.Normal)
        {
            var (error, bias) = (StandardError(row)!.Value, Bias(row)!.Value);
            return (estimate - bias - z * error, estimate - bias + z * error);
        }

        var (low, high) = ((1 - level) / 2, (1 + level) / 2);
        if (kind != BootstrapInterval.Percentile)
        {
            var below = column.Count(v => v < estimate) / (double)column.Length;
            if (below is 0 or 1) return null;
            var shift = Normal(below);
            var acceleration = kind == BootstrapInterval.BiasCorrectedAccelerated ? Acceleration(row, cancellation) : 0;
            low = Corrected(-z);
            high = Corrected(z);

            double Corrected(double at) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, shift + (shift + at) / (1 - acceleration * (shift + at)));
        }

        return (Quantile(column, low), Quantile(column, high));
    }

    /// <summary>The covariances of the free parameters over the replicates, q × q.</summary>
    internal double[] Covariance()
    {
        int q = fit.Theta.Count, rows = fit.Table.Rows.Count;
        var free = new int[q];
        for (var r = 0; r < rows; r++)
        {
            if (fit.Table.Rows[r].Free > 0) free[fit.Table.Rows[r].Free - 1] = r;
        }

        var columns = free.Select(Column).ToArray();
        foreach (var column in columns)
        {
            var mean = column.Average();
            for (var k = 0; k < column.Length; k++) column[k] -= mean;
        }

        var covariance = new double[q * q];
        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j <= i; j++) covariance[i * q + j] = covariance[j * q + i] = Dense.Dot(columns[i], columns[j]) / (Count - 1);
        }

        return covariance;
    }

    /// <summary>An estimate with the standard error and the interval of the replicates; constraints and fixed values as they are.</summary>
    internal ParameterEstimate Estimate(ParameterEstimate estimate, int row, double level, CancellationToken cancellation)
    {
        if (estimate.Row.Free == 0 && estimate.Row.Operator != SemOperator.Definition) return estimate;
        var interval = Interval(row, Options.Interval, level, cancellation);
        return estimate with { StandardError = StandardError(row) is { } error && double.IsFinite(error) ? error : null, Lower = interval?.Lower, Upper = interval?.Upper };
    }

    /// <summary>Runs a bootstrap.</summary>
    internal static SemBootstrap Run(SemFit fit, BootstrapOptions options, CancellationToken cancellation)
    {
        if (options.Replicates < 1) throw new ArgumentOutOfRangeException(nameof(options), options.Replicates, "There must be 1 replicate at least.");
        if (fit.Theta.Count == 0 || !fit.Converged) throw new InvalidOperationException("Only a fit that converged can be bootstrapped.");
        if (fit.Samples.Any(s => s.Cases is null)) throw new SemDataException("The bootstrap needs cases, but the data are moments.", expected: "cases", found: "moments");
        if (options.Kind == BootstrapKind.BollenStine && fit.Samples.Any(s => s.Patterns.Count > 0)) throw new InvalidOperationException("The Bollen–Stine bootstrap needs complete data.");
        var cases = options.Kind == BootstrapKind.BollenStine ? Resampling.Transformed(fit) : [.. fit.Samples.Select(s => s.Cases!)];
        int q = fit.Theta.Count, total = options.Replicates, next = -1, done = 0, failed = 0;
        var values = new double[total * q];
        var converged = new bool[total];
        var statistics = new double[total];
        var gate = new Lock();
        var step = Math.Max(1, total / 100);
        Share(Work, options.Threads, total, cancellation);
        var result = new SemBootstrap(fit, options, values, converged, statistics);
        result.Collect();
        return result;

        void Work()
        {
            var resampling = new Resampling(fit, cases);
            while (Interlocked.Increment(ref next) is var k && k < total)
            {
                cancellation.ThrowIfCancellationRequested();
                converged[k] = resampling.Replicate(options.Seed, k, values.AsSpan(k * q, q), cancellation);
                statistics[k] = resampling.Statistic;
                if (options.Progress is null) continue;
                lock (gate)
                {
                    done++;
                    if (!converged[k]) failed++;
                    if (done % step == 0 || done == total) options.Progress.Report(new(done, failed, total));
                }
            }
        }
    }

    /// <summary>Lets several threads work until there is nothing left to do.</summary>
    private static void Share(Action work, int most, int total, CancellationToken cancellation)
    {
        var threads = Math.Min(most > 0 ? most : Environment.ProcessorCount, total);
        if (threads == 1)
        {
            work();
            return;
        }

        var tasks = new Task[threads];
        for (var t = 0; t < threads; t++) tasks[t] = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Task.WaitAll(tasks, CancellationToken.None);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.FirstOrDefault(i => i is OperationCanceledException) is { } cancelled)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled, cancellation);
        }
    }

    private void Collect()
    {
        int q = fit.Theta.Count, rows = fit.Table.Rows.Count, at = 0;
        Replicates = new double[Count * rows];
        Statistics = new double[Count];
        for (var k = 0; k < converged.Length; k++)
        {
            if (!converged[k]) continue;
            Fill(values.AsSpan(k * q, q), Replicates.AsSpan(at * rows, rows));
            Statistics[at++] = statistics[k];
        }
    }

    /// <summary>The values of all rows at some parameters.</summary>
    private void Fill(ReadOnlySpan<double> theta, Span<double> into)
    {
        Span<double> defined = new double[fit.Table.Rows.Count(r => r.Operator == SemOperator.Definition)];
        if (defined.Length > 0) (definitions ??= fit.Definitions)!(theta, defined, []);
        var d = 0;
        for (var r = 0; r < into.Length; r++)
        {
            var row = fit.Table.Rows[r];
            into[r] = row.Free > 0 ? theta[row.Free - 1] : row.Operator == SemOperator.Definition ? defined[d++] : fit.Estimates[r].Value;
        }
    }

    private DefinitionFunction? definitions;

    private double[] Column(int row)
    {
        var rows = fit.Table.Rows.Count;
        if (row < 0 || row >= rows) throw new ArgumentOutOfRangeException(nameof(row), row, $"The table has {rows} rows.");
        var column = new double[Count];
        for (var k = 0; k < column.Length; k++) column[k] = Replicates[k * rows + row];
        return column;
    }

    /// <summary>Efron's acceleration: the skewness of the estimates without one case each, by 6.</summary>
    private double Acceleration(int row, CancellationToken cancellation)
    {
        leftOut ??= LeftOut(cancellation);
        if (leftOut.Length == 0) return 0;
        var mean = leftOut.Average(v => v[row]);
        double square = leftOut.Sum(v => Math.Pow(mean - v[row], 2)), cube = leftOut.Sum(v => Math.Pow(mean - v[row], 3));
        return square > 0 ? cube / (6 * Math.Pow(square, 1.5)) : 0;
    }

    /// <summary>The values of all rows without one case each, for the cases without which the fit converges.</summary>
    private double[][] LeftOut(CancellationToken cancellation)
    {
        var cases = fit.Samples.SelectMany((s, g) => Enumerable.Range(0, s.Count).Select(c => (Group: g, Case: c))).ToArray();
        var found = new double[]?[cases.Length];
        var next = -1;
        Share(Work, Options.Threads, cases.Length, cancellation);
        return [.. found.OfType<double[]>().Select(theta =>
        {
            var filled = new double[fit.Table.Rows.Count];
            Fill(theta, filled);
            return filled;
        })];

        void Work()
        {
            var resampling = new Resampling(fit, [.. fit.Samples.Select(s => s.Cases!)]);
            while (Interlocked.Increment(ref next) is var k && k < cases.Length)
            {
                cancellation.ThrowIfCancellationRequested();
                var theta = new double[fit.Theta.Count];
                if (resampling.LeaveOut(cases[k].Group, cases[k].Case, theta, cancellation)) found[k] = theta;
            }
        }
    }

    /// <summary>A quantile, between replicates by interpolation on the normal scale (A. Davison and D. Hinkley, Bootstrap Methods and their Application, 1997, equation 5.8).</summary>
    private static double Quantile(double[] sorted, double probability)
    {
        var n = sorted.Length;
        var place = (n + 1) * probability;
        var k = (int)Math.Truncate(place);
        if (k < 1) return sorted[0];
        if (k >= n) return sorted[^1];
        if (place == k) return sorted[k - 1];
        double low = Normal(k / (n + 1.0)), high = Normal((k + 1) / (n + 1.0));
        return sorted[k - 1] + (Normal(probability) - low) / (high - low) * (sorted[k] - sorted[k - 1]);
    }

    private static double Normal(double probability) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, probability);
}
