namespace Ansatz.StructuralEquations;

/// <summary>Measures of fit, by lavaan's names; a measure that is not defined (a p-value with 0 degrees of freedom) is null.</summary>
public sealed partial class FitMeasures
{
    private readonly List<KeyValuePair<string, double?>> items = [];
    private readonly Dictionary<string, double?> values = new(StringComparer.Ordinal);
    private readonly FitMeasureSources from;

    private FitMeasures(FitMeasureSources sources) => from = sources;

    /// <summary>The names and values, in lavaan's order.</summary>
    public IReadOnlyList<KeyValuePair<string, double?>> Items => items;

    /// <summary>A measure by lavaan's name, for example <c>rmsea.ci.upper</c>; null where it is not defined.</summary>
    /// <exception cref="KeyNotFoundException">This fit has no measure of that name.</exception>
    public double? this[string name] => values.TryGetValue(name, out var value) ? value : throw new KeyNotFoundException($"There is no fit measure '{name}'; there are {string.Join(", ", items.Select(i => i.Key))}.");

    /// <summary>Whether there is a measure of that name.</summary>
    public bool Contains(string name) => values.ContainsKey(name);

    /// <summary>The number of independent parameters.</summary>
    public int ParameterCount => from.ParameterCount;

    /// <summary>χ² of the model.</summary>
    public double ChiSquare => from.Test.Statistic;

    /// <summary>The degrees of freedom.</summary>
    public int Degrees => (int)from.Test.DegreesOfFreedom;

    /// <summary>The probability of a larger χ²; null for 0 degrees of freedom.</summary>
    public double? PValue => from.Test.PValue;

    /// <summary>The scaled χ²; null if there is none.</summary>
    public double? ScaledChiSquare => from.Scaled?.Statistic;

    /// <summary>Its p-value.</summary>
    public double? ScaledPValue => from.Scaled?.PValue;

    /// <summary>The comparative fit index.</summary>
    public double? Cfi => Value("cfi");

    /// <summary>The Tucker–Lewis index.</summary>
    public double? Tli => Value("tli");

    /// <summary>The root mean square error of approximation.</summary>
    public double? Rmsea => Value("rmsea");

    /// <summary>The interval of <see cref="Rmsea"/>, at <see cref="FitMeasureSources.RmseaLevel"/>.</summary>
    public (double? Lower, double? Upper) RmseaInterval => (Value("rmsea.ci.lower"), Value("rmsea.ci.upper"));

    /// <summary>The p-value of close fit.</summary>
    public double? RmseaClosePValue => Value("rmsea.pvalue");

    /// <summary>The standardised root mean square residual.</summary>
    public double? Srmr => Value("srmr");

    /// <summary>The log-likelihood.</summary>
    public double? LogLikelihood => from.Likelihood?.Model;

    /// <summary>Akaike's information criterion.</summary>
    public double? Aic => Value("aic");

    /// <summary>The Bayesian information criterion.</summary>
    public double? Bic => Value("bic");

    /// <summary>The sample-size adjusted Bayesian information criterion.</summary>
    public double? Sabic => Value("bic2");

    /// <summary>The goodness-of-fit index.</summary>
    public double? Gfi => Value("gfi");

    /// <summary>All measures.</summary>
    public static FitMeasures Of(FitMeasureSources sources)
    {
        var measures = new FitMeasures(sources);
        measures.Add("npar", sources.ParameterCount);
        measures.Add("fmin", sources.Minimum);
        measures.Add("chisq", sources.Test.Statistic);
        measures.Add("df", sources.Test.DegreesOfFreedom);
        measures.Add("pvalue", sources.Test.PValue);
        if (sources.Scaled is { } scaled)
        {
            measures.Add("chisq.scaled", scaled.Statistic);
            measures.Add("df.scaled", scaled.DegreesOfFreedom);
            measures.Add("pvalue.scaled", scaled.PValue);
            measures.Add("chisq.scaling.factor", scaled.ScalingFactor);
        }

        measures.AddIncremental();
        measures.AddLikelihood();
        measures.AddRmsea();
        measures.AddResiduals();
        measures.AddOther();
        return measures;
    }

    private double? Value(string name) => values.GetValueOrDefault(name);

    private void Add(string name, double? value)
    {
        if (value is { } number && !double.IsFinite(number)) value = null;
        items.Add(new(name, value));
        values.Add(name, value);
    }

    private void AddLikelihood()
    {
        if (from.Likelihood is not { } likelihood) return;
        int k = from.ParameterCount, n = from.CaseCount;
        Add("logl", likelihood.Model);
        Add("unrestricted.logl", likelihood.Unrestricted);
        Add("aic", -2 * likelihood.Model + 2 * k);
        Add("bic", -2 * likelihood.Model + k * Math.Log(n));
        Add("ntotal", n);
        Add("bic2", -2 * likelihood.Model + k * Math.Log((n + 2) / 24.0));
        if (likelihood.UnrestrictedScaling is not { } saturated) return;
        Add("scaling.factor.h1", saturated);
        Add("scaling.factor.h0", likelihood.ModelScaling);
    }

    private void AddOther()
    {
        var (statistic, degrees) = (from.Test.Statistic, Degrees);
        var n = from.EffectiveCount;
        Add("cn_05", CriticalCount(0.05));
        Add("cn_01", CriticalCount(0.01));
        double fit = 0;
        var moments = 0;
        foreach (var group in from.Groups)
        {
            var weight = group.Weight ?? ResidualWeights.Normal(group.Implied);
            var (covariance, mean) = group.Available ?? (group.Covariance, group.Mean);
            fit += group.Count / (double)from.CaseCount * (1 - weight(Difference(covariance, group.Implied), Difference(mean, group.ImpliedMean)) / weight(covariance, mean));
            var p = (int)Math.Sqrt(group.Covariance.Length);
            moments += p * (p + 1) / 2 + group.Mean.Length;
        }

        Add("gfi", fit);
        Add("agfi", degrees > 0 ? 1 - moments / (double)degrees * (1 - fit) : 1);
        Add("pgfi", degrees / (double)moments * fit);
        Add("mfi", Math.Exp(-0.5 * (statistic - degrees) / n));
        Add("ecvi", (statistic + 2 * from.ParameterCount) / n);

        // Hoelter: the number of cases at which this discrepancy becomes significant.
        double? CriticalCount(double level) => degrees <= 0 ? null : MathNet.Numerics.Distributions.ChiSquared.InvCDF(degrees, 1 - level) / (statistic / n) + 1;
    }

    private static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
}
