using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Ansatz.Benchmarks.Data;

/// <summary>Native memory at a multiple of 64 bytes, as every peer uses it.</summary>
internal sealed unsafe class AlignedArray<T> : IDisposable
    where T : unmanaged
{
    private readonly nint[] _lengths;
    private T* _start;

    /// <summary>A tensor of zeros.</summary>
    public AlignedArray(params ReadOnlySpan<nint> lengths)
    {
        _lengths = lengths.ToArray();
        nint length = 1;
        foreach (nint l in lengths) length *= l;
        Length = (int)length;
        _start = (T*)NativeMemory.AlignedAlloc((nuint)Length * (nuint)sizeof(T), 64);
        Values.Clear();
    }

    /// <summary>A tensor of the first of some values.</summary>
    public AlignedArray(ReadOnlySpan<T> values, params ReadOnlySpan<nint> lengths)
        : this(lengths) => values[..Length].CopyTo(Values);

    /// <summary>How many elements there are.</summary>
    public int Length { get; }

    /// <summary>The first element.</summary>
    public T* Start => _start;

    /// <summary>All elements.</summary>
    public Span<T> Values => new(_start, Length);

    /// <summary>All elements, with their shape.</summary>
    public TensorSpan<T> Tensor => new(_start, Length, _lengths);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
