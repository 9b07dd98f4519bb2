using System.ComponentModel;

namespace Ansatz.Gpu.Kernels;

/// <summary>An emitted map: what an element comes to, apart from keeping it, so that one thread may have several on the way at once.</summary>
/// <typeparam name="TMemory">The emitted struct of views, numbers and extents.</typeparam>
/// <typeparam name="TValue">A value, or a tuple of the values of several tensors.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IMap<TMemory, TValue>
    where TMemory : struct
    where TValue : struct
{
    /// <summary>What the element with this number comes to.</summary>
    static abstract TValue Value(TMemory memory, long element);

    /// <summary>Keeps it.</summary>
    static abstract void Store(TMemory memory, long element, TValue value);
}

/// <summary>A map whose elements read and write only elements of their own number, so that one thread can take four by one access to each piece of memory.</summary>
/// <typeparam name="TMemory">The emitted struct of views, numbers and extents.</typeparam>
/// <typeparam name="TValue">A value, or a tuple of the values of several tensors.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFlatMap<TMemory, TValue> : IMap<TMemory, TValue>
    where TMemory : struct
    where TValue : struct
{
    /// <summary>Computes and keeps the elements from 4·<paramref name="four"/> on.</summary>
    static abstract void FourAt(TMemory memory, long four);
}

/// <summary>What each thread of an emitted kernel does: steps of recurrences, scatters, whole matrices.</summary>
/// <typeparam name="TMemory">The emitted struct of views, numbers and extents.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEach<TMemory>
    where TMemory : struct
{
    /// <summary>Does the part with this number.</summary>
    static abstract void At(TMemory memory, long element);
}
