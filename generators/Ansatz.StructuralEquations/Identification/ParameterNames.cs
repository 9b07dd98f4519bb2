namespace Ansatz.StructuralEquations;

/// <summary>What messages call the parameters of a table: by the user's label, or by the row, for example <c>y ~ x</c>.</summary>
internal sealed class ParameterNames
{
    private readonly ParameterTable _table;
    private readonly int[] _rows;

    public ParameterNames(ParameterTable table)
    {
        _table = table;
        _rows = new int[table.FreeCount];
        for (var k = table.Rows.Count - 1; k >= 0; k--)
            if (table.Rows[k].Free > 0) _rows[table.Rows[k].Free - 1] = k;
    }

    /// <summary>The first row of a free parameter, both from 0.</summary>
    public int RowOf(int free) => _rows[free];

    /// <summary>The name of a free parameter, from 0.</summary>
    public string Of(int free) => OfRow(_rows[free]);

    /// <summary>The name of a row's parameter.</summary>
    public string OfRow(int row)
    {
        var r = _table.Rows[row];
        if (HasOwnLabel(r)) return r.Label;
        return _table.GroupCount > 1 ? $"{r} (group {r.Group})" : r.ToString();
    }

    /// <summary>Whether the label is one that the user gave, not one that equality over groups added.</summary>
    public static bool HasOwnLabel(ParameterRow row) => row.Label.Length > 0 && !row.Label.StartsWith(".", StringComparison.Ordinal);

    /// <summary>Names in quotes, with commas; from the ninth on only how many.</summary>
    public static string List(IEnumerable<string> names)
    {
        var all = names.ToArray();
        var text = string.Join(", ", all.Take(8).Select(n => $"'{n}'"));
        return all.Length > 8 ? $"{text} and {all.Length - 8} more" : text;
    }
}
