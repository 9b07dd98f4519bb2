namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>A random structural equation model as lavaan text: the same number always gives the same one.</summary>
internal sealed class RandomSemModel
{
    private RandomSemModel(uint seed, string kind, string text, SemOptions options) => (Seed, Kind, Text, Options) = (seed, kind, text, options);

    public uint Seed { get; }

    /// <summary>What sort of model it is, for reports.</summary>
    public string Kind { get; }

    public string Text { get; }

    public SemOptions Options { get; }

    /// <summary>The model of a number.</summary>
    /// <param name="seed">The number.</param>
    /// <param name="means">Whether means are modelled whatever the text says.</param>
    public static RandomSemModel Make(uint seed, bool means)
    {
        var random = new Random(unchecked((int)(seed * 2654435761u)));
        var text = new RandomSemText(random);
        var options = new SemOptions();
        string kind;
        switch (seed % 8)
        {
            case 0:
                kind = "recursive graph";
                text.Graph(random.Next(3, 11), cyclic: false);
                break;
            case 1:
                kind = "cyclic graph";
                text.Graph(random.Next(3, 9), cyclic: true);
                break;
            case 2:
                kind = "cyclic graph with instruments";
                text.InstrumentedCycle(random.Next(2, 5));
                break;
            case 3:
                kind = "measurement";
                text.Measurement(random.Next(1, 4), random.Next(2, 5));
                break;
            case 4:
                kind = "latent regressions";
                text.LatentRegressions(random.Next(2, 4));
                break;
            case 5:
                kind = "second order";
                text.SecondOrder();
                break;
            case 6:
                kind = "growth";
                text.Growth(random.Next(3, 7));
                options = options with { Defaults = LavaanDefaults.Growth };
                break;
            default:
                kind = "two groups";
                text.Groups = 2;
                options = options with { Groups = 2, GroupEqual = Equal(random) };
                switch (random.Next(3))
                {
                    case 0: text.Graph(random.Next(3, 6), cyclic: random.Next(3) == 0); break;
                    case 1: text.Measurement(random.Next(1, 3), random.Next(3, 5)); break;
                    default: text.LatentRegressions(2); break;
                }

                break;
        }

        text.Constraints();
        if (seed % 8 != 6)
        {
            options = options with
            {
                Defaults = text.IsComplete && random.Next(3) == 0 ? LavaanDefaults.None : random.Next(2) == 0 ? LavaanDefaults.Sem : LavaanDefaults.Cfa,
                StdLv = random.Next(5) == 0,
                Orthogonal = random.Next(8) == 0,
            };
        }

        return new RandomSemModel(seed, kind, text.ToString(), options with { FixedX = random.Next(2) == 0 ? false : null, MeanStructure = means || random.Next(4) == 0 ? true : null });
    }

    public override string ToString() => $"{Seed} ({Kind}; {Options.Defaults}{(Options.FixedX is false ? ", fixed.x off" : "")}{(Options.MeanStructure is true ? ", means" : "")}{(Options.StdLv ? ", std.lv" : "")}"
        + $"{(Options.Orthogonal ? ", orthogonal" : "")}{(Options.Groups > 1 ? $", {Options.Groups} groups, equal {Options.GroupEqual}" : "")})\n{Text}";

    private static GroupEqual Equal(Random random) => random.Next(3) switch
    {
        0 => GroupEqual.None,
        1 => GroupEqual.Loadings,
        _ => (GroupEqual)random.Next(256),
    };
}
