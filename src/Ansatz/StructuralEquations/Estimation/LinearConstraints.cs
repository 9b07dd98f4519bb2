namespace Ansatz.StructuralEquations;

/// <summary>Equalities between parameters that hold exactly: θ = θ₀ + Kξ with fewer free coordinates ξ.</summary>
internal sealed class LinearConstraints
{
    private LinearConstraints(int count, int[] classes, int reduced) => (Count, Class, Reduced) = (count, classes, reduced);

    /// <summary>How many parameters.</summary>
    public int Count { get; }

    /// <summary>The coordinate of each parameter.</summary>
    public int[] Class { get; }

    /// <summary>How many coordinates.</summary>
    public int Reduced { get; }

    /// <summary>Whether each parameter is its own coordinate.</summary>
    public bool IsTrivial => Reduced == Count;

    /// <summary>The equalities of a table: rows <c>left == right</c> between labels, and rows that share a label.</summary>
    public static LinearConstraints Of(ParameterTable table)
    {
        var q = table.FreeCount;
        var parent = Enumerable.Range(0, q).ToArray();
        int Root(int k)
        {
            while (parent[k] != k) k = parent[k];
            return k;
        }

        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            if (row.Free == 0 || !row.Operator.IsParameter()) continue;
            labels[row.PlainLabel] = row.Free - 1;
            if (row.Label.Length == 0) continue;
            if (!labels.TryAdd(row.Label, row.Free - 1)) parent[Math.Max(Root(labels[row.Label]), Root(row.Free - 1))] = Math.Min(Root(labels[row.Label]), Root(row.Free - 1));
        }

        foreach (var row in table.Rows)
        {
            if (row.Operator != SemOperator.Equality) continue;
            if (!labels.TryGetValue(row.Left, out var a) || !labels.TryGetValue(row.Right, out var b)) continue;
            parent[Math.Max(Root(a), Root(b))] = Math.Min(Root(a), Root(b));
        }

        var classes = new int[q];
        var reduced = 0;
        for (var k = 0; k < q; k++) classes[k] = Root(k) == k ? reduced++ : classes[Root(k)];
        return new LinearConstraints(q, classes, reduced);
    }
}
