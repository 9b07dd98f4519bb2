namespace Ansatz;

/// <summary>Index data (a label, a token …) has a value outside the range in which it indexes anything.</summary>
public sealed class IndexDataException : AnsatzException
{
    internal IndexDataException(string name, nint position, int value, int least, int last)
        : base($"'{name}' must have values {Range(least, last)}, but its element {position} (in row-major order) is {value}.")
        => (Name, Position, Value, Least, Last) = (name, position, value, least, last);

    /// <summary>The name of the input.</summary>
    public string Name { get; }

    /// <summary>The position of the first wrong value, counted in row-major order from 0.</summary>
    public nint Position { get; }

    /// <summary>The value found.</summary>
    public int Value { get; }

    /// <summary>The least value allowed; <see cref="int.MinValue"/> if any is small enough.</summary>
    public int Least { get; }

    /// <summary>The largest value allowed; <see cref="int.MaxValue"/> if none is too large.</summary>
    public int Last { get; }

    private static string Range(int least, int last) => last < least ? $"from {least} to {last}, which none is" : least == int.MinValue ? $"of at most {last}" : last == int.MaxValue ? $"of at least {least}" : $"from {least} to {last}";
}
