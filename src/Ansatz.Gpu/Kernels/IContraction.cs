using System.ComponentModel;

namespace Ansatz.Gpu.Kernels;

/// <summary>An emitted contraction: for each value of the outer indices a matrix product, Σ left[row,term]·right[term,column].</summary>
/// <typeparam name="TMemory">The emitted struct of views, numbers and extents.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IContraction<TMemory, T>
    where TMemory : struct
    where T : unmanaged
{
    /// <summary>Whether neighbouring rows of the left operand lie side by side; otherwise neighbouring terms are taken to.</summary>
    static abstract bool RowsAdjacent { get; }

    /// <summary>Whether neighbouring columns of the right operand lie side by side; otherwise neighbouring terms are taken to.</summary>
    static abstract bool ColumnsAdjacent { get; }

    /// <summary>An element of the left operand.</summary>
    static abstract T Left(TMemory memory, long outer, long row, long term);

    /// <summary>An element of the right operand.</summary>
    static abstract T Right(TMemory memory, long outer, long term, long column);

    /// <summary>Takes a sum: the epilogue.</summary>
    static abstract void Store(TMemory memory, long outer, long row, long column, T sum);
}
