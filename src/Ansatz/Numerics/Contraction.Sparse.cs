using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// Products with a right operand of which every column has few elements, at places that index data name. Rows run along the lanes: whatever the places are,
// an element of B is multiplied by a run of neighbours.
public static unsafe partial class Contraction
{
    const int StripVectors = 6;             // of rows: with two columns twelve sums, as many as the registers hold
    const int TileColumns = 32;             // whose elements of B are laid out at a time, for all strips
    const int NearPlaces = 64;              // a strip of so many is half of the first-level cache

    /// <summary>
    /// <c>C[i, j] = e(Σ_t value(j, t)·A[i, place(j, t)])</c>, t in ascending order; C is overwritten. Fastest where places ascend with t, as they
    /// do where each group of neighbours has its own terms.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <typeparam name="TPlace">The integer of T's size.</typeparam>
    /// <typeparam name="TTerms">The right operand.</typeparam>
    /// <typeparam name="TEpilogue">e.</typeparam>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="terms">Terms of each sum.</param>
    /// <param name="k">Columns of A: 0 ≤ place &lt; k.</param>
    /// <param name="a"><c>A[i, k]</c> is at <c>a + i * aRow + k * aColumn</c>.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aColumn">Elements from one column of A to the next.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="c"><c>C[i, j]</c> is at <c>c + i * cRow + j</c>.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    /// <param name="epilogue">e, told i as its row and j as its column.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void SparseRows<T, TPlace, TTerms, TEpilogue>(nint m, nint n, nint terms, nint k, T* a, nint aRow, nint aColumn, TTerms b, T* c, nint cRow, TEpilogue epilogue)
        where T : unmanaged where TPlace : unmanaged where TTerms : struct, ISparseTerms<T, TPlace> where TEpilogue : struct, IEpilogue<T>
    {
        if (m <= 0 || n <= 0) return;
        nint vector = Vector256<T>.Count, vectors = (m + vector - 1) / vector, strips = (vectors + StripVectors - 1) / StripVectors;
        nint width = (vectors + strips - 1) / strips * vector;      // of all strips but the last: none is left with a few rows
        nint near = nint.Max(16, terms * NearPlaces / nint.Max(1, k)), height = nint.Min(TileColumns, n + n % 2);
        T* packed = Scratch.Memory<T>(checked(vectors * vector * k + 2 * height * terms + height * width + width * vector)), values = packed + vectors * vector * k;
        var places = (TPlace*)(values + height * terms);
        T* sums = (T*)(places + height * terms), rest = sums + height * width;
        for (nint i = 0; i < m; i += width) Packing.Strip(nint.Min(width, m - i), k, a + i * aRow, aRow, aColumn, packed + i * k, nint.Min(width, vectors * vector - i));
        for (nint j = 0; j < n; j += height)
        {
            nint columns = nint.Min(height, n - j), pairs = columns + columns % 2;
            LayOut<T, TPlace, TTerms>(j, columns, terms, near, b, places, values);
            for (nint i = 0; i < m; i += width)
            {
                nint rows = nint.Min(width, m - i), lanes = nint.Min(width, vectors * vector - i);
                if (terms == 0) new Span<T>(sums, checked((int)(pairs * lanes))).Clear();
                for (nint t = 0; t < terms; t += near)
                {
                    nint count = nint.Min(near, terms - t);
                    T* strip = packed + i * k;
                    TPlace* at = places + t * pairs;
                    T* value = values + t * pairs;
                    switch (lanes / vector)
                    {
                        case 6: SparseTile<T, TPlace, Six>(pairs, count, strip, at, value, sums, t == 0); break;
                        case 5: SparseTile<T, TPlace, Five>(pairs, count, strip, at, value, sums, t == 0); break;
                        case 4: SparseTile<T, TPlace, Four>(pairs, count, strip, at, value, sums, t == 0); break;
                        case 3: SparseTile<T, TPlace, Three>(pairs, count, strip, at, value, sums, t == 0); break;
                        case 2: SparseTile<T, TPlace, Two>(pairs, count, strip, at, value, sums, t == 0); break;
                        default: SparseTile<T, TPlace, One>(pairs, count, strip, at, value, sums, t == 0); break;
                    }
                }
                Packing.Turn(columns, rows, sums, lanes, c + i * cRow + j, cRow, rest);
                if (typeof(TEpilogue) != typeof(Keep<T>)) Finish(i, rows, j, j + columns, c + i * cRow, cRow, epilogue);
            }
        }
    }

    /// <summary>The elements of some columns in the order in which <see cref="SparseTile"/> reads them: <paramref name="near"/> terms of each column, then the next. An odd last column is followed by one of zeros.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void LayOut<T, TPlace, TTerms>(nint column, nint columns, nint terms, nint near, TTerms b, TPlace* places, T* values)
        where T : unmanaged where TPlace : unmanaged where TTerms : struct, ISparseTerms<T, TPlace>
    {
        nint vector = Vector256<T>.Count, pairs = columns + columns % 2;
        for (nint j = 0; j < columns; j++)
        {
            for (nint first = 0; first < terms; first += near)
            {
                nint count = nint.Min(near, terms - first), whole = count - count % vector, t = 0;
                TPlace* place = places + first * pairs + j * count;
                T* value = values + first * pairs + j * count;
                for (; t < whole; t += vector)
                {
                    Vector256.Store(b.Place(column + j, first + t, default(FullLanes)), place + t);
                    Vector256.Store(b.Value(column + j, first + t, default(FullLanes)), value + t);
                }
                if (t == count) continue;
                var rest = new PartialLanes((int)(count - t));
                rest.Store(place + t, b.Place(column + j, first + t, rest));
                rest.Store(value + t, b.Value(column + j, first + t, rest));
            }
        }
        if (pairs == columns) return;
        for (nint first = 0; first < terms; first += near)
        {
            nint count = nint.Min(near, terms - first);
            new Span<TPlace>(places + first * pairs + columns * count, (int)count).Clear();
            new Span<T>(values + first * pairs + columns * count, (int)count).Clear();
        }
    }

    /// <summary>Adds some terms of a strip of rows, two columns at a time: <c>sums[j, r] += Σ_t values[j, t]·strip[places[j, t], r]</c>.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void SparseTile<T, TPlace, TVectors>(nint columns, nint terms, T* strip, TPlace* places, T* values, T* sums, bool first)
        where T : unmanaged where TPlace : unmanaged where TVectors : unmanaged
    {
        nint vector = Vector256<T>.Count, width = sizeof(TVectors) * vector;
        for (; columns > 0; columns -= 2, sums += 2 * width, places += terms, values += terms)
        {
            Vector256<T> c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default;
            Vector256<T> c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
            T* s = sums, z = sums + width;
            if (!first)
            {
                c00 = Vector256.Load(s); c10 = Vector256.Load(z);
                if (sizeof(TVectors) > 1) { c01 = Vector256.Load(s + vector); c11 = Vector256.Load(z + vector); }
                if (sizeof(TVectors) > 2) { c02 = Vector256.Load(s + 2 * vector); c12 = Vector256.Load(z + 2 * vector); }
                if (sizeof(TVectors) > 3) { c03 = Vector256.Load(s + 3 * vector); c13 = Vector256.Load(z + 3 * vector); }
                if (sizeof(TVectors) > 4) { c04 = Vector256.Load(s + 4 * vector); c14 = Vector256.Load(z + 4 * vector); }
                if (sizeof(TVectors) > 5) { c05 = Vector256.Load(s + 5 * vector); c15 = Vector256.Load(z + 5 * vector); }
            }
            for (nint t = terms; t > 0; t--, places++, values++)
            {
                T* p = strip + (sizeof(TPlace) == 4 ? *(int*)places : (nint)(*(long*)places)) * width;
                var x = Vector256.Create(*values);
                c00 = Lanes.MultiplyAdd(x, Vector256.Load(p), c00);
                if (sizeof(TVectors) > 1) c01 = Lanes.MultiplyAdd(x, Vector256.Load(p + vector), c01);
                if (sizeof(TVectors) > 2) c02 = Lanes.MultiplyAdd(x, Vector256.Load(p + 2 * vector), c02);
                if (sizeof(TVectors) > 3) c03 = Lanes.MultiplyAdd(x, Vector256.Load(p + 3 * vector), c03);
                if (sizeof(TVectors) > 4) c04 = Lanes.MultiplyAdd(x, Vector256.Load(p + 4 * vector), c04);
                if (sizeof(TVectors) > 5) c05 = Lanes.MultiplyAdd(x, Vector256.Load(p + 5 * vector), c05);
                p = strip + (sizeof(TPlace) == 4 ? *(int*)(places + terms) : (nint)(*(long*)(places + terms))) * width;
                x = Vector256.Create(values[terms]);
                c10 = Lanes.MultiplyAdd(x, Vector256.Load(p), c10);
                if (sizeof(TVectors) > 1) c11 = Lanes.MultiplyAdd(x, Vector256.Load(p + vector), c11);
                if (sizeof(TVectors) > 2) c12 = Lanes.MultiplyAdd(x, Vector256.Load(p + 2 * vector), c12);
                if (sizeof(TVectors) > 3) c13 = Lanes.MultiplyAdd(x, Vector256.Load(p + 3 * vector), c13);
                if (sizeof(TVectors) > 4) c14 = Lanes.MultiplyAdd(x, Vector256.Load(p + 4 * vector), c14);
                if (sizeof(TVectors) > 5) c15 = Lanes.MultiplyAdd(x, Vector256.Load(p + 5 * vector), c15);
            }
            Vector256.Store(c00, s); Vector256.Store(c10, z);
            if (sizeof(TVectors) > 1) { Vector256.Store(c01, s + vector); Vector256.Store(c11, z + vector); }
            if (sizeof(TVectors) > 2) { Vector256.Store(c02, s + 2 * vector); Vector256.Store(c12, z + 2 * vector); }
            if (sizeof(TVectors) > 3) { Vector256.Store(c03, s + 3 * vector); Vector256.Store(c13, z + 3 * vector); }
            if (sizeof(TVectors) > 4) { Vector256.Store(c04, s + 4 * vector); Vector256.Store(c14, z + 4 * vector); }
            if (sizeof(TVectors) > 5) { Vector256.Store(c05, s + 5 * vector); Vector256.Store(c15, z + 5 * vector); }
        }
    }
}
