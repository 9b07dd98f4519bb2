namespace Ansatz;

/// <summary>Rows of one gradient, ascending, each once: all that may differ from 0.</summary>
internal sealed class TouchedRows
{
    private int[] _rows = [], _others = [];
    private int _count;

    /// <summary>Whether the rows are all that may differ from 0. Otherwise any row may.</summary>
    public bool IsKnown { get; set; }

    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>No rows yet.</summary>
    public void Begin() => (IsKnown, _count) = (true, 0);

    /// <summary>Adds rows, ascending and each once, some of which may be there already. Allocates only where there are more than ever before.</summary>
    public void Add(ReadOnlySpan<int> rows)
    {
        if (_others.Length < _count + rows.Length)
        {
            // Both, since they change places.
            _others = new int[Math.Max(_count + rows.Length, _others.Length + _others.Length / 2)];
            Array.Resize(ref _rows, _others.Length);
        }
        var known = Rows;
        var united = _others;
        int i = 0, j = 0, count = 0;
        while (i < known.Length && j < rows.Length)
        {
            var (a, b) = (known[i], rows[j]);
            united[count++] = Math.Min(a, b);
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }
        known[i..].CopyTo(united.AsSpan(count));
        count += known.Length - i;
        rows[j..].CopyTo(united.AsSpan(count));
        count += rows.Length - j;
        (_rows, _others, _count) = (_others, _rows, count);
    }
}
