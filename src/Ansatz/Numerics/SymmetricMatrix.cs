using System.ComponentModel;
using System.Numerics;

namespace Ansatz.Numerics;

/// <summary>A symmetric matrix that is put together from blocks of columns. Emitted code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class SymmetricMatrix
{
    /// <summary>Copies a block of <paramref name="order"/> × <paramref name="columns"/> to the columns that begin at <paramref name="first"/>.</summary>
    /// <param name="matrix">The matrix, row by row.</param>
    /// <param name="order">How many rows and columns it has.</param>
    /// <param name="first">The first column.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="block">The block, row by row.</param>
    public static void SetColumns<T>(T* matrix, nint order, nint first, nint columns, T* block) where T : unmanaged
    {
        for (nint row = 0; row < order; row++)
            new ReadOnlySpan<T>(block + row * columns, checked((int)columns)).CopyTo(new Span<T>(matrix + row * order + first, checked((int)columns)));
    }

    /// <summary>Replaces each pair of entries that mirror each other, which differ by rounding, by their mean.</summary>
    /// <param name="matrix">The matrix, row by row.</param>
    /// <param name="order">How many rows and columns it has.</param>
    public static void Symmetrize<T>(T* matrix, nint order) where T : unmanaged, INumberBase<T>
    {
        var half = T.One / (T.One + T.One);
        for (nint row = 1; row < order; row++)
        {
            for (nint column = 0; column < row; column++)
            {
                T* below = matrix + row * order + column, above = matrix + column * order + row;
                *below = *above = half * *below + half * *above;
            }
        }
    }
}
