using Ansatz.Benchmarks.Compiling;
using Ansatz.Benchmarks.Table;
using static System.FormattableString;

namespace Ansatz.Benchmarks.Groups;

/// <summary>What the generator writes, and how long it takes over it.</summary>
internal sealed class EmissionBars : BarGroup
{
    private const string
        Lines = "emitted lines, low-rank, gradients",
        Bind = "Bind, median per model, ms",
        Compile = "Compile, median per model, ms";

    /// <inheritdoc/>
    public override string Name => "emission";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [new(Lines, BarKind.AtMost, 100), new(Bind, BarKind.AtMost, 0.3), new(Compile, BarKind.AtMost, 20)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        var text = EmittedText.LowRankGradient();
        table.Figure(Lines, text.Counted, "");
        table.Detail(Invariant($"{text.Lines} as written ({text.Comments} comments, {text.Empty} empty, {text.Braces} braces), longest {text.Longest} columns; counted at 120 columns and one statement a line"));

        var (each, means) = BindCost.Measure();
        table.Figure(Bind, each.Median / 1000, "ms");
        table.Detail(Invariant($"{each.Count} bindings; minimum {each.Minimum / 1000:0.000}, median over the edits of the mean over the models {means.Median / 1000:0.000}"));

        var (compiled, shortest, slowest) = CompileCost.Measure();
        table.Figure(Compile, compiled.Median / 1000, "ms");
        table.Detail(Invariant($"{compiled.Count} compilations of {shortest.Count} models; of the shortest of each model: median {shortest.Median / 1000:0.00}, mean {shortest.Mean / 1000:0.00}, longest {shortest.Maximum / 1000:0.00} ({slowest})"));
    }
}
