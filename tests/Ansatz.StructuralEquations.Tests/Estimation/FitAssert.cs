using System.Text.Json;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>Comparisons of fits with references.</summary>
internal static class FitAssert
{
    /// <summary>Equal to 8 significant digits or absolutely, unless other bounds are given.</summary>
    public static void Close(double expected, double? actual, string what, double relative = 1e-8, double absolute = 1e-9)
    {
        Assert.True(actual.HasValue, $"{what}: there is no value, expected {expected:r}.");
        Assert.True(Math.Abs(expected - actual!.Value) <= Math.Max(absolute, relative * Math.Abs(expected)), $"{what}: expected {expected:r}, but is {actual:r}.");
    }

    /// <summary>A measure, if the reference has it.</summary>
    public static void Measure(JsonElement measures, string name, double? actual, double relative = 1e-10, double absolute = 1e-9)
    {
        if (measures.TryGetProperty(name, out var e) && e.ValueKind == JsonValueKind.Number) Close(e.GetDouble(), actual, name, relative, absolute);
    }

    /// <summary>The model of a reference fit, with the table that lavaan made.</summary>
    public static SemModel Model(ReferenceModel reference)
        => new(reference.Text, new SemOptions { Defaults = reference.Name == "growth" ? LavaanDefaults.Growth : LavaanDefaults.Sem, Groups = reference.Table.GroupCount }, reference.Table, []);

    /// <summary>How lavaan fitted it.</summary>
    public static SemFitOptions Options(ReferenceModel reference) => new()
    {
        Group = reference.Table.GroupCount > 1 ? "school" : null,
        Missing = reference.Name.EndsWith("fiml", StringComparison.Ordinal) ? MissingData.Fiml : MissingData.Listwise,
        Estimator = reference.Name.EndsWith("gls", StringComparison.Ordinal) ? SemEstimator.GLS : reference.Name.EndsWith("mlr", StringComparison.Ordinal) ? SemEstimator.MLR : SemEstimator.ML,
    };

    public static SemFit Fit(ReferenceModel reference) => Fit(Model(reference), SemData.ReadCsv(new StringReader(reference.Csv)), Options(reference));

    public static SemFit Fit(SemModel model, SemData data, SemFitOptions? options = null) => SemEstimation.Fit(model, data, options, TestContext.Current.CancellationToken);

    /// <summary>Reads an embedded file.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(FitAssert).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no {name}."));
        return reader.ReadToEnd();
    }
}
