using Ansatz.Benchmarks.Compiling;
using Ansatz.Benchmarks.Table;
using static System.FormattableString;

namespace Ansatz.Benchmarks.Groups;

/// <summary>How long what is said while somebody types takes.</summary>
internal sealed class EditorBars : BarGroup
{
    private const string File = "Check, a file of ten models, ms", Edit = "Check, an edit in one of its equations, ms";

    /// <inheritdoc/>
    public override string Name => "ide";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [new(File, BarKind.AtMost, 60), new(Edit, BarKind.AtMost, 15)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        var (file, edit) = CheckCost.Measure();
        table.Figure(File, file.Median, "ms");
        table.Figure(Edit, edit.Median, "ms");
        table.Detail(Invariant($"execution time of the analyzer, medians of {file.Count}; minima {file.Minimum:0.0} and {edit.Minimum:0.0}"));
    }
}
