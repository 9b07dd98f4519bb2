using MathNet.Numerics.Distributions;

namespace Ansatz.StructuralEquations;

internal sealed partial class SummaryWriter
{
    private const int NameWidth = 14, ConstraintWidth = 41;
    private readonly Dictionary<SummaryParameter, string[]> cells = [];
    private string[] columns = [];
    private int[] widths = [];
    private int nameWidth;
    private HashSet<string> dependent = [];

    private void Estimates()
    {
        Heading("Parameter Estimates");
        foreach (var (what, value) in source.Errors) Pair(what, value);
        dependent = [.. source.Table.Rows.Where(r => r.Operator == SemOperator.Regression).Select(r => r.Left), .. source.Table.Rows.Where(r => r.Operator == SemOperator.Measurement).Select(r => r.Right)];
        Columns();
        for (var g = 1; g <= source.Table.GroupCount; g++)
        {
            if (source.Table.GroupCount > 1)
            {
                Line("");
                Line("");
                Line($"Group {g} [{source.Groups[g - 1].Label}]:");
            }

            Section("Latent Variables", r => r.Operator == SemOperator.Measurement, g, r => r.Left + " =~", r => r.Right, marked: false);
            Section("Regressions", r => r.Operator == SemOperator.Regression, g, r => r.Left + " ~", r => r.Right, marked: false);
            Section("Covariances", r => r.Operator == SemOperator.Covariance && r.Left != r.Right, g, r => r.Left + " ~~", r => r.Right, marked: true);
            Section("Intercepts", r => r.Operator == SemOperator.Intercept, g, null, r => r.Left, marked: true);
            Section("Variances", r => r.Operator == SemOperator.Covariance && r.Left == r.Right, g, null, r => r.Right, marked: true);
            if (options.RSquare) Determinations(g);
        }

        Section("Defined Parameters", r => r.Operator == SemOperator.Definition, 0, null, r => r.Left, marked: false);
        Constraints();
    }

    private void Columns()
    {
        List<string> names = ["Estimate", "Std.Err", "z-value", "P(>|z|)"];
        if (options.Intervals) names.AddRange(["ci.lower", "ci.upper"]);
        if (options.Standardized) names.AddRange(["Std.lv", "Std.all"]);
        columns = [.. names];
        widths = [.. columns.Select(c => Math.Max(numberWidth, c.Length))];
        foreach (var parameter in source.Parameters)
        {
            if (parameter.Row.Operator.IsConstraint()) continue;
            var own = cells[parameter] = [.. Cells(parameter)];
            for (var k = 0; k < own.Length; k++) widths[k] = Math.Max(widths[k], own[k].Length);
        }

        // Names keep their letters; the column grows with the longest.
        var shown = source.Parameters.Where(p => !p.Row.Operator.IsConstraint() && !p.Row.IsExogenous).Select(p => p.Row).ToArray();
        nameWidth = shown.Select(r => NameOf(r).Length + (r.Label == "" || r.Operator == SemOperator.Definition ? 0 : r.Label.Length + 4)).Append(NameWidth).Max();
    }

    private static string NameOf(ParameterRow row) => row.Operator is SemOperator.Intercept or SemOperator.Definition ? row.Left : row.Right;

    private IEnumerable<string> Cells(SummaryParameter parameter)
    {
        var (estimate, error) = (parameter.Estimate, parameter.Error);
        yield return Number(estimate);
        yield return error == 0 ? "" : Number(error);
        yield return error > 0 ? Number(estimate / error) : "";
        yield return error > 0 ? Number(2 * Normal.CDF(0, 1, -Math.Abs(estimate / error.Value))) : "";
        if (options.Intervals)
        {
            yield return Number(parameter.Lower);
            yield return Number(parameter.Upper);
        }

        if (!options.Standardized) yield break;
        yield return Number(parameter.StdLv);
        yield return Number(parameter.StdAll);
    }

    private void Section(string heading, Func<ParameterRow, bool> belongs, int group, Func<ParameterRow, string>? left, Func<ParameterRow, string> name, bool marked)
    {
        var rows = source.Parameters.Where(p => p.Row.Group == group && !p.Row.IsExogenous && belongs(p.Row)).ToArray();
        if (rows.Length == 0) return;
        Line("");
        Line(heading + ":");
        Line(new string(' ', nameWidth + 4) + string.Concat(columns.Select((c, k) => " " + c.PadLeft(widths[k]))));
        var labels = rows.Select(p => p.Row.Operator == SemOperator.Definition || p.Row.Label == "" ? "" : $" ({p.Row.Label})").ToArray();
        var labelWidth = labels.Max(l => l.Length);
        string? last = null;
        for (var k = 0; k < rows.Length; k++)
        {
            var row = rows[k].Row;
            if (left is not null && left(row) != last)
            {
                last = left(row);
                Line(" " + (marked && dependent.Contains(row.Left) ? "." : " ") + last);
            }

            var shown = labelWidth == 0 ? name(row).PadRight(nameWidth) : name(row).PadRight(nameWidth - labelWidth) + labels[k].PadLeft(labelWidth);
            Line((marked && dependent.Contains(name(row)) ? "   ." : "    ") + shown + string.Concat(cells[rows[k]].Select((c, j) => " " + c.PadLeft(widths[j]))));
        }
    }

    private void Determinations(int group)
    {
        var rows = source.Determinations.Where(d => d.Group == group).ToArray();
        if (rows.Length == 0) return;
        Line("");
        Line("R-Square:");
        Line(new string(' ', nameWidth + 4) + " " + "Estimate".PadLeft(widths[0]));
        foreach (var row in rows) Line("    " + row.Variable.PadRight(nameWidth) + " " + Number(row.RSquare).PadLeft(widths[0]));
    }

    private void Constraints()
    {
        // Equality over groups is shown by its labels.
        var rows = source.Parameters.Where(p => p.Row.Operator.IsConstraint() && p.Row.User == 1).ToArray();
        if (rows.Length == 0) return;
        var texts = rows.Select(p => Difference(p.Row)).ToArray();
        var width = texts.Select(t => t.Length).Append(ConstraintWidth).Max();
        Line("");
        Line("Constraints:");
        Line(new string(' ', width + 4) + " " + "|Slack|".PadLeft(numberWidth));
        for (var k = 0; k < rows.Length; k++) Line("    " + texts[k].PadRight(width) + " " + Number(Math.Abs(rows[k].Estimate)).PadLeft(numberWidth));
    }

    private static string Difference(ParameterRow row) => row.Operator == SemOperator.Less
        ? $"{row.Right} - ({row.Left})"
        : $"{row.Left} - {(row.Right == "0" ? "0" : $"({row.Right})")}";
}
