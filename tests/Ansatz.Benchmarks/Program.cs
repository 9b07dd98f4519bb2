using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Ansatz.Benchmarks;
using Ansatz.Benchmarks.Groups;
using Ansatz.Benchmarks.Table;

if (CleanProcess.RunAgainIfNeeded(args) is { } code) return code;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
BarGroup[] groups = [new LowRankBars(), new InferenceBars(), new OnnxBars(), new ContractionBars(), new AllocationBars(), new EmissionBars(), new ThreadBars(), new EditorBars(), new StructuralEquationBars(), .. NotationBars.All, new FactorizedBars(), new SparseBars(), .. NetworkBars.All];
return args switch
{
    ["--bars", .. var rest] => Bars(rest),
    ["--fuzz", "sem", var count, .. var first] when uint.TryParse(count, out uint models) && first.Length < 2 => Fuzz.RunStructuralEquations(models, first.FirstOrDefault()),
    ["--fuzz", var count, .. var first] when uint.TryParse(count, out uint models) && first.Length < 2 => Fuzz.Run(models, first.FirstOrDefault()),
    ["--loop", var name, var rows, var seconds] => Repeat(name, rows, seconds),
    _ => Refuse($"""
        usage: --bars [GROUP ...] [--seconds S] [--row TEXT]
                                                  measure, each comparison for S seconds (4), only what has TEXT in a row's name;
                                                  groups: {string.Join(", ", groups.Select(g => g.Name).Distinct())}
               --fuzz N [SEED]                    compile N random models, from one seed on, and compare them with their meaning
               --fuzz sem N [SEED]                fit N random structural equation models and compare what is said of them with plain linear algebra
               --loop NAME ROWS SECONDS           run one thing for a profiler: {Loop.Names}
        """),
};

int Bars(ReadOnlySpan<string> arguments)
{
    var chosen = new List<BarGroup>();
    double seconds = 4;
    string row = "";
    for (int i = 0; i < arguments.Length; i++)
    {
        string argument = arguments[i];
        if (argument == "--seconds" && i + 1 < arguments.Length && double.TryParse(arguments[i + 1], out seconds)) i++;
        else if (argument == "--row" && i + 1 < arguments.Length) row = arguments[++i];
        else if (groups.Any(g => g.Name == argument)) chosen.AddRange(groups.Where(g => g.Name == argument));
        else return Refuse($"There is no group or option '{argument}'.");
    }

    if (chosen.Count == 0) chosen.AddRange(groups);
    chosen.RemoveAll(g => !g.Bars.Any(b => b.Name.Contains(row, StringComparison.OrdinalIgnoreCase)));
    return Measure(chosen, TimeSpan.FromSeconds(seconds));
}

static int Measure(List<BarGroup> chosen, TimeSpan budget)
{
    var table = new BarTable(Console.Out, chosen.SelectMany(g => g.Bars));
    Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, AVX2 {Avx2.IsSupported}, AVX-512 {Avx512F.IsSupported}; ratio = peer / ours, processor times of one thread in undisturbed windows");
    table.Begin();
    foreach (var group in chosen)
    {
        string reason = "not printed by its group";
        try
        {
            group.Measure(table, budget);
        }
        catch (Exception e)
        {
            // A peer that is missing or disagrees leaves its rows open; the other groups go on.
            reason = $"{e.GetType().Name}: {e.Message}";
        }

        table.Missing(group.Bars, reason);
    }

    return table.Failures == 0 ? 0 : 1;
}

static int Repeat(string name, string rows, string seconds)
{
    if (!int.TryParse(rows, out int n) || n is < 1 or > 128 || !double.TryParse(seconds, out double s) || Loop.Run(name, n, s) is not { } time) return Refuse("There is nothing like that to run.");
    Console.WriteLine($"{time:0.00} us a call");
    return 0;
}

static int Refuse(string reason)
{
    Console.Error.WriteLine(reason);
    return 2;
}
