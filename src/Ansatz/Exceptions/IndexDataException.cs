namespace Ansatz;

/// <summary>Index data (a label, a token …) has a value outside the extent that it indexes.</summary>
public sealed class IndexDataException : AnsatzException
{
    internal IndexDataException(string name, nint position, int value, int limit)
        : base($"'{name}' must have values from 0 to {limit - 1}, but its element {position} (in row-major order) is {value}.")
        => (Name, Position, Value, Limit) = (name, position, value, limit);

    /// <summary>The name of the input.</summary>
    public string Name { get; }

    /// <summary>The position of the first wrong value, counted in row-major order from 0.</summary>
    public nint Position { get; }

    /// <summary>The value found.</summary>
    public int Value { get; }

    /// <summary>The extent that the values index: they must be non-negative and less than it.</summary>
    public int Limit { get; }
}
