using System.Text.Json;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>Parameter tables that lavaan 0.6.14 makes of some hundred texts and options (<c>parTable(sem(…, do.fit = FALSE))</c>), row by row.</summary>
public class TableTests
{
    private static readonly Dictionary<string, JsonElement> Cases = Load();

    public static TheoryData<string> Names => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheTextGivesTheTableThatLavaanMakes(string name)
    {
        var expected = Cases[name];
        var model = SemModel.Parse(expected.GetProperty("text").GetString()!, Options(expected));
        Assert.DoesNotContain(model.Problems, p => p.Severity == SemSeverity.Error);
        Assert.Equal(string.Join("\n", expected.GetProperty("rows").EnumerateArray().Select((r, k) => Text(Row(r, k + 1)))), string.Join("\n", model.Table.Rows.Select(Text)));
        Assert.Equal(Strings(expected.GetProperty("ov")), model.Observed);
        Assert.Equal(Strings(expected.GetProperty("lv")), model.Latent);
        Assert.Equal(expected.GetProperty("free").GetInt32(), model.Table.FreeCount);
    }

    public static SemOptions Options(JsonElement json)
    {
        var options = new SemOptions();
        foreach (var property in json.EnumerateObject())
        {
            bool Flag() => property.Value.GetBoolean();
            options = property.Name switch
            {
                "call" => options with { Defaults = property.Value.GetString() switch { "sem" => LavaanDefaults.Sem, "cfa" => LavaanDefaults.Cfa, "growth" => LavaanDefaults.Growth, _ => LavaanDefaults.None } },
                "groups" => options with { Groups = property.Value.GetInt32() },
                "std.lv" => options with { StdLv = Flag() },
                "orthogonal" => options with { Orthogonal = Flag() },
                "meanstructure" => options with { MeanStructure = Flag() },
                "fixed.x" => options with { FixedX = Flag() },
                "auto.var" => options with { AutoVar = Flag() },
                "auto.fix.first" => options with { AutoFixFirst = Flag() },
                "auto.cov.lv.x" => options with { AutoCovLvX = Flag() },
                "auto.cov.y" => options with { AutoCovY = Flag() },
                "int.ov.free" => options with { IntOvFree = Flag() },
                "int.lv.free" => options with { IntLvFree = Flag() },
                "group.partial" => options with { GroupPartial = Strings(property.Value) },
                "group.equal" => options with
                {
                    GroupEqual = Strings(property.Value).Aggregate(GroupEqual.None, (all, e) => all | e switch
                    {
                        "loadings" => GroupEqual.Loadings,
                        "intercepts" => GroupEqual.Intercepts,
                        "means" => GroupEqual.Means,
                        "residuals" => GroupEqual.Residuals,
                        "residual.covariances" => GroupEqual.ResidualCovariances,
                        "lv.variances" => GroupEqual.LatentVariances,
                        "lv.covariances" => GroupEqual.LatentCovariances,
                        "regressions" => GroupEqual.Regressions,
                        _ => throw new InvalidOperationException(e),
                    }),
                },
                "name" or "text" or "npar" or "free" or "ov" or "lv" or "rows" => options,
                _ => throw new InvalidOperationException(property.Name),
            };
        }

        return options;
    }

    private static string[] Strings(JsonElement e) => e.ValueKind == JsonValueKind.Array ? [.. e.EnumerateArray().Select(s => s.GetString()!)] : [e.GetString()!];

    private static ParameterRow Row(JsonElement e, int id) => new(id, e[0].GetString()!, SemOperators.Parse(e[1].GetString()!), e[2].GetString()!)
    {
        User = e[3].GetInt32(),
        Group = e[4].GetInt32(),
        Free = e[5].GetInt32(),
        UserValue = e[6].ValueKind == JsonValueKind.Number ? e[6].GetDouble() : null,
        IsExogenous = e[7].GetInt32() == 1,
        Label = e[8].GetString()!,
        PlainLabel = e[9].GetString()!,
    };

    private static string Text(ParameterRow r) => $"{r.Id} {r.Left} {r.Operator.Text()} {r.Right} user {r.User} group {r.Group} free {r.Free} ustart {r.UserValue?.ToString("R") ?? "NA"} exo {(r.IsExogenous ? 1 : 0)} label '{r.Label}' plabel '{r.PlainLabel}'";

    internal static Dictionary<string, JsonElement> Load()
    {
        using var stream = typeof(TableTests).Assembly.GetManifestResourceStream("tables.json")!;
        return JsonDocument.Parse(stream).RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
    }
}
