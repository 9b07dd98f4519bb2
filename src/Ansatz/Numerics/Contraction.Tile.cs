using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// The micro-kernel. Row and vector counts are type arguments, so that each shape of tile is compiled apart and the
// accumulators of absent rows do not exist.
public static unsafe partial class Contraction
{
    /// <summary>Where a pass over some of the k stands: the first one starts from zero, the last one ends with the epilogue.</summary>
    [Flags]
    enum Pass { Middle = 0, First = 1, Last = 2 }

    /// <summary>
    /// Tiles below each other, of up to six rows by up to two vectors of columns: one accumulator per vector, k in ascending order, so that
    /// an element's sum does not depend on the tile it is in. The epilogue is one that works in registers.
    /// </summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Tiles<T, TRows, TWidth, TLast, TEpilogue>(in TileStack<T> tiles, T* b, nint bStep, in Target<T> target, Pass pass, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TRows : struct, INumber where TWidth : struct, INumber where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        nint vector = Vector256<T>.Count, aRow = tiles.RowStep * sizeof(T), aColumn = tiles.ColumnStep * sizeof(T), cRow = target.RowStep;
        nint column = target.Column, row = tiles.BlockRow + tiles.First, end = row + tiles.Rows;
        T* a = tiles.Start, c = target.Start + tiles.First * cRow;
        for (; row < end; row += TRows.Value, a += tiles.TileStep, c += TRows.Value * cRow)
        {
            Vector256<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
            Vector256<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
            if ((pass & Pass.First) == 0)
            {
                T* d = c;
                if (TWidth.Value == 1) c00 = lanes.Load(d); else { c00 = Vector256.Load(d); c01 = lanes.Load(d + vector); }
                if (TRows.Value > 1) { d += cRow; if (TWidth.Value == 1) c10 = lanes.Load(d); else { c10 = Vector256.Load(d); c11 = lanes.Load(d + vector); } }
                if (TRows.Value > 2) { d += cRow; if (TWidth.Value == 1) c20 = lanes.Load(d); else { c20 = Vector256.Load(d); c21 = lanes.Load(d + vector); } }
                if (TRows.Value > 3) { d += cRow; if (TWidth.Value == 1) c30 = lanes.Load(d); else { c30 = Vector256.Load(d); c31 = lanes.Load(d + vector); } }
                if (TRows.Value > 4) { d += cRow; if (TWidth.Value == 1) c40 = lanes.Load(d); else { c40 = Vector256.Load(d); c41 = lanes.Load(d + vector); } }
                if (TRows.Value > 5) { d += cRow; if (TWidth.Value == 1) c50 = lanes.Load(d); else { c50 = Vector256.Load(d); c51 = lanes.Load(d + vector); } }
            }
            byte* p = (byte*)a;
            T* bk = b;
            nint left = tiles.Depth;
            do
            {
                Vector256<T> b0, b1 = default;
                if (TWidth.Value == 1) b0 = lanes.Load(bk);
                else { b0 = Vector256.Load(bk); b1 = lanes.Load(bk + vector); }
                byte* q = p + 3 * aRow;
                var x = Vector256.Create(*(T*)p);
                c00 = Lanes.MultiplyAdd(x, b0, c00);
                if (TWidth.Value > 1) c01 = Lanes.MultiplyAdd(x, b1, c01);
                if (TRows.Value > 1)
                {
                    x = Vector256.Create(*(T*)(p + aRow));
                    c10 = Lanes.MultiplyAdd(x, b0, c10);
                    if (TWidth.Value > 1) c11 = Lanes.MultiplyAdd(x, b1, c11);
                }
                if (TRows.Value > 2)
                {
                    x = Vector256.Create(*(T*)(p + 2 * aRow));
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
                    x = Vector256.Create(*(T*)(q + aRow));
                    c40 = Lanes.MultiplyAdd(x, b0, c40);
                    if (TWidth.Value > 1) c41 = Lanes.MultiplyAdd(x, b1, c41);
                }
                if (TRows.Value > 5)
                {
                    x = Vector256.Create(*(T*)(q + 2 * aRow));
                    c50 = Lanes.MultiplyAdd(x, b0, c50);
                    if (TWidth.Value > 1) c51 = Lanes.MultiplyAdd(x, b1, c51);
                }
                p += aColumn;
                bk += bStep;
            }
            while (--left > 0);

            if (typeof(TEpilogue) != typeof(Keep<T>) && (pass & Pass.Last) != 0)
            {
                T* d = c;
                Finish<T, TWidth, TLast, TEpilogue>(c00, c01, d, row, column, lanes, epilogue);
                if (TRows.Value > 1) Finish<T, TWidth, TLast, TEpilogue>(c10, c11, d += cRow, row + 1, column, lanes, epilogue);
                if (TRows.Value > 2) Finish<T, TWidth, TLast, TEpilogue>(c20, c21, d += cRow, row + 2, column, lanes, epilogue);
                if (TRows.Value > 3) Finish<T, TWidth, TLast, TEpilogue>(c30, c31, d += cRow, row + 3, column, lanes, epilogue);
                if (TRows.Value > 4) Finish<T, TWidth, TLast, TEpilogue>(c40, c41, d += cRow, row + 4, column, lanes, epilogue);
                if (TRows.Value > 5) Finish<T, TWidth, TLast, TEpilogue>(c50, c51, d += cRow, row + 5, column, lanes, epilogue);
            }
            else
            {
                T* d = c;
                Store<T, TWidth, TLast>(c00, c01, d, lanes);
                if (TRows.Value > 1) Store<T, TWidth, TLast>(c10, c11, d += cRow, lanes);
                if (TRows.Value > 2) Store<T, TWidth, TLast>(c20, c21, d += cRow, lanes);
                if (TRows.Value > 3) Store<T, TWidth, TLast>(c30, c31, d += cRow, lanes);
                if (TRows.Value > 4) Store<T, TWidth, TLast>(c40, c41, d += cRow, lanes);
                if (TRows.Value > 5) Store<T, TWidth, TLast>(c50, c51, d += cRow, lanes);
            }
        }
    }

    [MethodImpl(AggressiveInlining)]
    static void Store<T, TWidth, TLast>(Vector256<T> z0, Vector256<T> z1, T* c, TLast lanes)
        where T : unmanaged where TWidth : struct, INumber where TLast : struct, ILanes
    {
        if (TWidth.Value == 1)
        {
            lanes.Store(c, z0);
            return;
        }
        Vector256.Store(z0, c);
        lanes.Store(c + Vector256<T>.Count, z1);
    }

    [MethodImpl(AggressiveInlining)]
    static void Finish<T, TWidth, TLast, TEpilogue>(Vector256<T> z0, Vector256<T> z1, T* c, nint row, nint column, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TWidth : struct, INumber where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        if (TWidth.Value == 1)
        {
            lanes.Store(c, epilogue.Apply(z0, row, column, lanes));
            return;
        }
        Vector256.Store(epilogue.Apply(z0, row, column, default(FullLanes)), c);
        lanes.Store(c + Vector256<T>.Count, epilogue.Apply(z1, row, column + Vector256<T>.Count, lanes));
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
