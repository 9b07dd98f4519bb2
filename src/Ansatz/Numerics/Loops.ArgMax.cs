using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Loops
{
    /// <summary>
    /// <c>target[row * targetRow]</c> = the first column whose element is the largest of its row; the first NaN, if there is one; 0 for no columns.
    /// </summary>
    public static void ArgMaxColumns<T, TElement>(nint rows, nint columns, int* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
        => ArgColumns<T, TElement, Largest<T>>(rows, columns, target, targetRow, element);

    /// <summary>
    /// <c>target[row * targetRow]</c> = the first column whose element is the smallest of its row; the first NaN, if there is one; 0 for no columns.
    /// </summary>
    public static void ArgMinColumns<T, TElement>(nint rows, nint columns, int* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
        => ArgColumns<T, TElement, Smallest<T>>(rows, columns, target, targetRow, element);

    /// <summary>Each lane keeps the best value it has met and that value's column; the lanes are compared at the end of the row.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void ArgColumns<T, TElement, TFold>(nint rows, nint columns, int* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T> where TFold : struct, IFold<T>
    {
        T* values = stackalloc T[Vector256<T>.Count];
        T* places = stackalloc T[Vector256<T>.Count];
        nint width = Vector256<T>.Count;
        for (nint row = 0; row < rows; row++)
        {
            var best = Vector256.Create(TFold.Identity);
            Vector256<T> place = default, none = Vector256<T>.AllBitsSet;
            place = none;
            for (nint column = 0; column < columns; column += width)
            {
                Vector256<T> x, here;
                if (column + width <= columns)
                {
                    x = element.At(row, column, default(FullLanes));
                    here = Columns<T>(column);
                }
                else
                {
                    var rest = new PartialLanes((int)(columns - column));
                    x = rest.Keep(element.At(row, column, rest), TFold.Identity);
                    here = rest.Keep(Columns<T>(column), none.ToScalar());
                }
                // The first column is taken whatever it holds, so that a row of identities still has an answer.
                var better = typeof(TFold) == typeof(Largest<T>) ? Vector256.GreaterThan(x, best) : Vector256.LessThan(x, best);
                better |= ~Vector256.Equals(x, x) & Vector256.Equals(best, best) | Unset(place);
                best = Vector256.ConditionalSelect(better, x, best);
                place = Vector256.ConditionalSelect(better, here, place);
            }
            best.Store(values);
            place.Store(places);
            target[row * targetRow] = FirstBest<T, TFold>(values, places);
        }
    }

    [MethodImpl(AggressiveInlining)]
    static Vector256<T> Columns<T>(nint first) where T : unmanaged
        => sizeof(T) == 4 ? Lanes.Indices32(first).As<int, T>() : Lanes.Indices64(first).As<long, T>();

    [MethodImpl(AggressiveInlining)]
    static Vector256<T> Unset<T>(Vector256<T> place) where T : unmanaged
        => sizeof(T) == 4 ? Vector256.LessThan(place.AsInt32(), default).As<int, T>() : Vector256.LessThan(place.AsInt64(), default).As<long, T>();

    static int FirstBest<T, TFold>(T* values, T* places) where T : unmanaged where TFold : struct, IFold<T>
    {
        double best = 0;
        int place = -1;
        for (int l = 0; l < Vector256<T>.Count; l++)
        {
            double x = typeof(T) == typeof(float) ? *(float*)&values[l] : *(double*)&values[l];
            int at = typeof(T) == typeof(float) ? *(int*)&places[l] : (int)*(long*)&places[l];
            if (at < 0) continue;
            bool better = place < 0
                || (double.IsNaN(x) ? !double.IsNaN(best) || at < place
                    : !double.IsNaN(best) && ((typeof(TFold) == typeof(Largest<T>) ? x > best : x < best) || x == best && at < place));
            if (!better) continue;
            best = x;
            place = at;
        }
        return int.Max(place, 0);
    }
}
