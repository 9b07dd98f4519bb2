using System.Text.Json;
using Ansatz.StructuralEquations.Tests.Solutions;

namespace Ansatz.StructuralEquations.Tests.Measures;

/// <summary>
/// Models with exogenous variables whose moments are fixed: measures of fit, those corrected for missing values too, and z-values of residuals are given these variables. lavaan 0.6.14 with rel.tol 1e-12, fixed.x and,
/// where values are missing, em.h1.tol 1e-14; x1 is missing in every fifth case, x4 in every seventh, x6 in every third.
/// </summary>
public class FixedVariableTests
{
    private static readonly Lazy<JsonElement> File = new(() => JsonDocument.Parse(FitAssert.Text("fixed_x.json")).RootElement);

    public static TheoryData<string> Measured => new(File.Value.EnumerateArray().Where(e => e.GetProperty("measures").ValueKind == JsonValueKind.Object).Select(e => e.GetProperty("name").GetString()!));

    public static TheoryData<string> Residual => new(File.Value.EnumerateArray().Where(e => e.GetProperty("residuals").ValueKind == JsonValueKind.Object).Select(e => e.GetProperty("name").GetString()!));

    [Theory]
    [MemberData(nameof(Measured))]
    public void MeasuresAreLavaans(string name)
    {
        var fit = Fit(name, out var reference, new());
        List<string> wrong = [];
        foreach (var expected in reference.GetProperty("measures").EnumerateObject())
        {
            // lavaan's intervals have its root finder's tolerance.
            var truth = expected.Value.GetDouble();
            var tolerance = expected.Name.Contains(".ci.", StringComparison.Ordinal) ? 1e-4 : 5e-6 * Math.Max(0.1, Math.Abs(truth));
            if (!(Math.Abs(truth - fit.Measures![expected.Name]!.Value) <= tolerance)) wrong.Add($"{expected.Name}: {fit.Measures[expected.Name]} for {truth}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [MemberData(nameof(Residual))]
    public void ResidualsAreLavaans(string name) => Compare(Fit(name, out var reference, new()), reference);

    /// <summary>What the standard errors of estimates are made of does not matter to residuals.</summary>
    [Theory]
    [InlineData(StandardErrorKind.None, InformationKind.Default)]
    [InlineData(StandardErrorKind.RobustSem, InformationKind.Default)]
    [InlineData(StandardErrorKind.RobustHuberWhite, InformationKind.Default)]
    [InlineData(StandardErrorKind.Standard, InformationKind.Observed)]
    public void ZValuesDoNotDependOnStandardErrors(StandardErrorKind errors, InformationKind information) => Compare(Fit("mimic_ml", out var reference, new() { StandardErrors = errors, Information = information }), reference);

    private static void Compare(SemFit fit, JsonElement reference)
    {
        var residuals = fit.Residuals();
        for (var g = 0; g < residuals.Count; g++)
        {
            var r = residuals[g];
            Check("normalized", r.Normalized!, r.NormalizedMean!);
            Check("standardized", r.Standardized!, r.StandardizedZMean!);

            void Check(string kind, double[] covariances, double[] means)
            {
                var expected = reference.GetProperty("residuals").GetProperty(kind)[g];
                string[] variables = [.. reference.GetProperty("variables").EnumerateArray().Select(v => v.GetString()!)];
                int[] places = [.. variables.Select(v => r.Variables.ToList().IndexOf(v))];
                for (var i = 0; i < places.Length; i++)
                {
                    for (var j = 0; j < places.Length; j++)
                    {
                        var (k, truth) = (places[i] * places.Length + places[j], expected.GetProperty("cov")[i][j].GetDouble());
                        var isFixed = variables[i] is "x7" or "x9" && variables[j] is "x7" or "x9";
                        if (isFixed) Assert.True(double.IsNaN(covariances[k]));

                        // Residuals that are 0 by rounding have no z-value to compare.
                        else if (Math.Abs(r.Covariance[k]) > 1e-3 && !(Math.Abs(truth - covariances[k]) <= 1e-3 * Math.Max(1, Math.Abs(truth)))) Assert.Fail($"{kind} {variables[i]} {variables[j]}: {covariances[k]} for {truth}");
                    }
                }

                for (var i = 0; i < means.Length; i++)
                {
                    if (variables[i] is "x7" or "x9") Assert.True(double.IsNaN(means[places[i]]));
                }
            }
        }
    }

    private static SemFit Fit(string name, out JsonElement reference, SemFitOptions options)
    {
        reference = File.Value.EnumerateArray().Single(e => e.GetProperty("name").GetString() == name);
        var args = reference.GetProperty("args");
        string? Arg(string key) => args.ValueKind == JsonValueKind.Object && args.TryGetProperty(key, out var v) ? v.ToString() : null;
        var isMissing = name.Contains("fiml", StringComparison.Ordinal);
        var lines = FitAssert.Text(reference.GetProperty("data").GetString() + ".csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r').Split(',')).ToArray();
        for (var i = 1; isMissing && i < lines.Length; i++)
        {
            foreach (var (variable, every) in new[] { ("x1", 5), ("x4", 7), ("x6", 3) })
            {
                if (i % every == 0) lines[i][Array.IndexOf(lines[0], variable)] = "";
            }
        }

        var model = SemModel.Parse(reference.GetProperty("text").GetString()!, new SemOptions { Groups = Arg("group") is null ? 1 : 2, MeanStructure = isMissing || Arg("meanstructure") is not null ? true : null });
        return FitAssert.Fit(model, SemData.ReadCsv(new StringReader(string.Join('\n', lines.Select(l => string.Join(',', l))))), options with
        {
            Estimator = Enum.Parse<SemEstimator>(Arg("estimator") ?? "ML"),
            Group = Arg("group"),
            Missing = isMissing ? MissingData.Fiml : MissingData.Listwise,
        });
    }
}
