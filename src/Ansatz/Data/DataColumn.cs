using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Ansatz;

/// <summary>Numbers of one kind for each example of a <see cref="Dataset"/>: a tensor whose first extent counts the examples.</summary>
public abstract class DataColumn
{
    private readonly int[] _extents;

    private protected DataColumn(string name, int count, ReadOnlySpan<int> extents, IReadOnlyList<string>? categories)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Count, _extents, Categories) = (name, count, extents.ToArray(), categories);
        long length = 1;
        foreach (var extent in extents)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(extent, 1);
            length = checked(length * extent);
        }
        RowLength = checked((int)length);
    }

    /// <summary>The name, which is that of the model's input.</summary>
    public string Name { get; }

    /// <summary>How many examples there are, before any selection.</summary>
    public int Count { get; }

    /// <summary>The extents of one example, outermost first; none where it is a number.</summary>
    public ReadOnlySpan<int> Extents => _extents;

    /// <summary>What the values 0, 1, … stand for, where the column was made of texts.</summary>
    public IReadOnlyList<string>? Categories { get; }

    /// <summary><see cref="byte"/>, <see cref="int"/>, <see cref="float"/> or <see cref="double"/>.</summary>
    public abstract Type ElementType { get; }

    /// <summary>How many numbers one example has.</summary>
    public int RowLength { get; }

    /// <summary>Whether its values can be had in the other type: integers are not made of fractions.</summary>
    internal bool ConvertsTo(Type type) => type == ElementType || type == typeof(float) || type == typeof(double) || (type == typeof(int) && ElementType == typeof(byte));

    /// <summary>Copies rows one behind the other, converted to the type asked for.</summary>
    internal abstract void CopyRows<TTo>(ReadOnlySpan<int> rows, Span<TTo> target) where TTo : unmanaged;

    /// <summary>The same column with some rows only.</summary>
    internal abstract DataColumn Select(ReadOnlySpan<int> rows);

    /// <summary>The first value in the order of rows that is not finite: its row and its place in it.</summary>
    internal abstract (int Row, int Place)? FirstNonFinite(ReadOnlySpan<int> rows);

    /// <summary>Name, type and shape: <c>X: Byte[60000, 28, 28]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType.Name}[{string.Join(", ", [Count, .. _extents])}]";
}

/// <inheritdoc/>
internal sealed class DataColumn<T>(string name, T[] values, int count, ReadOnlySpan<int> extents, IReadOnlyList<string>? categories = null)
    : DataColumn(name, count, extents, categories) where T : unmanaged, INumber<T>
{
    public override Type ElementType => typeof(T);

    public T[] Values => values;

    internal override void CopyRows<TTo>(ReadOnlySpan<int> rows, Span<TTo> target)
    {
        var width = RowLength;
        if (typeof(TTo) == typeof(T))
        {
            var same = MemoryMarshal.Cast<TTo, T>(target);
            if (width == 1)
            {
                for (var n = 0; n < rows.Length; n++) same[n] = values[rows[n]];
                return;
            }
            for (var n = 0; n < rows.Length; n++) values.AsSpan(rows[n] * width, width).CopyTo(same.Slice(n * width, width));
        }
        else if (typeof(TTo) == typeof(float)) Convert(rows, MemoryMarshal.Cast<TTo, float>(target));
        else if (typeof(TTo) == typeof(double)) Convert(rows, MemoryMarshal.Cast<TTo, double>(target));
        else Convert(rows, MemoryMarshal.Cast<TTo, int>(target));
    }

    private void Convert<TTo>(ReadOnlySpan<int> rows, Span<TTo> target) where TTo : unmanaged, INumber<TTo>
    {
        var width = RowLength;
        for (var n = 0; n < rows.Length; n++)
            TensorPrimitives.ConvertTruncating<T, TTo>(values.AsSpan(rows[n] * width, width), target.Slice(n * width, width));
    }

    internal override DataColumn Select(ReadOnlySpan<int> rows)
    {
        var selected = new T[rows.Length * RowLength];
        CopyRows<T>(rows, selected);
        return new DataColumn<T>(Name, selected, rows.Length, Extents, Categories);
    }

    internal override (int Row, int Place)? FirstNonFinite(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            for (var i = 0; i < RowLength; i++)
            {
                if (!T.IsFinite(values[row * RowLength + i])) return (row, i);
            }
        }
        return null;
    }
}
