using System.Globalization;
using System.Text;

namespace Ansatz.StructuralEquations;

/// <summary>A parameter table as text with aligned columns, named as lavaan names them.</summary>
internal static class ParameterTableText
{
    /// <summary>The text: one line for the names and one for each row.</summary>
    public static string Of(ParameterTable table)
    {
        (string Name, bool IsLeft, Func<ParameterRow, string> Text)[] all =
        [
            ("id", false, r => Number(r.Id)), ("lhs", true, r => r.Left), ("op", true, r => r.Operator.Text()), ("rhs", true, r => r.Right), ("user", false, r => Number(r.User)), ("group", false, r => Number(r.Group)),
            ("free", false, r => Number(r.Free)), ("ustart", false, r => r.UserValue?.ToString("R", CultureInfo.InvariantCulture) ?? "NA"), ("exo", false, r => r.IsExogenous ? "1" : "0"), ("label", true, r => r.Label), ("plabel", true, r => r.PlainLabel),
        ];
        var columns = all.Where(c => c.Name switch
        {
            "group" => table.GroupCount > 1,
            "exo" => table.Rows.Any(r => r.IsExogenous),
            "label" => table.Rows.Any(r => r.Label.Length > 0),
            _ => true,
        }).ToArray();
        var cells = columns.Select(c => new[] { c.Name }.Concat(table.Rows.Select(c.Text)).ToArray()).ToArray();
        var widths = cells.Select(column => column.Max(t => t.Length)).ToArray();
        var text = new StringBuilder();
        for (var line = 0; line <= table.Rows.Count; line++)
        {
            var start = text.Length;
            for (var c = 0; c < columns.Length; c++)
            {
                if (c > 0) text.Append(' ');
                text.Append(columns[c].IsLeft ? cells[c][line].PadRight(widths[c]) : cells[c][line].PadLeft(widths[c]));
            }

            while (text.Length > start && text[text.Length - 1] == ' ') text.Length--;
            if (line < table.Rows.Count) text.Append('\n');
        }

        return text.ToString();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
