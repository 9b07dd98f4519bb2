namespace Ansatz.StructuralEquations;

/// <summary>Which rows of a parameter table are one parameter: by its number, by a label, or by a constraint between two labels.</summary>
internal static class EqualRows
{
    /// <summary>For each row the first one that it is equal to, from 0.</summary>
    public static int[] Of(ParameterTable table)
    {
        var parent = Enumerable.Range(0, table.Rows.Count).ToArray();
        var byLabel = new Dictionary<string, int>(StringComparer.Ordinal);
        var byNumber = new Dictionary<int, int>();
        for (var k = 0; k < table.Rows.Count; k++)
        {
            var row = table.Rows[k];
            if (!row.Operator.IsParameter()) continue;
            if (row.Free > 0) Same(byNumber, row.Free, k);
            if (row.PlainLabel.Length > 0) Same(byLabel, row.PlainLabel, k);
            if (row.Label.Length > 0) Same(byLabel, row.Label, k);
        }

        foreach (var row in table.Rows)
        {
            if (row.Operator == SemOperator.Equality && Named(row.Left) is { } a && Named(row.Right) is { } b) Join(a, b);
        }

        return [.. parent.Select((_, k) => Root(k))];

        void Same<T>(Dictionary<T, int> firsts, T key, int row)
        {
            if (firsts.TryGetValue(key, out var first)) Join(row, first);
            else firsts.Add(key, row);
        }

        int? Named(string side) => ModelLexer.Name(side) is { } name && byLabel.TryGetValue(name, out var row) ? row : null;

        int Root(int k)
        {
            while (parent[k] != k) k = parent[k] = parent[parent[k]];
            return k;
        }

        void Join(int a, int b)
        {
            (a, b) = (Root(a), Root(b));
            parent[Math.Max(a, b)] = Math.Min(a, b);
        }
    }
}
