using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Numerics;

/// <summary>The summand of a reduction that is a tensor itself: rows <paramref name="row"/> elements apart, columns side by side.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Elements<T>(T* values, nint row) : IElement<T> where T : unmanaged
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> At<TLanes>(nint r, nint column, TLanes lanes) where TLanes : struct, ILanes => lanes.Load(values + r * row + column);
}
