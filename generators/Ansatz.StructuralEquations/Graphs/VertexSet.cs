namespace Ansatz.StructuralEquations;

/// <summary>A set of vertices 0 … 127.</summary>
/// <param name="Low">Vertices 0 … 63, one bit each.</param>
/// <param name="High">Vertices 64 … 127.</param>
public readonly record struct VertexSet(ulong Low, ulong High)
{
    /// <summary>How many vertices a set can tell apart.</summary>
    public const int Capacity = 128;

    /// <summary>Whether it is empty.</summary>
    public bool IsEmpty => (Low | High) == 0;

    /// <summary>The smallest vertex.</summary>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    public int First
    {
        get
        {
            if (IsEmpty) throw new InvalidOperationException("An empty set has no first vertex.");
            var (bits, first) = Low != 0 ? (Low, 0) : (High, 64);
            for (; (bits & 1) == 0; bits >>= 1) first++;
            return first;
        }
    }

    /// <summary>The vertices 0 … n − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is larger than the capacity.</exception>
    public static VertexSet All(int n) => n switch
    {
        < 0 or > Capacity => throw new ArgumentOutOfRangeException(nameof(n), n, $"A set has up to {Capacity} vertices."),
        < 64 => new((1UL << n) - 1, 0),
        < 128 => new(ulong.MaxValue, (1UL << (n - 64)) - 1),
        _ => new(ulong.MaxValue, ulong.MaxValue),
    };

    /// <summary>Whether a vertex is in the set.</summary>
    public bool Contains(int v) => v < 64 ? (Low >> v & 1) != 0 : (High >> (v - 64) & 1) != 0;

    /// <summary>The set with a vertex.</summary>
    public VertexSet With(int v) => v < 64 ? new(Low | 1UL << v, High) : new(Low, High | 1UL << (v - 64));

    /// <summary>The set without a vertex.</summary>
    public VertexSet Without(int v) => v < 64 ? new(Low & ~(1UL << v), High) : new(Low, High & ~(1UL << (v - 64)));
}
