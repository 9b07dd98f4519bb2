using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ansatz;

/// <summary>
/// Where one stored tensor lies. Every set that lists the tensor holds the same segment, so that all see it when an owner moves
/// it into its own array.
/// </summary>
internal abstract class Segment(int[] shape, int length, ParameterKind kind, Initial initial, int fanIn, int fanOut)
{
    public int[] Shape { get; } = shape;
    public int Length { get; } = length;

    /// <summary>How many elements a row has: what one index of the first dimension stands for.</summary>
    public int RowLength { get; } = shape.Length == 0 ? length : length / shape[0];

    public ParameterKind Kind { get; } = kind;
    public Initial Initial { get; } = initial;
    public int FanIn { get; } = fanIn;
    public int FanOut { get; } = fanOut;

    /// <summary>The first value of the element at given indices, or null.</summary>
    public Func<int[], double>? First { get; init; }
    public abstract Type ElementType { get; }
    public abstract string FileType { get; }

    /// <summary>What watches over copies of it on devices; null until there is one.</summary>
    public Residency? Residency { get; set; }

    /// <summary>The memory of elements first .. first + count as bytes, to be changed.</summary>
    public abstract Span<byte> Bytes(int first, int count);

    /// <summary>The memory of elements first .. first + count as bytes, to be read.</summary>
    public abstract ReadOnlySpan<byte> ReadBytes(int first, int count);

    /// <summary>Elements taken in an array, padding to the next multiple of 64 bytes included.</summary>
    public int PaddedLength => (int)BlockLayout.Align(Length, ElementSize);

    public abstract int ElementSize { get; }

    public static Segment Create(in ParameterDeclaration declaration)
    {
        var (name, shape) = (declaration.Name, declaration.Shape);
        long length = 1;
        foreach (var extent in shape)
        {
            if (extent < 1) throw new ArgumentException($"Every extent of '{name}' must be at least 1, but one is {extent}.");
            length = Math.Min(length * extent, 1L << 32); // stays beyond the limit below once it is, without overflow
        }
        if (length > BlockLayout.MaxElements) throw new ArgumentException($"'{name}' has more than {BlockLayout.MaxElements} elements.");

        var inner = shape.Length <= 1 ? (int)length : (int)length / shape[0];
        var fanIn = declaration.FanIn > 0 ? declaration.FanIn : inner;
        var fanOut = declaration.FanOut > 0 ? declaration.FanOut : shape.Length == 0 ? 1 : shape[0];
        var initial = declaration.Initial;
        if (initial == Initial.Default)
            initial = declaration.Kind == ParameterKind.State || shape.Length <= 1 ? Initial.Zero : Initial.LecunNormal;

        if (declaration.ElementType == typeof(float)) return new Segment<float>(shape, (int)length, declaration.Kind, initial, fanIn, fanOut) { First = declaration.First };
        if (declaration.ElementType == typeof(double)) return new Segment<double>(shape, (int)length, declaration.Kind, initial, fanIn, fanOut) { First = declaration.First };
        if (declaration.ElementType == typeof(int) && declaration.Kind == ParameterKind.State)
            return new Segment<int>(shape, (int)length, declaration.Kind, initial, fanIn, fanOut) { First = declaration.First };
        throw new ArgumentException($"'{name}' must be of float or double (a state also of int), but is of {declaration.ElementType}.");
    }
}

/// <inheritdoc/>
internal sealed unsafe class Segment<T>(int[] shape, int length, ParameterKind kind, Initial initial, int fanIn, int fanOut)
    : Segment(shape, length, kind, initial, fanIn, fanOut) where T : unmanaged
{
    private T[] _array = [];
    private int _first;
    private T* _pointer;
    private Tensor<T>? _view;

    public override Type ElementType => typeof(T);
    public override string FileType => typeof(T) == typeof(float) ? "F32" : typeof(T) == typeof(double) ? "F64" : "I32";
    public override int ElementSize => sizeof(T);

    /// <summary>The array in which it lies, with others; only devices' copies look into it past <see cref="Segment.Residency"/>.</summary>
    public T[] Array => _array;

    /// <summary>The address of its first element, for devices' copies.</summary>
    public T* Address => _pointer;

    /// <summary>Where it lies in <see cref="Array"/>, counted from the first tensor there.</summary>
    public int Offset => BlockLayout.Offset(_first, sizeof(T));

    // All that follows may be used to change the values, except where it says so.

    public T* Pointer
    {
        get
        {
            Residency?.Change();
            return _pointer;
        }
    }

    public Span<T> Values
    {
        get
        {
            Residency?.Change();
            return new(_array, _first, Length);
        }
    }

    public ReadOnlySpan<T> ReadValues
    {
        get
        {
            Residency?.Read();
            return new(_array, _first, Length);
        }
    }

    /// <summary>A tensor over the memory itself; another one after each move.</summary>
    public Tensor<T> View
    {
        get
        {
            Residency?.Change();
            return _view ??= BlockLayout.View(_array, _first, Shape);
        }
    }

    public override Span<byte> Bytes(int first, int count) => MemoryMarshal.AsBytes(Values.Slice(first, count));

    public override ReadOnlySpan<byte> ReadBytes(int first, int count) => MemoryMarshal.AsBytes(ReadValues.Slice(first, count));

    /// <summary>Moves the tensor to another place, values and all.</summary>
    public void MoveTo(T[] array, int first)
    {
        if (_array.Length > 0) ReadValues.CopyTo(array.AsSpan(first));
        Residency = null; // copies on devices are of the old place
        _array = array;
        _first = first;
        _pointer = (T*)Unsafe.AsPointer(ref array[first]); // the array is pinned
        _view = null;
    }
}
