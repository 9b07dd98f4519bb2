using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Numerics;

/// <summary>The checks at the door of a compiled model. Emitted code calls them; none allocates unless it throws.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Arguments
{
    /// <summary>Checks that a tensor has the expected extents and lies densely in row-major order.</summary>
    /// <param name="span">The argument.</param>
    /// <param name="name">Its name.</param>
    /// <param name="expected">The extent of each dimension, outermost first.</param>
    /// <exception cref="ShapeMismatchException">It does not.</exception>
    public static void Require<T>(in ReadOnlyTensorSpan<T> span, string name, params ReadOnlySpan<nint> expected)
    {
        if (!span.Lengths.SequenceEqual(expected) || !IsDense(span)) ThrowShape(span.Lengths, name, expected);
    }

    /// <inheritdoc cref="Require{T}(in ReadOnlyTensorSpan{T}, string, ReadOnlySpan{nint})"/>
    public static void Require<T>(in TensorSpan<T> span, string name, params ReadOnlySpan<nint> expected)
        => Require((ReadOnlyTensorSpan<T>)span, name, expected);

    /// <summary>The extent of one dimension of a tensor, after checking how many dimensions it has.</summary>
    /// <exception cref="ShapeMismatchException">It has not <paramref name="rank"/> dimensions.</exception>
    public static nint Length<T>(in ReadOnlyTensorSpan<T> span, string name, int rank, int dimension)
    {
        if (span.Rank != rank) ThrowRank(span.Lengths, name, rank);
        return span.Lengths[dimension];
    }

    /// <inheritdoc cref="Length{T}(in ReadOnlyTensorSpan{T}, string, int, int)"/>
    public static nint Length<T>(in TensorSpan<T> span, string name, int rank, int dimension)
        => Length((ReadOnlyTensorSpan<T>)span, name, rank, dimension);

    /// <summary>Checks that every value of index data is at least 0 and less than <paramref name="limit"/>.</summary>
    /// <param name="values">The first of <paramref name="count"/> values.</param>
    /// <param name="count">How many.</param>
    /// <param name="limit">The extent that they index; below 1 no value is allowed.</param>
    /// <param name="name">The name of the input.</param>
    /// <exception cref="IndexDataException">One is not; the exception names the first.</exception>
    public static void RequireRange(int* values, nint count, int limit, string name)
    {
        if (limit <= 0)
        {
            // What would have to be inside has no place at all.
            if (count > 0) throw new IndexDataException(name, 0, values[0], 0, limit - 1);
            return;
        }

        // As unsigned numbers negative values are the greatest, so that one comparison does.
        Vector256<uint> last = Vector256.Create((uint)limit), wrong = default;
        nint i = 0;
        for (; i + 8 <= count; i += 8)
            wrong |= Vector256.GreaterThanOrEqual(Vector256.Load((uint*)values + i), last);
        var found = wrong != default;
        for (; i < count; i++)
            found |= (uint)values[i] >= (uint)limit;
        if (found) ThrowRange(values, limit, name);
    }

    /// <summary>Checks that every value of index data is at least <paramref name="least"/> and at most <paramref name="last"/>.</summary>
    /// <inheritdoc cref="RequireRange(int*, nint, int, string)"/>
    public static void RequireRange(int* values, nint count, int least, int last, string name)
    {
        for (nint i = 0; i < count; i++)
        {
            if (values[i] < least || values[i] > last) throw new IndexDataException(name, i, values[i], least, last);
        }
    }

    /// <summary>The loss itself, if it is finite.</summary>
    /// <exception cref="NonFiniteLossException">It is not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Finite<T>(T loss, string model, string name) where T : struct, IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(loss)) ThrowLoss(model, name, double.CreateSaturating(loss));
        return loss;
    }

    /// <summary>An extent itself, if it is at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int Extent(int value, string name)
        => value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"The extent '{name}' must be at least 1, but is {value}.");

    /// <summary>An extent itself, if it is at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int ExtentFromZero(int value, string name)
        => value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"The extent '{name}' must be at least 0, but is {value}.");

    /// <summary>Checks that <paramref name="value"/> ≤ <paramref name="limit"/>, of extents that only the run knows.</summary>
    /// <exception cref="ExtentMismatchException">It is not.</exception>
    public static void RequireAtMost(nint value, nint limit, string what)
    {
        if (value > limit) throw new ExtentMismatchException(what, limit, value);
    }

    // A dimension of extent 1 (or an empty tensor) has no step, so its stride may be anything.
    private static bool IsDense<T>(in ReadOnlyTensorSpan<T> span)
    {
        var lengths = span.Lengths;
        var strides = span.Strides;
        nint expected = 1;
        for (var i = lengths.Length - 1; i >= 0; i--)
        {
            if (lengths[i] == 0) return true;
            if (lengths[i] != 1 && strides[i] != expected) return lengths.Contains(0);
            expected *= lengths[i];
        }
        return true;
    }

    [DoesNotReturn]
    private static void ThrowShape(ReadOnlySpan<nint> found, string name, ReadOnlySpan<nint> expected)
        => throw new ShapeMismatchException(name, expected.ToArray(), found.ToArray(), onlyLayout: found.SequenceEqual(expected));

    [DoesNotReturn]
    private static void ThrowRank(ReadOnlySpan<nint> found, string name, int rank)
        => throw new ShapeMismatchException(name, rank, found.ToArray());

    [DoesNotReturn]
    private static void ThrowLoss(string model, string name, double value)
        => throw new NonFiniteLossException(model, name, value);

    [DoesNotReturn]
    private static void ThrowRange(int* values, int limit, string name)
    {
        nint i = 0;
        while ((uint)values[i] < (uint)limit) i++;
        throw new IndexDataException(name, i, values[i], 0, limit - 1);
    }
}
