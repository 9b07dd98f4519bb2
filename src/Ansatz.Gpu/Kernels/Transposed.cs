using System.ComponentModel;

namespace Ansatz.Gpu.Kernels;

/// <summary>A contraction with its rows and columns exchanged: tall tiles then serve products with few rows.</summary>
/// <typeparam name="TMemory">The emitted struct of views, numbers and extents.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TBody">The contraction.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Transposed<TMemory, T, TBody> : IContraction<TMemory, T>
    where TMemory : struct
    where T : unmanaged
    where TBody : struct, IContraction<TMemory, T>
{
    /// <inheritdoc/>
    public static bool RowsAdjacent => TBody.ColumnsAdjacent;

    /// <inheritdoc/>
    public static bool ColumnsAdjacent => TBody.RowsAdjacent;

    /// <inheritdoc/>
    public static T Left(TMemory memory, long outer, long row, long term) => TBody.Right(memory, outer, term, row);

    /// <inheritdoc/>
    public static T Right(TMemory memory, long outer, long term, long column) => TBody.Left(memory, outer, column, term);

    /// <inheritdoc/>
    public static void Store(TMemory memory, long outer, long row, long column, T sum) => TBody.Store(memory, outer, column, row, sum);
}
