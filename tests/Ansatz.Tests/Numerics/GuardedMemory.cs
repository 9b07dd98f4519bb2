using System.Runtime.InteropServices;

namespace Ansatz.Tests.Numerics;

/// <summary>
/// Elements that end where readable memory ends, so that reading one byte too many ends the process. On systems without mmap it is plain memory
/// with a pattern behind it that must not have changed.
/// </summary>
sealed unsafe partial class GuardedMemory<T> : IDisposable where T : unmanaged
{
    readonly byte* map;
    readonly nuint size;
    readonly bool guarded;

    public GuardedMemory(nint count)
    {
        nuint page = (nuint)Environment.SystemPageSize, bytes = (nuint)count * (nuint)sizeof(T);
        size = (bytes + page - 1) / page * page + page;
        if (OperatingSystem.IsLinux())
        {
            map = (byte*)Native.Map(null, size, 3, 0x22, -1, 0);
            guarded = (nint)map != -1 && Native.Protect(map + size - page, page, 0) == 0;
        }
        if (!guarded) map = (byte*)NativeMemory.AllocZeroed(size);
        Start = (T*)(map + size - page - bytes);
        Length = count;
    }

    public T* Start { get; }

    public nint Length { get; }

    public void Dispose()
    {
        if (guarded) _ = Native.Unmap(map, size);
        else NativeMemory.Free(map);
    }
}

static unsafe partial class Native
{
    [LibraryImport("libc", EntryPoint = "mmap")]
    internal static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    internal static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    internal static partial int Unmap(void* address, nuint length);
}
