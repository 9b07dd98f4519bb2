using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    /// Tiles below each other times panels beside each other. A tile is up to six rows by up to two vectors of columns, with one accumulator per vector
    /// (more do not fit the sixteen registers of AVX2, and were slower where there are more) and k in ascending order, so that an element's sum
    /// does not depend on the tile it is in. The epilogue is one that works in registers.
    /// </summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void Tiles<T, TRows, TWidth, TLast, TEpilogue>(in TileStack<T> tiles, in PanelRange<T> panels, T* target, nint cRow, Pass pass, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TRows : unmanaged where TWidth : unmanaged where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        nint vector = Vector256<T>.Count, aRow = tiles.RowStep * sizeof(T), aColumn = tiles.ColumnStep * sizeof(T), bStep = panels.Step;
        nint column = panels.Column, end = tiles.Row + tiles.Rows;
        T* b = panels.Start;
        target += tiles.Row * cRow + column;
        for (nint panel = panels.Count; panel > 0; panel--, b += panels.Next, column += 2 * vector, target += 2 * vector)
        {
            T* a = tiles.Start, c = target;
            for (nint row = tiles.Row; row < end; row += sizeof(TRows), a += tiles.TileStep, c += sizeof(TRows) * cRow)
            {
                Vector256<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
                Vector256<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
                T* d = c;
                if ((pass & Pass.First) == 0)
                {
                    if (sizeof(TWidth) == 1) c00 = lanes.Load(d); else { c00 = Vector256.Load(d); c01 = lanes.Load(d + vector); }
                    if (sizeof(TRows) > 1) { d += cRow; if (sizeof(TWidth) == 1) c10 = lanes.Load(d); else { c10 = Vector256.Load(d); c11 = lanes.Load(d + vector); } }
                    if (sizeof(TRows) > 2) { d += cRow; if (sizeof(TWidth) == 1) c20 = lanes.Load(d); else { c20 = Vector256.Load(d); c21 = lanes.Load(d + vector); } }
                    if (sizeof(TRows) > 3) { d += cRow; if (sizeof(TWidth) == 1) c30 = lanes.Load(d); else { c30 = Vector256.Load(d); c31 = lanes.Load(d + vector); } }
                    if (sizeof(TRows) > 4) { d += cRow; if (sizeof(TWidth) == 1) c40 = lanes.Load(d); else { c40 = Vector256.Load(d); c41 = lanes.Load(d + vector); } }
                    if (sizeof(TRows) > 5) { d += cRow; if (sizeof(TWidth) == 1) c50 = lanes.Load(d); else { c50 = Vector256.Load(d); c51 = lanes.Load(d + vector); } }
                    d = c;
                }
                byte* p = (byte*)a;
                T* bk = b;
                nint left = tiles.Depth;
                do
                {
                    Vector256<T> b0, b1 = default;
                    if (sizeof(TWidth) == 1) b0 = lanes.Load(bk);
                    else { b0 = Vector256.Load(bk); b1 = lanes.Load(bk + vector); }
                    byte* q = p;
                    var x = Vector256.Create(*(T*)q); c00 = Lanes.MultiplyAdd(x, b0, c00); if (sizeof(TWidth) > 1) c01 = Lanes.MultiplyAdd(x, b1, c01);
                    if (sizeof(TRows) > 1) { x = Vector256.Create(*(T*)(q + aRow)); c10 = Lanes.MultiplyAdd(x, b0, c10); if (sizeof(TWidth) > 1) c11 = Lanes.MultiplyAdd(x, b1, c11); }
                    if (sizeof(TRows) > 2) { x = Vector256.Create(*(T*)(q + 2 * aRow)); c20 = Lanes.MultiplyAdd(x, b0, c20); if (sizeof(TWidth) > 1) c21 = Lanes.MultiplyAdd(x, b1, c21); }
                    if (sizeof(TRows) > 3) { q += 3 * aRow; x = Vector256.Create(*(T*)q); c30 = Lanes.MultiplyAdd(x, b0, c30); if (sizeof(TWidth) > 1) c31 = Lanes.MultiplyAdd(x, b1, c31); }
                    if (sizeof(TRows) > 4) { x = Vector256.Create(*(T*)(q + aRow)); c40 = Lanes.MultiplyAdd(x, b0, c40); if (sizeof(TWidth) > 1) c41 = Lanes.MultiplyAdd(x, b1, c41); }
                    if (sizeof(TRows) > 5) { x = Vector256.Create(*(T*)(q + 2 * aRow)); c50 = Lanes.MultiplyAdd(x, b0, c50); if (sizeof(TWidth) > 1) c51 = Lanes.MultiplyAdd(x, b1, c51); }
                    p += aColumn;
                    bk += bStep;
                }
                while (--left > 0);

                if (typeof(TEpilogue) != typeof(Keep<T>) && (pass & Pass.Last) != 0)
                {
                    Finish<T, TWidth, TLast, TEpilogue>(c00, c01, d, row, column, lanes, epilogue);
                    if (sizeof(TRows) > 1) Finish<T, TWidth, TLast, TEpilogue>(c10, c11, d += cRow, row + 1, column, lanes, epilogue);
                    if (sizeof(TRows) > 2) Finish<T, TWidth, TLast, TEpilogue>(c20, c21, d += cRow, row + 2, column, lanes, epilogue);
                    if (sizeof(TRows) > 3) Finish<T, TWidth, TLast, TEpilogue>(c30, c31, d += cRow, row + 3, column, lanes, epilogue);
                    if (sizeof(TRows) > 4) Finish<T, TWidth, TLast, TEpilogue>(c40, c41, d += cRow, row + 4, column, lanes, epilogue);
                    if (sizeof(TRows) > 5) Finish<T, TWidth, TLast, TEpilogue>(c50, c51, d += cRow, row + 5, column, lanes, epilogue);
                }
                else
                {
                    Store<T, TWidth, TLast>(c00, c01, d, lanes);
                    if (sizeof(TRows) > 1) Store<T, TWidth, TLast>(c10, c11, d += cRow, lanes);
                    if (sizeof(TRows) > 2) Store<T, TWidth, TLast>(c20, c21, d += cRow, lanes);
                    if (sizeof(TRows) > 3) Store<T, TWidth, TLast>(c30, c31, d += cRow, lanes);
                    if (sizeof(TRows) > 4) Store<T, TWidth, TLast>(c40, c41, d += cRow, lanes);
                    if (sizeof(TRows) > 5) Store<T, TWidth, TLast>(c50, c51, d += cRow, lanes);
                }
            }
        }
    }

    [MethodImpl(AggressiveInlining)]
    static void Store<T, TWidth, TLast>(Vector256<T> z0, Vector256<T> z1, T* c, TLast lanes)
        where T : unmanaged where TWidth : unmanaged where TLast : struct, ILanes
    {
        if (sizeof(TWidth) == 1)
        {
            lanes.Store(c, z0);
            return;
        }
        Vector256.Store(z0, c);
        lanes.Store(c + Vector256<T>.Count, z1);
    }

    [MethodImpl(AggressiveInlining)]
    static void Finish<T, TWidth, TLast, TEpilogue>(Vector256<T> z0, Vector256<T> z1, T* c, nint row, nint column, TLast lanes, TEpilogue epilogue)
        where T : unmanaged where TWidth : unmanaged where TLast : struct, ILanes where TEpilogue : struct, IEpilogue<T>
    {
        if (sizeof(TWidth) == 1)
        {
            lanes.Store(c, epilogue.Apply(z0, row, column, lanes));
            return;
        }
        Vector256.Store(epilogue.Apply(z0, row, column, default(FullLanes)), c);
        lanes.Store(c + Vector256<T>.Count, epilogue.Apply(z1, row, column + Vector256<T>.Count, lanes));
    }

    // Numbers as types: the size in bytes is the number. sizeof is a constant to the JIT that costs nothing of its budget for inlining.
    [StructLayout(LayoutKind.Sequential, Size = 1)] readonly struct One;
    [StructLayout(LayoutKind.Sequential, Size = 2)] readonly struct Two;
    [StructLayout(LayoutKind.Sequential, Size = 3)] readonly struct Three;
    [StructLayout(LayoutKind.Sequential, Size = 4)] readonly struct Four;
    [StructLayout(LayoutKind.Sequential, Size = 5)] readonly struct Five;
    [StructLayout(LayoutKind.Sequential, Size = 6)] readonly struct Six;
}
