using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ansatz.Gpu.Kernels;

/// <summary>Four neighbouring elements, moved by one access to memory where they lie at a multiple of their size.</summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="a">The first.</param>
/// <param name="b">The second.</param>
/// <param name="c">The third.</param>
/// <param name="d">The fourth.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential)]
public struct Four<T>(T a, T b, T c, T d)
    where T : unmanaged
{
    /// <summary>The first.</summary>
    public T A = a;

    /// <summary>The second.</summary>
    public T B = b;

    /// <summary>The third.</summary>
    public T C = c;

    /// <summary>The fourth.</summary>
    public T D = d;
}
