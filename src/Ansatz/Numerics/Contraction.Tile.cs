using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Contraction
{
    const int Depth = 256;   // k per pass: a panel of that depth (16 KB) stays in the first-level cache

    static void Tiles<T, TEpilogue>(nint m, nint n, nint k, T* a, nint aRow, nint aColumn, Panels<T> b, T* c, nint cRow, TEpilogue epilogue)
        where T : unmanaged where TEpilogue : struct, IEpilogue<T>
    {
        nint vector = Vector256<T>.Count, width = 2 * vector;
        for (nint p = 0; p < k; p += Depth)
        {
            nint depth = nint.Min(Depth, k - p);
            bool first = p == 0, last = p + depth == k;
            T* panel = b.Start + p * b.Step;
            nint j = 0;
            for (; j + width <= n; j += width, panel += b.Next)
                Column<T, Two, FullLanes, TEpilogue>(m, depth, a + p * aColumn, aRow, aColumn, panel, b.Step, c + j, cRow, j, first, last, default, epilogue);
            nint rest = n - j;
            if (rest == 0) continue;
            if (rest > vector) Column<T, Two, PartialLanes, TEpilogue>(m, depth, a + p * aColumn, aRow, aColumn, panel, b.Step, c + j, cRow, j, first, last, new((int)(rest - vector)), epilogue);
            else if (rest == vector) Column<T, One, FullLanes, TEpilogue>(m, depth, a + p * aColumn, aRow, aColumn, panel, b.Step, c + j, cRow, j, first, last, default, epilogue);
            else Column<T, One, PartialLanes, TEpilogue>(m, depth, a + p * aColumn, aRow, aColumn, panel, b.Step, c + j, cRow, j, first, last, new((int)rest), epilogue);
        }
    }

    /// <summary>All rows times one panel.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Column<T, TWidth, TLast, TEpilogue>(
        nint m, nint depth, T* a, nint aRow, nint aColumn, T* panel, nint step, T* c, nint cRow, nint column, bool first, bool last, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TWidth : struct, INumber where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        for (nint i = 0, rows; i < m; i += rows)
        {
            nint left = m - i;
            // 7 and 8 as 4 + 3 and 4 + 4, so that no tile is left with a row or two
            rows = left >= 9 || left == 6 ? 6 : left >= 7 ? 4 : left;
            T* x = a + i * aRow, y = c + i * cRow;
            switch (rows)
            {
                case 6: Tile<T, Six, TWidth, TLast, TEpilogue>(depth, x, aRow, aColumn, panel, step, y, cRow, i, column, first, last, lanes, epilogue); break;
                case 5: Tile<T, Five, TWidth, TLast, TEpilogue>(depth, x, aRow, aColumn, panel, step, y, cRow, i, column, first, last, lanes, epilogue); break;
                case 4: Tile<T, Four, TWidth, TLast, TEpilogue>(depth, x, aRow, aColumn, panel, step, y, cRow, i, column, first, last, lanes, epilogue); break;
                case 3: Tile<T, Three, TWidth, TLast, TEpilogue>(depth, x, aRow, aColumn, panel, step, y, cRow, i, column, first, last, lanes, epilogue); break;
                case 2: Tile<T, Two, TWidth, TLast, TEpilogue>(depth, x, aRow, aColumn, panel, step, y, cRow, i, column, first, last, lanes, epilogue); break;
                default: Tile<T, One, TWidth, TLast, TEpilogue>(depth, x, aRow, aColumn, panel, step, y, cRow, i, column, first, last, lanes, epilogue); break;
            }
        }
    }

    /// <summary>
    /// The micro-kernel: up to six rows by up to two vectors of columns, one accumulator each, k in ascending order. Row and vector counts are type
    /// arguments, so that each shape is compiled apart and the accumulators of absent rows do not exist.
    /// </summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Tile<T, TRows, TWidth, TLast, TEpilogue>(
        nint depth, T* a, nint aRow, nint aColumn, T* b, nint bStep, T* c, nint cRow, nint row, nint column, bool first, bool last, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TRows : struct, INumber where TWidth : struct, INumber where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        int vector = Vector256<T>.Count;
        nint s = aRow * sizeof(T), next = aColumn * sizeof(T);
        byte* p = (byte*)a;
        Vector256<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        if (!first)
        {
            T* d = c;
            if (TWidth.Value == 1) c00 = lanes.Load(d); else { c00 = Vector256.Load(d); c01 = lanes.Load(d + vector); }
            if (TRows.Value > 1) { d += cRow; if (TWidth.Value == 1) c10 = lanes.Load(d); else { c10 = Vector256.Load(d); c11 = lanes.Load(d + vector); } }
            if (TRows.Value > 2) { d += cRow; if (TWidth.Value == 1) c20 = lanes.Load(d); else { c20 = Vector256.Load(d); c21 = lanes.Load(d + vector); } }
            if (TRows.Value > 3) { d += cRow; if (TWidth.Value == 1) c30 = lanes.Load(d); else { c30 = Vector256.Load(d); c31 = lanes.Load(d + vector); } }
            if (TRows.Value > 4) { d += cRow; if (TWidth.Value == 1) c40 = lanes.Load(d); else { c40 = Vector256.Load(d); c41 = lanes.Load(d + vector); } }
            if (TRows.Value > 5) { d += cRow; if (TWidth.Value == 1) c50 = lanes.Load(d); else { c50 = Vector256.Load(d); c51 = lanes.Load(d + vector); } }
        }
        do
        {
            Vector256<T> b0, b1 = default;
            if (TWidth.Value == 1) b0 = lanes.Load(b);
            else { b0 = Vector256.Load(b); b1 = lanes.Load(b + vector); }
            byte* q = p + 3 * s;
            var x = Vector256.Create(*(T*)p);
            c00 = Lanes.MultiplyAdd(x, b0, c00);
            if (TWidth.Value > 1) c01 = Lanes.MultiplyAdd(x, b1, c01);
            if (TRows.Value > 1)
            {
                x = Vector256.Create(*(T*)(p + s));
                c10 = Lanes.MultiplyAdd(x, b0, c10);
                if (TWidth.Value > 1) c11 = Lanes.MultiplyAdd(x, b1, c11);
            }
            if (TRows.Value > 2)
            {
                x = Vector256.Create(*(T*)(p + 2 * s));
                c20 = Lanes.MultiplyAdd(x, b0, c20);
                if (TWidth.Value > 1) c21 = Lanes.MultiplyAdd(x, b1, c21);
            }
            if (TRows.Value > 3)
            {
                x = Vector256.Create(*(T*)q);
                c30 = Lanes.MultiplyAdd(x, b0, c30);
                if (TWidth.Value > 1) c31 = Lanes.MultiplyAdd(x, b1, c31);
            }
            if (TRows.Value > 4)
            {
                x = Vector256.Create(*(T*)(q + s));
                c40 = Lanes.MultiplyAdd(x, b0, c40);
                if (TWidth.Value > 1) c41 = Lanes.MultiplyAdd(x, b1, c41);
            }
            if (TRows.Value > 5)
            {
                x = Vector256.Create(*(T*)(q + 2 * s));
                c50 = Lanes.MultiplyAdd(x, b0, c50);
                if (TWidth.Value > 1) c51 = Lanes.MultiplyAdd(x, b1, c51);
            }
            p += next;
            b += bStep;
        }
        while (--depth > 0);

        bool inRegisters = TEpilogue.InRegisters && last;
        Finish<T, TWidth, TLast, TEpilogue>(c00, c01, c, row, column, inRegisters, lanes, epilogue);
        if (TRows.Value > 1) Finish<T, TWidth, TLast, TEpilogue>(c10, c11, c + cRow, row + 1, column, inRegisters, lanes, epilogue);
        if (TRows.Value > 2) Finish<T, TWidth, TLast, TEpilogue>(c20, c21, c + 2 * cRow, row + 2, column, inRegisters, lanes, epilogue);
        if (TRows.Value > 3) Finish<T, TWidth, TLast, TEpilogue>(c30, c31, c + 3 * cRow, row + 3, column, inRegisters, lanes, epilogue);
        if (TRows.Value > 4) Finish<T, TWidth, TLast, TEpilogue>(c40, c41, c + 4 * cRow, row + 4, column, inRegisters, lanes, epilogue);
        if (TRows.Value > 5) Finish<T, TWidth, TLast, TEpilogue>(c50, c51, c + 5 * cRow, row + 5, column, inRegisters, lanes, epilogue);
        if (TEpilogue.InRegisters || !last) return;
        for (int r = 0; r < TRows.Value; r++, c += cRow)
        {
            if (TWidth.Value == 1) lanes.Store(c, epilogue.Apply(lanes.Load(c), row + r, column, lanes));
            else
            {
                epilogue.Apply(Vector256.Load(c), row + r, column, default(FullLanes)).Store(c);
                lanes.Store(c + vector, epilogue.Apply(lanes.Load(c + vector), row + r, column + vector, lanes));
            }
        }
    }

    [MethodImpl(AggressiveInlining)]
    static void Finish<T, TWidth, TLast, TEpilogue>(Vector256<T> z0, Vector256<T> z1, T* c, nint row, nint column, bool apply, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TWidth : struct, INumber where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        if (TWidth.Value == 1)
        {
            lanes.Store(c, apply ? epilogue.Apply(z0, row, column, lanes) : z0);
            return;
        }
        Vector256.Store(apply ? epilogue.Apply(z0, row, column, default(FullLanes)) : z0, c);
        lanes.Store(c + Vector256<T>.Count, apply ? epilogue.Apply(z1, row, column + Vector256<T>.Count, lanes) : z1);
    }

    /// <summary>A number as a type.</summary>
    interface INumber { static abstract int Value { get; } }
    readonly struct One : INumber { public static int Value => 1; }
    readonly struct Two : INumber { public static int Value => 2; }
    readonly struct Three : INumber { public static int Value => 3; }
    readonly struct Four : INumber { public static int Value => 4; }
    readonly struct Five : INumber { public static int Value => 5; }
    readonly struct Six : INumber { public static int Value => 6; }
}
