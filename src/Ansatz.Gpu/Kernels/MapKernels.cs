using System.ComponentModel;
using ILGPU;

namespace Ansatz.Gpu.Kernels;

/// <summary>The kernels of maps.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MapKernels
{
    /// <summary>The number of this thread in the whole grid.</summary>
    internal static long Thread => ((long)Grid.IdxX * Group.DimX) + Group.IdxX;

    /// <summary>Each thread does one part.</summary>
    public static void Each<TMemory, TBody>(TMemory memory, long elements)
        where TMemory : struct
        where TBody : struct, IEach<TMemory>
    {
        var element = Thread;
        if (element < elements) TBody.At(memory, element);
    }

    /// <summary>Each thread takes one element: for few of them.</summary>
    public static void Map<TMemory, TValue, TBody>(TMemory memory, long elements)
        where TMemory : struct
        where TValue : struct
        where TBody : struct, IMap<TMemory, TValue>
    {
        var element = Thread;
        if (element < elements) TBody.Store(memory, element, TBody.Value(memory, element));
    }

    /// <summary>Each thread takes four elements, as far apart as the group is wide, and waits for the memory of all four together.</summary>
    public static void FourMaps<TMemory, TValue, TBody>(TMemory memory, long elements)
        where TMemory : struct
        where TValue : struct
        where TBody : struct, IMap<TMemory, TValue>
    {
        var first = ((long)Grid.IdxX * 4 * Group.DimX) + Group.IdxX;
        var (second, third, fourth) = (first + Group.DimX, first + (2 * Group.DimX), first + (3 * Group.DimX));
        var last = elements - 1;

        // Beyond the end the last element is computed again, which no branch has to keep from its loads.
        var a = TBody.Value(memory, Math.Min(first, last));
        var b = TBody.Value(memory, Math.Min(second, last));
        var c = TBody.Value(memory, Math.Min(third, last));
        var d = TBody.Value(memory, Math.Min(fourth, last));
        if (first <= last) TBody.Store(memory, first, a);
        if (second <= last) TBody.Store(memory, second, b);
        if (third <= last) TBody.Store(memory, third, c);
        if (fourth <= last) TBody.Store(memory, fourth, d);
    }

    /// <summary>Each thread takes four neighbours; the last one takes what is left.</summary>
    public static void FlatMap<TMemory, TValue, TBody>(TMemory memory, long elements)
        where TMemory : struct
        where TValue : struct
        where TBody : struct, IFlatMap<TMemory, TValue>
    {
        var four = Thread;
        if ((four * 4) + 4 <= elements)
        {
            TBody.FourAt(memory, four);
            return;
        }

        for (var element = four * 4; element < elements; element++) TBody.Store(memory, element, TBody.Value(memory, element));
    }
}
