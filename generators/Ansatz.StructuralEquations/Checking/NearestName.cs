namespace Ansatz.StructuralEquations;

/// <summary>The name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The closest of some names by edits (insert, delete, replace, exchange of neighbours), at most a third of its letters and one at least; null if none is near.</summary>
    public static string? Of(string name, IEnumerable<string> names)
    {
        string? best = null;
        var least = Math.Max(1, name.Length / 3) + 1;
        foreach (var other in names)
        {
            if (other == name || Math.Abs(other.Length - name.Length) >= least) continue;
            // Another case is nearer than another letter.
            var distance = string.Equals(other, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, other);
            if (distance >= least || distance >= Math.Max(name.Length, other.Length)) continue;
            best = other;
            least = distance;
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[3][];
        for (var k = 0; k < 3; k++) rows[k] = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) rows[0][j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var (row, above, two) = (rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3]);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], two[j - 2] + 1);
            }
        }

        return rows[a.Length % 3][b.Length];
    }
}
