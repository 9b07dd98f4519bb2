using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>
/// Rearranges operands of a contraction so that the micro-kernel reads them in order. Columns that pad the last panel hold anything: the
/// kernel masks them.
/// </summary>
static unsafe class Packing
{
    /// <summary>Copies the right operand into panels of two vectors of columns, each panel contiguous, k by k.</summary>
    internal static void Panels<T>(nint k, nint n, T* b, nint bRow, nint bColumn, T* target) where T : unmanaged
    {
        nint vector = Vector256<T>.Count, width = 2 * vector;
        if (bColumn == 1)
        {
            // Some rows of all panels at a time: as many streams read as the hardware prefetches
            const int rows = 8;
            for (nint p = 0; p < k; p += rows)
            {
                nint count = nint.Min(rows, k - p), j = 0;
                for (; j + width <= n; j += width)
                {
                    T* from = b + p * bRow + j, to = target + j * k + p * width;
                    for (nint r = 0; r < count; r++, from += bRow, to += width)
                    {
                        Vector256.Load(from).Store(to);
                        Vector256.Load(from + vector).Store(to + vector);
                    }
                }
                if (j < n) LastPanel(count, n - j, b + p * bRow + j, bRow, target + j * k + p * width);
            }
        }
        else if (bRow == 1)
        {
            for (nint j = 0; j < n; j += width)
                for (nint h = 0; h < width && j + h < n; h += vector)
                    Transpose(k, b + (j + h) * bColumn, bColumn, nint.Min(vector, n - j - h), target + j * k + h, width);
        }
        else
        {
            for (nint j = 0; j < n; j += width)
                for (nint p = 0; p < k; p++)
                    for (nint c = 0; c < width && j + c < n; c++)
                        target[j * k + p * width + c] = b[p * bRow + (j + c) * bColumn];
        }
    }

    [MethodImpl(NoInlining)]
    static void LastPanel<T>(nint k, nint n, T* from, nint bRow, T* to) where T : unmanaged
    {
        nint vector = Vector256<T>.Count;
        for (nint p = 0; p < k; p++, from += bRow, to += 2 * vector)
        {
            if (n >= vector) Vector256.Load(from).Store(to);
            if (n % vector == 0) continue;
            nint whole = n - n % vector;
            new PartialLanes((int)(n - whole)).Load(from + whole).Store(to + whole);
        }
    }

    /// <summary>Rearranges some rows of the left operand tile by tile; one vector beyond the block may be written.</summary>
    internal static RowBlock<T> Interleave<T>(RowBlock<T> block, T* target) where T : unmanaged
    {
        nint depth = block.Depth, step = block.ColumnStep, vector = Vector256<T>.Count;
        for (nint i = 0, height; i < block.Count; i += height)
        {
            height = block.Height(i);
            T* from = block.Start + i * block.RowStep, to = target + i * depth;
            if (step == 1)
            {
                // Whole vectors are written. What the last rows write beyond their k goes to the first rows of the next, which come afterwards.
                for (nint r = (height - 1) / vector * vector; r >= 0; r -= vector)
                    Transpose(depth, from + r * block.RowStep, block.RowStep, nint.Min(vector, height - r), to + r, height);
            }
            else if (block.RowStep == 1)
            {
                nint whole = (height - 1) / vector * vector;
                var lanes = new PartialLanes((int)(height - whole));
                for (nint p = 0; p < depth; p++, from += step, to += height)
                {
                    for (nint r = 0; r < whole; r += vector) Vector256.Load(from + r).Store(to + r);
                    lanes.Load(from + whole).Store(to + whole);
                }
            }
            else
            {
                for (nint p = 0; p < depth; p++, from += step, to += height)
                    for (nint r = 0; r < height; r++) to[r] = from[r * block.RowStep];
            }
        }
        return block.Rearranged(target);
    }

    /// <summary>Lays out some rows of the left operand k by k, <paramref name="lanes"/> rows side by side; rows beyond <paramref name="rows"/> hold anything.</summary>
    internal static void Strip<T>(nint rows, nint k, T* a, nint aRow, nint aColumn, T* target, nint lanes) where T : unmanaged
    {
        nint vector = Vector256<T>.Count;
        if (aColumn == 1)
        {
            for (nint r = 0; r < rows; r += vector) Transpose(k, a + r * aRow, aRow, nint.Min(vector, rows - r), target + r, lanes);
        }
        else if (aRow == 1)
        {
            nint whole = rows - rows % vector;
            var rest = new PartialLanes((int)(rows - whole));
            for (nint p = 0; p < k; p++, a += aColumn, target += lanes)
            {
                for (nint r = 0; r < whole; r += vector) Vector256.Load(a + r).Store(target + r);
                if (whole < rows) rest.Load(a + whole).Store(target + whole);
            }
        }
        else
        {
            for (nint p = 0; p < k; p++, a += aColumn, target += lanes)
                for (nint r = 0; r < rows; r++) target[r] = a[r * aRow];
        }
    }

    /// <summary><c>c[i * cRow + j] = sums[j * lanes + i]</c>; <paramref name="rest"/> is memory for one vector of columns.</summary>
    internal static void Turn<T>(nint columns, nint rows, T* sums, nint lanes, T* c, nint cRow, T* rest) where T : unmanaged
    {
        nint vector = Vector256<T>.Count, j = 0;
        for (; j + vector <= columns; j += vector) Transpose(rows, sums + j * lanes, lanes, vector, c + j, cRow);
        if (j == columns) return;
        var last = new PartialLanes((int)(columns - j));
        Transpose(rows, sums + j * lanes, lanes, columns - j, rest, vector);
        for (nint i = 0; i < rows; i++) last.Store(c + i * cRow + j, last.Load(rest + i * vector));
    }

    /// <summary>
    /// <c>to[p * toStep + r] = from[r * fromStep + p]</c> for all p &lt; <paramref name="k"/> and r &lt; <paramref name="rows"/>, at most one vector of rows.
    /// Whole vectors may be written for each p, in ascending order.
    /// </summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Transpose<T>(nint k, T* from, nint fromStep, nint rows, T* to, nint toStep) where T : unmanaged
    {
        nint p = 0;
        if (Avx.IsSupported)
        {
            // Absent rows repeat the last one
            nint s1 = nint.Min(1, rows - 1) * fromStep, s2 = nint.Min(2, rows - 1) * fromStep, s3 = nint.Min(3, rows - 1) * fromStep;
            if (typeof(T) == typeof(float))
            {
                nint s4 = nint.Min(4, rows - 1) * fromStep, s5 = nint.Min(5, rows - 1) * fromStep, s6 = nint.Min(6, rows - 1) * fromStep, s7 = nint.Min(7, rows - 1) * fromStep;
                for (; p + 8 <= k; p += 8, to += 8 * toStep)
                {
                    float* f = (float*)from + p;
                    float* t = (float*)to;
                    var r0 = Vector256.Load(f);
                    var r1 = Vector256.Load(f + s1);
                    var r2 = Vector256.Load(f + s2);
                    var r3 = Vector256.Load(f + s3);
                    var r4 = Vector256.Load(f + s4);
                    var r5 = Vector256.Load(f + s5);
                    var r6 = Vector256.Load(f + s6);
                    var r7 = Vector256.Load(f + s7);
                    var t0 = Avx.UnpackLow(r0, r1);
                    var t1 = Avx.UnpackHigh(r0, r1);
                    var t2 = Avx.UnpackLow(r2, r3);
                    var t3 = Avx.UnpackHigh(r2, r3);
                    var t4 = Avx.UnpackLow(r4, r5);
                    var t5 = Avx.UnpackHigh(r4, r5);
                    var t6 = Avx.UnpackLow(r6, r7);
                    var t7 = Avx.UnpackHigh(r6, r7);
                    r0 = Avx.Shuffle(t0, t2, 0x44);
                    r1 = Avx.Shuffle(t0, t2, 0xEE);
                    r2 = Avx.Shuffle(t1, t3, 0x44);
                    r3 = Avx.Shuffle(t1, t3, 0xEE);
                    r4 = Avx.Shuffle(t4, t6, 0x44);
                    r5 = Avx.Shuffle(t4, t6, 0xEE);
                    r6 = Avx.Shuffle(t5, t7, 0x44);
                    r7 = Avx.Shuffle(t5, t7, 0xEE);
                    Avx.Permute2x128(r0, r4, 0x20).Store(t);
                    Avx.Permute2x128(r1, r5, 0x20).Store(t + toStep);
                    Avx.Permute2x128(r2, r6, 0x20).Store(t + 2 * toStep);
                    Avx.Permute2x128(r3, r7, 0x20).Store(t + 3 * toStep);
                    Avx.Permute2x128(r0, r4, 0x31).Store(t + 4 * toStep);
                    Avx.Permute2x128(r1, r5, 0x31).Store(t + 5 * toStep);
                    Avx.Permute2x128(r2, r6, 0x31).Store(t + 6 * toStep);
                    Avx.Permute2x128(r3, r7, 0x31).Store(t + 7 * toStep);
                }
            }
            else
            {
                for (; p + 4 <= k; p += 4, to += 4 * toStep)
                {
                    double* f = (double*)from + p;
                    double* t = (double*)to;
                    var r0 = Vector256.Load(f);
                    var r1 = Vector256.Load(f + s1);
                    var r2 = Vector256.Load(f + s2);
                    var r3 = Vector256.Load(f + s3);
                    var t0 = Avx.UnpackLow(r0, r1);
                    var t1 = Avx.UnpackHigh(r0, r1);
                    var t2 = Avx.UnpackLow(r2, r3);
                    var t3 = Avx.UnpackHigh(r2, r3);
                    Avx.Permute2x128(t0, t2, 0x20).Store(t);
                    Avx.Permute2x128(t1, t3, 0x20).Store(t + toStep);
                    Avx.Permute2x128(t0, t2, 0x31).Store(t + 2 * toStep);
                    Avx.Permute2x128(t1, t3, 0x31).Store(t + 3 * toStep);
                }
            }
        }
        for (; p < k; p++, to += toStep)
            for (nint r = 0; r < rows; r++) to[r] = from[r * fromStep + p];
    }
}
