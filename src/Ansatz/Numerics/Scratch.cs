using System.Runtime.InteropServices;

namespace Ansatz.Numerics;

/// <summary>A little memory of each thread, for a rearranged piece of an operand. Freed some time after its thread has ended.</summary>
sealed unsafe class Scratch
{
    [ThreadStatic] static Scratch? own;

    readonly void* memory;
    readonly nint size;

    Scratch(nint size)
    {
        this.size = size;
        memory = NativeMemory.AlignedAlloc((nuint)size + 64, 64);
    }

    ~Scratch() => NativeMemory.AlignedFree(memory);

    /// <summary>At least <paramref name="count"/> elements, and 64 bytes more; valid until the next call on this thread.</summary>
    internal static T* Memory<T>(nint count) where T : unmanaged
    {
        nint size = count * sizeof(T);
        if (own is not { } scratch || scratch.size < size) own = scratch = new Scratch(size);
        return (T*)scratch.memory;
    }
}
