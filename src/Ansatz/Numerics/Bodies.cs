using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Numerics;

/// <summary>One fused pointwise statement; does its own loads and stores.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>: decides how many columns a vector spans.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowBody<T> where T : unmanaged
{
    /// <summary>Computes the elements at <paramref name="row"/> and columns <paramref name="column"/>, <paramref name="column"/> + 1, … , one per lane.</summary>
    void Apply<TLanes>(nint row, nint column, TLanes lanes) where TLanes : struct, ILanes;
}

/// <summary>The summand of a reduction (or what a maximum is taken over). Free of effects; what it gives in missing lanes is ignored.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IElement<T> where T : unmanaged
{
    /// <summary>The elements at <paramref name="row"/> and columns <paramref name="column"/>, <paramref name="column"/> + 1, … , one per lane.</summary>
    Vector256<T> At<TLanes>(nint row, nint column, TLanes lanes) where TLanes : struct, ILanes;
}

/// <summary>The summands of two sums that read the same. Free of effects; what it gives in missing lanes is ignored.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IElementPair<T> where T : unmanaged
{
    /// <summary>The elements at <paramref name="row"/> and columns <paramref name="column"/>, <paramref name="column"/> + 1, … , one per lane.</summary>
    void At<TLanes>(nint row, nint column, TLanes lanes, out Vector256<T> first, out Vector256<T> second) where TLanes : struct, ILanes;
}

/// <summary>A term that a position of index data adds to the row that it names. Free of effects; what it gives in missing lanes is ignored.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowTerm<T> where T : unmanaged
{
    /// <summary>The term of <paramref name="position"/> for <paramref name="row"/> at columns <paramref name="column"/>, <paramref name="column"/> + 1, … , one per lane.</summary>
    Vector256<T> At<TLanes>(nint position, nint row, nint column, TLanes lanes) where TLanes : struct, ILanes;
}

/// <summary>The same without a vector form, one number at a time.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface INumberTerm<T> where T : unmanaged
{
    /// <summary>The term of <paramref name="position"/> for <paramref name="row"/> at <paramref name="column"/>.</summary>
    T At(nint position, nint row, nint column);
}

/// <summary>The right operand of a contraction of which every column has few elements: what they are, and at which places. Free of effects; what it gives in missing lanes is ignored.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TPlace">The integer of that size: <see cref="int"/> or <see cref="long"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISparseTerms<T, TPlace> where T : unmanaged where TPlace : unmanaged
{
    /// <summary>The elements of <paramref name="column"/> that are its terms <paramref name="term"/>, <paramref name="term"/> + 1, … , one per lane.</summary>
    Vector256<T> Value<TLanes>(nint column, nint term, TLanes lanes) where TLanes : struct, ILanes;

    /// <summary>The rows of the operand in which they stand.</summary>
    Vector256<TPlace> Place<TLanes>(nint column, nint term, TLanes lanes) where TLanes : struct, ILanes;
}

/// <summary>What happens to a vector of results of a contraction before it is stored.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEpilogue<T> where T : unmanaged
{
    /// <summary>
    /// The value to store for the sums <paramref name="z"/> at <paramref name="row"/> and columns <paramref name="column"/>, <paramref name="column"/> + 1, … .
    /// Called once per element; may store elsewhere through <paramref name="lanes"/>.
    /// </summary>
    Vector256<T> Apply<TLanes>(Vector256<T> z, nint row, nint column, TLanes lanes) where TLanes : struct, ILanes;

    /// <summary>
    /// Whether to apply it to the accumulators directly (right for about four operations or fewer), or to the tile just stored
    /// (faster for longer ones, which need the registers for themselves).
    /// </summary>
    static virtual bool InRegisters => false;
}

/// <summary>The sums themselves.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Keep<T> : IEpilogue<T> where T : unmanaged
{
    /// <inheritdoc/>
    public static bool InRegisters => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Apply<TLanes>(Vector256<T> z, nint row, nint column, TLanes lanes) where TLanes : struct, ILanes => z;
}
