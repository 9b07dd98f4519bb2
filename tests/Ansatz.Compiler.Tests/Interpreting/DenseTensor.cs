namespace Ansatz.Compiler.Tests.Interpreting;

/// <summary>Numbers in row-major order. It knows which of them have been written, so that reading one too early is found.</summary>
internal sealed class DenseTensor
{
    private readonly bool[] _written;

    public DenseTensor(int[] shape, double[]? values = null)
    {
        Shape = shape;
        var length = shape.Aggregate(1, (p, n) => p * n);
        if (values is not null && values.Length != length) throw new ArgumentException($"{values.Length} numbers for {length} elements.");
        Values = values ?? new double[length];
        _written = new bool[length];
        if (values is not null) Array.Fill(_written, true);
    }

    public int[] Shape { get; }

    public double[] Values { get; }

    public double Read(string name, ReadOnlySpan<int> at)
    {
        var offset = Offset(name, at);
        return _written[offset] ? Values[offset] : throw new InvalidOperationException($"{name}[{string.Join(",", at.ToArray())}] is read before it is written.");
    }

    public void Write(string name, ReadOnlySpan<int> at, double value)
    {
        var offset = Offset(name, at);
        Values[offset] = value;
        _written[offset] = true;
    }

    /// <summary>All elements are 0, as before a scatter.</summary>
    public void Clear()
    {
        Array.Clear(Values);
        Array.Fill(_written, true);
    }

    /// <summary>Nothing is written.</summary>
    public void Forget() => Array.Clear(_written);

    public void Forget(string name, ReadOnlySpan<int> at) => _written[Offset(name, at)] = false;

    private int Offset(string name, ReadOnlySpan<int> at)
    {
        var offset = 0;
        for (var d = 0; d < at.Length; d++)
        {
            if (at[d] < 0 || at[d] >= Shape[d]) throw new InvalidOperationException($"{name}[{string.Join(",", at.ToArray())}] lies outside {string.Join("×", Shape)}.");
            offset = (offset * Shape[d]) + at[d];
        }

        return offset;
    }
}
