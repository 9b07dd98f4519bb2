namespace Ansatz.StructuralEquations;

/// <summary>The space spanned by rows of residues (<see cref="MersenneField"/>), kept in echelon form and grown row by row.</summary>
internal sealed class RowSpace(int width)
{
    // One row per pivot column, 1 there and 0 before it; null where no row begins.
    private readonly uint[]?[] _rows = new uint[width][];
    private readonly ulong[] _work = new ulong[width];

    public int Width => width;

    public int Rank { get; private set; }

    public bool IsPivot(int column) => _rows[column] is not null;

    /// <summary>Adds a row; false if it lies in the space already.</summary>
    public bool Insert(uint[] row)
    {
        for (var k = 0; k < width; k++) _work[k] = row[k];
        var pivot = -1;
        for (var c = 0; c < width; c++)
        {
            if (_work[c] == 0) continue;
            var value = MersenneField.Reduce(_work[c]);
            _work[c] = value;
            if (value == 0) continue;
            if (_rows[c] is { } basis) Eliminate(_work, basis, c, MersenneField.P - value);
            else if (pivot < 0) pivot = c;
        }

        if (pivot < 0) return false;
        var result = new uint[width];
        var inverse = MersenneField.Inverse((uint)_work[pivot]);
        for (var k = pivot; k < width; k++) result[k] = _work[k] == 0 ? 0 : MersenneField.Multiply((uint)_work[k], inverse);
        _rows[pivot] = result;
        Rank++;
        return true;
    }

    /// <summary>
    /// The row-reduced basis of all v with (row)·v = 0 for every row: one vector for each column without a pivot, 1 there and 0 at the other such columns.
    /// </summary>
    public IReadOnlyList<uint[]> NullSpace()
    {
        var result = new List<uint[]>();
        for (var free = 0; free < width; free++)
        {
            if (_rows[free] is not null) continue;
            var v = new uint[width];
            v[free] = 1;
            for (var c = free - 1; c >= 0; c--)
            {
                if (_rows[c] is not { } row) continue;
                ulong sum = 0;
                for (var k = c + 1; k <= free; k++)
                    if (v[k] != 0 && row[k] != 0) sum = MersenneField.Fold(sum + (ulong)row[k] * v[k]);
                v[c] = MersenneField.Negate(MersenneField.Reduce(sum));
            }

            result.Add(v);
        }

        return result;
    }

    private static void Eliminate(ulong[] work, uint[] basis, int from, uint factor)
    {
        // Numbers in work stay below 2³³, so that a product can be added before the next fold.
        for (var k = from; k < basis.Length; k++) work[k] = MersenneField.Fold(work[k] + (ulong)factor * basis[k]);
    }
}
