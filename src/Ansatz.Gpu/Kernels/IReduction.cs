using System.ComponentModel;

namespace Ansatz.Gpu.Kernels;

/// <summary>An emitted reduction: each element of its domain joins its terms, in any order.</summary>
/// <typeparam name="TMemory">The emitted struct of views, numbers and extents.</typeparam>
/// <typeparam name="TState">What some of the terms come to.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IReduction<TMemory, TState>
    where TMemory : struct
    where TState : unmanaged
{
    /// <summary>What no terms come to.</summary>
    static abstract TState Empty { get; }

    /// <summary>What two sets of terms come to together.</summary>
    static abstract TState Join(TState a, TState b);

    /// <summary>One term.</summary>
    /// <param name="memory">What the kernel works on.</param>
    /// <param name="element">The number of the element.</param>
    /// <param name="term">The number of the term.</param>
    static abstract TState Term(TMemory memory, long element, long term);

    /// <summary>Takes what all terms of an element come to.</summary>
    static abstract void Store(TMemory memory, long element, TState state);
}

/// <summary>An emitted reduction with maps over its terms that use what they come to: the threads that joined the terms visit them again, from the cache.</summary>
/// <typeparam name="TMemory">The emitted struct of views, numbers and extents.</typeparam>
/// <typeparam name="TState">What some of the terms come to.</typeparam>
/// <typeparam name="TValue">What the maps use.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IVisitingReduction<TMemory, TState, TValue> : IReduction<TMemory, TState>
    where TMemory : struct
    where TState : unmanaged
    where TValue : unmanaged
{
    /// <summary>The number in what the terms come to.</summary>
    static abstract TValue Value(TState state);

    /// <summary>Computes and keeps what the maps give for one term.</summary>
    /// <param name="memory">What the kernel works on.</param>
    /// <param name="element">The number of the element.</param>
    /// <param name="term">The number of the term.</param>
    /// <param name="value">What all terms of the element come to.</param>
    static abstract void Visit(TMemory memory, long element, long term, TValue value);
}
