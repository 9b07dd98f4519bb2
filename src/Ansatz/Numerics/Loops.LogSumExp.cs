using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Loops
{
    const int Strip = 256;   // elements evaluated before the running maximum is looked at: each is evaluated once and kept on the stack

    /// <summary>
    /// <c>target[row * targetRow] = log Σ_column exp(element(row, column))</c>, computed from the distances to the maximum, so that it
    /// neither overflows nor loses small terms. -∞ if all elements are -∞ or there are none; +∞ if one is +∞; NaN if one is NaN.
    /// </summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void LogSumExpColumns<T, TElement>(nint rows, nint columns, T* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
    {
        T* strip = stackalloc T[Strip];
        nint width = Vector256<T>.Count;
        for (nint row = 0; row < rows; row++)
        {
            Vector256<T> sum = default;
            var largest = Vector256.Create(Infinity<T>(-1));
            for (nint start = 0; start < columns; start += Strip)
            {
                nint end = nint.Min(start + Strip, columns), column = start;
                var here = largest;
                for (; column + width <= end; column += width)
                {
                    var x = element.At(row, column, default(FullLanes));
                    x.Store(strip + (column - start));
                    here = Vector256.Max(here, x);
                }
                if (column < end)
                {
                    var rest = new PartialLanes((int)(end - column));
                    var x = rest.Keep(element.At(row, column, rest), Infinity<T>(-1));
                    x.Store(strip + (column - start));
                    here = Vector256.Max(here, x);
                }
                var shift = Vector256.Create(Across<T, Largest<T>>(here));
                // -∞ - -∞ would be NaN: as long as everything is -∞ (or one is +∞, which decides), no shift is made
                var shiftBy = Vector256.ConditionalSelect(Vector256.Equals(Vector256.Abs(shift), Vector256.Create(Infinity<T>(1))), default, shift);
                if (start > 0)
                {
                    var from = Vector256.ConditionalSelect(Vector256.Equals(largest, Vector256.Create(Infinity<T>(-1))), shiftBy, largest);
                    sum *= ExpOf(from - shiftBy);
                }
                largest = shift;
                for (nint c = start; c < end; c += width) sum += ExpOf(Vector256.Load(strip + (c - start)) - shiftBy);
            }
            target[row * targetRow] = FromMaximum(largest.ToScalar(), Lanes.Sum(sum));
        }
    }

    [MethodImpl(AggressiveInlining)]
    static Vector256<T> ExpOf<T>(Vector256<T> x) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Elementary.Exp(x.AsSingle()).As<float, T>();
        return Elementary.Exp(x.AsDouble()).As<double, T>();
    }

    /// <summary>maximum + log(sum), except that an infinite maximum (or NaN) is the answer itself.</summary>
    static T FromMaximum<T>(T maximum, T sum) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            float m = *(float*)&maximum;
            float r = float.IsFinite(m) ? m + Elementary.Log(*(float*)&sum) : m;
            return *(T*)&r;
        }
        double d = *(double*)&maximum;
        double result = double.IsFinite(d) ? d + Elementary.Log(*(double*)&sum) : d;
        return *(T*)&result;
    }
}
