using System.Text.Json;

namespace Ansatz.StructuralEquations.Tests;

public class ReferenceTableTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names);

    /// <summary>The options that a reference file's call has.</summary>
    public static SemOptions Options(ReferenceModel reference)
    {
        var json = reference.Json;
        var options = new SemOptions
        {
            Defaults = json.GetProperty("call").GetString() switch { "sem" => LavaanDefaults.Sem, "cfa" => LavaanDefaults.Cfa, var call => call == "growth" ? LavaanDefaults.Growth : throw new InvalidOperationException(call) },
            Groups = json.GetProperty("ngroups").GetInt32(),
        };
        var arguments = json.GetProperty("args");
        if (arguments.ValueKind != JsonValueKind.Object) return options;
        foreach (var argument in arguments.EnumerateObject())
        {
            options = argument.Name switch
            {
                "fixed.x" => options with { FixedX = argument.Value.GetBoolean() },
                "std.lv" => options with { StdLv = argument.Value.GetBoolean() },
                "meanstructure" => options with { MeanStructure = argument.Value.GetBoolean() },
                "missing" => options with { MeanStructure = true },
                "group.equal" => options with { GroupEqual = GroupEqual.Loadings },
                "group" or "estimator" => options,
                _ => throw new InvalidOperationException(argument.Name),
            };
        }

        return options;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheTableThatLavaanMadeIsRead(string name)
    {
        var reference = ReferenceModel.Load(name);
        Assert.Equal(reference.Json.GetProperty("vcov").GetProperty("names").GetArrayLength(), reference.Table.FreeCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheTextGivesTheTableThatLavaanMade(string name)
    {
        var reference = ReferenceModel.Load(name);
        var model = SemModel.Parse(reference.Text, Options(reference));
        Assert.Empty(model.Problems);
        Assert.False(model.HasErrors);
        Assert.Equal(reference.Table.Rows, model.Table.Rows.Select(r => r with { Source = default }));
        Assert.Equal(reference.Table.Observed, model.Observed);
        Assert.Equal(reference.Table.Latent, model.Latent);
        Assert.Equal(reference.Table.FreeCount, model.Table.FreeCount);
        Assert.Equal(reference.Table.HasMeans, model.Table.HasMeans);
    }
}
