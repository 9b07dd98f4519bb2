using System.Globalization;
using System.Text.Json;

namespace Ansatz.StructuralEquations.Tests.Measures;

/// <summary>What measures of fit are computed from, taken out of a reference fit.</summary>
internal static class ReferenceMeasures
{
    public static FitMeasureSources Sources(ReferenceModel model)
    {
        var m = model.Json.GetProperty("fitMeasures");
        double Number(string name) => ReferenceModel.Number(m.GetProperty(name));
        bool Has(string name) => m.TryGetProperty(name, out _);
        SemTest? Scaled(string prefix) => Has(prefix + "chisq.scaled") ? new(SemTestKind.YuanBentler, Number(prefix + "chisq.scaled"), (int)Number(prefix + "df.scaled"), Number(prefix + "chisq.scaling.factor")) : null;
        var groups = Groups(model).ToArray();
        var n = groups.Sum(g => g.Count);
        return new()
        {
            ParameterCount = (int)Number("npar"),
            CaseCount = n,
            EffectiveCount = Has("logl") ? n : n - groups.Length,
            Minimum = Number("fmin"),
            Test = new(SemTestKind.Standard, Number("chisq"), (int)Number("df")),
            Baseline = new(SemTestKind.Standard, Number("baseline.chisq"), (int)Number("baseline.df")),
            Scaled = Scaled(""),
            BaselineScaled = Scaled("baseline."),
            Likelihood = !Has("logl") ? null : new(Number("logl"), Number("unrestricted.logl")) { ModelScaling = Has("scaling.factor.h0") ? Number("scaling.factor.h0") : null, UnrestrictedScaling = Has("scaling.factor.h1") ? Number("scaling.factor.h1") : null },
            HasMissing = model.Name.EndsWith("fiml", StringComparison.Ordinal),
            Missing = model.Name.EndsWith("fiml", StringComparison.Ordinal) ? ReferenceMissing.Correction(model) : null,
            Groups = groups,
        };
    }

    public static IEnumerable<GroupMoments> Groups(ReferenceModel model)
    {
        var sample = model.Json.GetProperty("sample");
        var implied = model.Json.GetProperty("implied");
        var counts = model.Json.GetProperty("nobs").EnumerateArray().Select(e => e.GetInt32()).ToArray();
        if (sample.TryGetProperty("cov", out _)) return [Group(model, counts[0], sample, implied)];
        return sample.EnumerateObject().Select((g, k) => Group(model, counts[k], g.Value, implied.GetProperty(g.Name)));
    }

    public static double[] Matrix(JsonElement e) => [.. e.GetProperty("values").EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(ReferenceModel.Number)];

    public static double[] Vector(JsonElement e) => e.TryGetProperty("values", out var values) ? [.. values.EnumerateArray().Select(ReferenceModel.Number)] : [.. e.EnumerateObject().Select(p => ReferenceModel.Number(p.Value))];

    private static GroupMoments Group(ReferenceModel model, int count, JsonElement sample, JsonElement implied)
    {
        var means = sample.TryGetProperty("mean", out var mean);
        var sigma = Matrix(implied.GetProperty("cov"));
        var s = Matrix(sample.GetProperty("cov"));
        return new()
        {
            Count = count,
            Covariance = s,
            Implied = sigma,
            Mean = means ? Vector(mean) : [],
            ImpliedMean = means ? Vector(implied.GetProperty("mean")) : [],
            Available = model.Name.EndsWith("fiml", StringComparison.Ordinal) ? AvailableMoments.Of(Rows(model).Where(r => !r.All(double.IsNaN)).SelectMany(r => r).ToArray(), model.Table.Observed.Count) : null,
            Weight = model.Name.EndsWith("gls", StringComparison.Ordinal) ? ResidualWeights.Normal(s) : model.Name.EndsWith("fiml", StringComparison.Ordinal) ? ResidualWeights.Normal(sigma, Patterns(model)) : null,
        };
    }

    /// <summary>The patterns of observed variables in the data, with their counts; cases without a value are left out.</summary>
    public static IReadOnlyList<(int[] Observed, int Count)> Patterns(ReferenceModel model) =>
        [.. Rows(model).Select(r => string.Join(' ', Enumerable.Range(0, r.Length).Where(k => !double.IsNaN(r[k])))).Where(t => t != "").GroupBy(t => t)
            .Select(g => (g.Key.Split(' ').Select(int.Parse).ToArray(), g.Count()))];

    /// <summary>The observed variables of the model, case by case; NaN where a value is missing.</summary>
    public static IEnumerable<double[]> Rows(ReferenceModel model)
    {
        var lines = model.Csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r').Split(',')).ToArray();
        var columns = model.Table.Observed.Select(v => Array.IndexOf(lines[0], v)).ToArray();
        return lines.Skip(1).Select(l => columns.Select(c => l[c] == "" ? double.NaN : double.Parse(l[c], CultureInfo.InvariantCulture)).ToArray());
    }
}
