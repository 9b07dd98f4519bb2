using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Benchmarks.Prototype;

/// <summary>Rearranges a right operand into panels of 16 columns, each contiguous, row by row. Sizes are multiples of 8 and 16.</summary>
internal static unsafe class Panels
{
    /// <summary>From a row-major k × n matrix.</summary>
    public static void Pack(int k, int n, float* from, nint fromRow, float* to)
    {
        for (int column = 0; column < n; column += 16)
        {
            float* source = from + column;
            for (int row = 0; row < k; row++, source += fromRow, to += 16)
            {
                Vector256.Load(source).Store(to);
                Vector256.Load(source + 8).Store(to + 8);
            }
        }
    }

    /// <summary>From the transpose: a row-major n × k matrix, turned in registers, 8 × 8 elements at a time.</summary>
    public static void PackTransposed(int k, int n, float* from, nint fromRow, float* to)
    {
        for (int column = 0; column < n; column += 16, to += 16 * k)
        {
            for (int half = 0; half < 16; half += 8)
            {
                for (int row = 0; row < k; row += 8) Transpose(from + ((column + half) * fromRow) + row, fromRow, to + (row * 16) + half);
            }
        }
    }

    private static void Transpose(float* from, nint fromRow, float* to)
    {
        var r0 = Vector256.Load(from);
        var r1 = Vector256.Load(from + fromRow);
        var r2 = Vector256.Load(from + (2 * fromRow));
        var r3 = Vector256.Load(from + (3 * fromRow));
        var r4 = Vector256.Load(from + (4 * fromRow));
        var r5 = Vector256.Load(from + (5 * fromRow));
        var r6 = Vector256.Load(from + (6 * fromRow));
        var r7 = Vector256.Load(from + (7 * fromRow));

        // Pairs of rows, then pairs of pairs, within each half of the registers ...
        var a0 = Avx.UnpackLow(r0, r1);
        var a1 = Avx.UnpackHigh(r0, r1);
        var a2 = Avx.UnpackLow(r2, r3);
        var a3 = Avx.UnpackHigh(r2, r3);
        var a4 = Avx.UnpackLow(r4, r5);
        var a5 = Avx.UnpackHigh(r4, r5);
        var a6 = Avx.UnpackLow(r6, r7);
        var a7 = Avx.UnpackHigh(r6, r7);
        r0 = Avx.Shuffle(a0, a2, 0x44);
        r1 = Avx.Shuffle(a0, a2, 0xEE);
        r2 = Avx.Shuffle(a1, a3, 0x44);
        r3 = Avx.Shuffle(a1, a3, 0xEE);
        r4 = Avx.Shuffle(a4, a6, 0x44);
        r5 = Avx.Shuffle(a4, a6, 0xEE);
        r6 = Avx.Shuffle(a5, a7, 0x44);
        r7 = Avx.Shuffle(a5, a7, 0xEE);

        // ... and the halves exchanged.
        Avx.Permute2x128(r0, r4, 0x20).Store(to);
        Avx.Permute2x128(r1, r5, 0x20).Store(to + 16);
        Avx.Permute2x128(r2, r6, 0x20).Store(to + 32);
        Avx.Permute2x128(r3, r7, 0x20).Store(to + 48);
        Avx.Permute2x128(r0, r4, 0x31).Store(to + 64);
        Avx.Permute2x128(r1, r5, 0x31).Store(to + 80);
        Avx.Permute2x128(r2, r6, 0x31).Store(to + 96);
        Avx.Permute2x128(r3, r7, 0x31).Store(to + 112);
    }
}
