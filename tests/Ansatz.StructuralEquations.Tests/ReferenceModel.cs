using System.Text.Json;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>One of the fits that lavaan 0.6.14 made and that were polished to a gradient of 0: data, model text and results.</summary>
public sealed class ReferenceModel
{
    /// <summary>All reference fits.</summary>
    public static readonly string[] Names =
    [
        "polidem", "polidem_mlr", "polidem_gls", "hs_cfa", "hs_cfa_stdlv", "hs_cfa_mean", "hs_cfa_fiml", "hs_mg_configural", "hs_mg_metric", "growth", "path_mediation",
        "cyclic2_bow", "cyclic2_nobow", "cyclic3",
    ];

    private ReferenceModel(string name)
    {
        Name = name;
        Text = Read(name + ".lav");
        Csv = Read(name + ".csv");
        Json = JsonDocument.Parse(Read(name + ".json")).RootElement;
    }

    public string Name { get; }

    public string Text { get; }

    public string Csv { get; }

    public JsonElement Json { get; }

    /// <summary>The parameter table that lavaan made.</summary>
    public ParameterTable Table { get; private set; } = null!;

    public static ReferenceModel Load(string name)
    {
        var model = new ReferenceModel(name);
        var rows = model.Json.GetProperty("partable").EnumerateArray().Select(Row).ToArray();
        var sample = model.Json.GetProperty("sample");
        if (!sample.TryGetProperty("cov", out var covariance)) covariance = sample.EnumerateObject().First().Value.GetProperty("cov");
        var observed = covariance.GetProperty("names").EnumerateArray().Select(n => n.GetString()!).ToArray();
        var latent = rows.Where(r => r.Operator == SemOperator.Measurement).Select(r => r.Left).Distinct().ToArray();
        model.Table = new ParameterTable(rows, observed, latent, model.Json.GetProperty("ngroups").GetInt32());
        return model;
    }

    /// <summary>A number; NaN for null.</summary>
    public static double Number(JsonElement e) => e.ValueKind == JsonValueKind.Number ? e.GetDouble() : double.NaN;

    private static ParameterRow Row(JsonElement e) => new(e.GetProperty("id").GetInt32(), e.GetProperty("lhs").GetString()!, SemOperators.Parse(e.GetProperty("op").GetString()!), e.GetProperty("rhs").GetString()!)
    {
        User = e.GetProperty("user").GetInt32(),
        Group = e.GetProperty("group").GetInt32(),
        Free = e.GetProperty("free").GetInt32(),
        UserValue = e.GetProperty("ustart").ValueKind == JsonValueKind.Number ? e.GetProperty("ustart").GetDouble() : null,
        IsExogenous = e.GetProperty("exo").GetInt32() == 1,
        Label = e.GetProperty("label").GetString()!,
        PlainLabel = e.GetProperty("plabel").GetString()!,
    };

    private static string Read(string name)
    {
        using var stream = typeof(ReferenceModel).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
