using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

public static unsafe partial class Loops
{
    /// <summary><c>target[row * targetRow] = Σ_column element(row, column)</c>; 0 for no columns.</summary>
    public static void SumColumns<T, TElement>(nint rows, nint columns, T* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
        => FoldColumns<T, TElement, Addition<T>>(rows, columns, target, targetRow, element);

    /// <summary><c>target[row * targetRow] = max_column element(row, column)</c>, NaN if any is; -∞ for no columns.</summary>
    public static void MaxColumns<T, TElement>(nint rows, nint columns, T* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
        => FoldColumns<T, TElement, Largest<T>>(rows, columns, target, targetRow, element);

    /// <summary><c>target[row * targetRow] = min_column element(row, column)</c>, NaN if any is; +∞ for no columns.</summary>
    public static void MinColumns<T, TElement>(nint rows, nint columns, T* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T>
        => FoldColumns<T, TElement, Smallest<T>>(rows, columns, target, targetRow, element);

    /// <summary>
    /// Four accumulators take turns over groups of four vectors; vectors that fill no group, and the partial one, go to the first.
    /// They are joined as (0 ∘ 1) ∘ (2 ∘ 3), then halves, quarters, neighbours.
    /// </summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void FoldColumns<T, TElement, TFold>(nint rows, nint columns, T* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T> where TFold : struct, IFold<T>
    {
        nint width = Vector256<T>.Count;
        if (columns == 2 * width)
        {
            FoldTwoVectors<T, TElement, TFold>(rows, target, targetRow, element);
            return;
        }
        for (nint row = 0; row < rows; row++)
        {
            Vector256<T> fold0 = Vector256.Create(TFold.Identity), fold1 = fold0, fold2 = fold0, fold3 = fold0;
            nint column = 0;
            for (; column + 4 * width <= columns; column += 4 * width)
            {
                fold0 = TFold.Join(fold0, element.At(row, column, default(FullLanes)));
                fold1 = TFold.Join(fold1, element.At(row, column + width, default(FullLanes)));
                fold2 = TFold.Join(fold2, element.At(row, column + 2 * width, default(FullLanes)));
                fold3 = TFold.Join(fold3, element.At(row, column + 3 * width, default(FullLanes)));
            }
            for (; column + width <= columns; column += width) fold0 = TFold.Join(fold0, element.At(row, column, default(FullLanes)));
            if (column < columns)
            {
                var rest = new PartialLanes((int)(columns - column));
                fold0 = TFold.Join(fold0, rest.Keep(element.At(row, column, rest), TFold.Identity));
            }
            target[row * targetRow] = Across<T, TFold>(TFold.Join(TFold.Join(fold0, fold1), TFold.Join(fold2, fold3)));
        }
    }

    // Rows so short that counting their vectors would take as long as the vectors.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    static void FoldTwoVectors<T, TElement, TFold>(nint rows, T* target, nint targetRow, TElement element)
        where T : unmanaged where TElement : struct, IElement<T> where TFold : struct, IFold<T>
    {
        for (nint row = 0; row < rows; row++)
        {
            var first = TFold.Join(Vector256.Create(TFold.Identity), element.At(row, 0, default(FullLanes)));
            target[row * targetRow] = Across<T, TFold>(TFold.Join(first, element.At(row, Vector256<T>.Count, default(FullLanes))));
        }
    }

    [MethodImpl(AggressiveInlining)]
    static T Across<T, TFold>(Vector256<T> v) where T : unmanaged where TFold : struct, IFold<T>
    {
        v = TFold.Join(v, Vector256.Create(v.GetUpper(), v.GetLower()));
        if (sizeof(T) == 4)
        {
            v = TFold.Join(v, Vector256.Shuffle(v.AsInt32(), Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)).As<int, T>());
            v = TFold.Join(v, Vector256.Shuffle(v.AsInt32(), Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)).As<int, T>());
        }
        else v = TFold.Join(v, Vector256.Shuffle(v.AsInt64(), Vector256.Create(1L, 0, 3, 2)).As<long, T>());
        return v.ToScalar();
    }

    interface IFold<T> where T : unmanaged
    {
        static abstract T Identity { get; }
        static abstract Vector256<T> Join(Vector256<T> a, Vector256<T> b);
    }

    readonly struct Addition<T> : IFold<T> where T : unmanaged
    {
        public static T Identity => default;

        [MethodImpl(AggressiveInlining)]
        public static Vector256<T> Join(Vector256<T> a, Vector256<T> b) => a + b;
    }

    readonly struct Largest<T> : IFold<T> where T : unmanaged
    {
        public static T Identity => Infinity<T>(-1);

        [MethodImpl(AggressiveInlining)]
        public static Vector256<T> Join(Vector256<T> a, Vector256<T> b) => Vector256.Max(a, b);
    }

    readonly struct Smallest<T> : IFold<T> where T : unmanaged
    {
        public static T Identity => Infinity<T>(1);

        [MethodImpl(AggressiveInlining)]
        public static Vector256<T> Join(Vector256<T> a, Vector256<T> b) => Vector256.Min(a, b);
    }

    [MethodImpl(AggressiveInlining)]
    static T Infinity<T>(int sign) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) { float f = sign * float.PositiveInfinity; return *(T*)&f; }
        double d = sign * double.PositiveInfinity;
        return *(T*)&d;
    }
}
