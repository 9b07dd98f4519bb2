using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Ansatz;

/// <summary>How tensors lie in one pinned array: each starts at a multiple of 64 bytes, a cache line and the widest vector.</summary>
internal static unsafe class BlockLayout
{
    public const int Alignment = 64;

    /// <summary>The longest array of the platform, less what alignment may cost.</summary>
    public static long MaxElements => Array.MaxLength - 2 * Alignment;

    /// <summary>A count of elements, rounded up to whole multiples of 64 bytes.</summary>
    public static long Align(long count, int elementSize)
    {
        var unit = Alignment / elementSize;
        return (count + unit - 1) / unit * unit;
    }

    /// <summary>Where a tensor lies, counted from the first tensor of its array: where the array's own alignment ends is left out.</summary>
    public static int Offset(int first, int elementSize) => first - first % (Alignment / elementSize);

    /// <summary>A pinned, zeroed array for <paramref name="count"/> elements from the returned first one on, with 64 bytes to spare behind them.</summary>
    public static T[] Allocate<T>(long count, out int first) where T : unmanaged
    {
        var unit = Alignment / sizeof(T);
        if (count > MaxElements) throw new ArgumentException($"A model can hold at most {MaxElements} numbers of one type, but this one needs {count}.");
        var array = GC.AllocateArray<T>((int)count + 2 * unit, pinned: true);
        var misplaced = (int)((nuint)Unsafe.AsPointer(ref array[0]) % Alignment) / sizeof(T);
        first = misplaced == 0 ? 0 : unit - misplaced;
        return array;
    }

    /// <summary>A tensor over part of an array. The platform's tensors have at least one dimension: a scalar is seen as [1].</summary>
    public static Tensor<T> View<T>(T[] array, int first, ReadOnlySpan<int> shape)
    {
        Span<nint> lengths = stackalloc nint[Math.Max(shape.Length, 1)];
        lengths[0] = 1;
        for (var i = 0; i < shape.Length; i++) lengths[i] = shape[i];
        return System.Numerics.Tensors.Tensor.Create(array, first, lengths, []);
    }
}
