using System.Text.Json;

namespace Ansatz.StructuralEquations.Tests.Measures;

/// <summary>
/// What lavaan 0.6.14 derives from a reference fit, at exactly its estimates (no optimisation): standardised solutions with standard errors, residuals, factor scores, all modification
/// indices, score tests; and the RMSEA's interval solved to 1e-13 (lavaan's own has uniroot's default tolerance of 1.2e-4 in the noncentrality).
/// </summary>
internal static class ReferenceReport
{
    public static JsonElement Of(string name)
    {
        using var stream = typeof(ReferenceReport).Assembly.GetManifestResourceStream(name + ".extra.json") ?? throw new InvalidOperationException($"There is no {name}.extra.json.");
        return JsonDocument.Parse(stream).RootElement;
    }

    public static double[] Numbers(JsonElement e) => [.. e.EnumerateArray().Select(ReferenceModel.Number)];

    public static double[][] Table(JsonElement e) => [.. e.EnumerateArray().Select(Numbers)];
}
