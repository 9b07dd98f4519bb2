using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ansatz.Numerics;

/// <summary>
/// The memory of one caller: intermediates and packed operands, native, aligned to 64 bytes, growing to the largest seen.
/// Not safe for use by two callers at once; the chunks of one call share it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class Workspace : ParallelWork, IDisposable
{
    const int Alignment = 64;

    readonly nint[] blocks;
    readonly nuint[] sizes;
    bool disposed;

    /// <summary>A workspace of as many blocks, all empty.</summary>
    protected Workspace(int buffers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(buffers);
        blocks = new nint[buffers];
        sizes = new nuint[buffers];
    }

    /// <summary>The threads that share the work; the calling thread alone by default.</summary>
    public WorkerPool Workers
    {
        get;
        set { ArgumentNullException.ThrowIfNull(value); field = value; }
    } = WorkerPool.Serial;

    /// <summary>
    /// The block <paramref name="buffer"/>, holding at least <paramref name="count"/> elements and 64 bytes beyond them that vector loads may read.
    /// Its contents are those of the last call unless it had to grow; new memory is zero.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The workspace has been disposed.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    protected T* Reserve<T>(int buffer, nint count) where T : unmanaged
    {
        // A recurrence shorter than its first values has tensors of fewer than no elements
        if (count < 0) count = 0;
        // Compared in elements, so that the common case needs no overflow check.
        if ((nuint)count <= sizes[buffer] / (nuint)sizeof(T) && blocks[buffer] != 0) return (T*)blocks[buffer];
        Grow(buffer, count, sizeof(T));
        return (T*)blocks[buffer];
    }

    /// <summary>The right operand of a contraction, prepared in the block <paramref name="buffer"/>: see <see cref="Contraction.Prepare"/>.</summary>
    protected Panels<T> Prepare<T>(int buffer, nint totalRows, nint k, nint n, T* b, nint bRow, nint bColumn) where T : unmanaged
        => Contraction.Prepare(totalRows, k, n, b, bRow, bColumn, Reserve<T>(buffer, Contraction.PackedLength<T>(k, n)));

    /// <summary>The same for an operand that each worker prepares for itself.</summary>
    protected Panels<T> Prepare<T>(int buffer, int worker, nint totalRows, nint k, nint n, T* b, nint bRow, nint bColumn) where T : unmanaged
        => Contraction.Prepare(totalRows, k, n, b, bRow, bColumn, (T*)blocks[buffer] + worker * Contraction.PackedLength<T>(k, n));

    void Grow(int buffer, nint count, int elementSize)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > (nint.MaxValue - 2 * Alignment) / elementSize) throw new OutOfMemoryException($"A block of {count} elements of {elementSize} bytes cannot be allocated.");
        nuint size = ((nuint)count * (nuint)elementSize + (Alignment - 1)) / Alignment * Alignment;
        void* grown = NativeMemory.AlignedAlloc(size + Alignment, Alignment);
        NativeMemory.Clear(grown, size + Alignment);
        NativeMemory.AlignedFree((void*)blocks[buffer]);
        blocks[buffer] = (nint)grown;
        sizes[buffer] = size;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory back.</summary>
    /// <param name="disposing">False when called by the finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        disposed = true;
        if (blocks is null || sizes is null) return;   // the constructor threw
        for (int i = 0; i < blocks.Length; i++)
        {
            NativeMemory.AlignedFree((void*)blocks[i]);
            blocks[i] = 0;
            sizes[i] = 0;
        }
    }

    /// <summary>Gives the memory back if nobody has.</summary>
    ~Workspace() => Dispose(disposing: false);
}
