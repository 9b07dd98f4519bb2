namespace Ansatz.StructuralEquations;

/// <summary>What one group's data give a fit: cases that are used, their moments, and which values are missing.</summary>
public sealed class GroupSample
{
    internal GroupSample(SampleMoments moments, double[]? cases, IReadOnlyList<int> rows, IReadOnlyList<MissingPattern> patterns) => (Moments, Cases, Rows, Patterns) = (moments, cases, rows, patterns);

    /// <summary>The moments, divided by N; with missing values the saturated ones (maximum likelihood).</summary>
    public SampleMoments Moments { get; }

    /// <summary>The cases, N × p, row by row, NaN where missing; null where only moments are known.</summary>
    public double[]? Cases { get; }

    /// <summary>The rows of the data that the cases are, from 0; empty where only moments are known.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The patterns of missing values; empty unless missing values are modelled.</summary>
    public IReadOnlyList<MissingPattern> Patterns { get; }

    /// <summary>The number of cases.</summary>
    public int Count => Moments.Count;

    /// <summary>Whether the saturated moments of incomplete cases were found.</summary>
    internal bool Settled { get; init; } = true;
}

/// <summary>Cases of which the same variables are observed.</summary>
public sealed class MissingPattern
{
    internal MissingPattern(int[] observed, int[] cases, double[] mean, double[] covariance) => (Observed, Cases, Mean, Covariance) = (observed, cases, mean, covariance);

    /// <summary>The observed variables, ascending, as indices into the model's.</summary>
    public IReadOnlyList<int> ObservedVariables => Observed;

    /// <summary>How many cases.</summary>
    public int Count => Cases.Length;

    /// <summary>The observed variables.</summary>
    internal int[] Observed { get; }

    /// <summary>The cases, as rows of <see cref="GroupSample.Cases"/>.</summary>
    internal int[] Cases { get; }

    /// <summary>Means of the observed variables.</summary>
    internal double[] Mean { get; }

    /// <summary>Covariances of the observed variables about these means, divided by the number of cases.</summary>
    internal double[] Covariance { get; }

    /// <summary>Sorts cases into patterns, in the order in which patterns first appear.</summary>
    internal static MissingPattern[] Of(ReadOnlySpan<double> cases, int p)
    {
        var n = cases.Length / p;
        var patterns = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var order = new List<List<int>>();
        var key = new char[p];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < p; j++) key[j] = double.IsNaN(cases[i * p + j]) ? '0' : '1';
            var text = new string(key);
            if (!patterns.TryGetValue(text, out var list))
            {
                patterns.Add(text, list = []);
                order.Add(list);
            }

            list.Add(i);
        }

        var result = new MissingPattern[order.Count];
        for (var k = 0; k < result.Length; k++)
        {
            var rows = order[k].ToArray();
            var first = cases.Slice(rows[0] * p, p).ToArray();
            var observed = Enumerable.Range(0, p).Where(j => !double.IsNaN(first[j])).ToArray();
            var mean = new double[observed.Length];
            var covariance = new double[observed.Length * observed.Length];
            CaseMoments.Compute(cases, p, rows, observed, mean, covariance);
            result[k] = new MissingPattern(observed, rows, mean, covariance);
        }

        return result;
    }
}
