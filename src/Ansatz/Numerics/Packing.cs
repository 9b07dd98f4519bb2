using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>Copies the right operand of a contraction into panels of two vectors of columns, each panel contiguous, the last one padded with zeros.</summary>
static unsafe class Packing
{
    [MethodImpl(NoInlining | AggressiveOptimization)]
    internal static void Pack<T>(nint k, nint n, T* b, nint bRow, nint bColumn, T* target) where T : unmanaged
    {
        nint width = 2 * Vector256<T>.Count;
        for (nint j = 0; j < n; j += width)
            for (nint p = 0; p < k; p++, target += width)
                for (nint c = 0; c < width; c++)
                    target[c] = j + c < n ? b[p * bRow + (j + c) * bColumn] : default;
    }
}
