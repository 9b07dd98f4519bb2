namespace Ansatz.Testing;

/// <summary>The values of one equation that were already computed, by its indices.</summary>
public sealed class MemoTable<T> : IMemoTable
{
    private readonly Dictionary<(int, int, int, int, int, int), T> _values = [];

    /// <summary>How often a value was found.</summary>
    public int Hits { get; private set; }

    /// <summary>Looks a value up.</summary>
    public bool TryGet(out T value, int a = 0, int b = 0, int c = 0, int d = 0, int e = 0, int f = 0)
    {
        if (!_values.TryGetValue((a, b, c, d, e, f), out value!)) return false;
        Hits++;
        return true;
    }

    /// <summary>Keeps a value and returns it.</summary>
    public T Set(T value, int a = 0, int b = 0, int c = 0, int d = 0, int e = 0, int f = 0) => _values[(a, b, c, d, e, f)] = value;

    /// <inheritdoc/>
    public void Clear() => _values.Clear();
}

/// <summary>A memo table of any type.</summary>
public interface IMemoTable
{
    /// <summary>Forgets all values.</summary>
    void Clear();
}
