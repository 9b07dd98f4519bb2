using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

public unsafe class WorkspaceTests
{
    sealed class Memory() : Workspace(3)
    {
        public T* Get<T>(int buffer, nint count) where T : unmanaged => Reserve<T>(buffer, count);
        protected override void Run(int region, nint chunk, int worker) { }
    }

    [Fact]
    public void Blocks_are_aligned_grow_and_stay()
    {
        using var memory = new Memory();
        float* first = memory.Get<float>(0, 10);
        Assert.Equal(0, (nint)first % 64);
        for (int i = 0; i < 10 + 64 / sizeof(float); i++) Assert.Equal(0, first[i]);   // the padding is readable
        first[9] = 5;
        Assert.True(first == memory.Get<float>(0, 3));
        Assert.True(first == memory.Get<float>(0, 10));
        Assert.Equal(5, first[9]);
        double* larger = memory.Get<double>(0, 1000);
        larger[999] = 1;
        Assert.True(larger == memory.Get<double>(0, 1000));
        Assert.True((void*)larger == memory.Get<float>(0, 2000));
        Assert.True(memory.Get<float>(1, 10) != memory.Get<float>(2, 10));
        Assert.True(memory.Get<float>(1, 0) != null);
    }

    [Fact]
    public void Wrong_use()
    {
        var memory = new Memory();
        Assert.Throws<ArgumentOutOfRangeException>(() => (nint)memory.Get<float>(0, -1));
        Assert.Throws<IndexOutOfRangeException>(() => (nint)memory.Get<float>(3, 1));
        Assert.Throws<OutOfMemoryException>(() => (nint)memory.Get<double>(0, nint.MaxValue / 4));
        Assert.Throws<ArgumentNullException>(() => memory.Workers = null!);
        Assert.Same(WorkerPool.Serial, memory.Workers);
        memory.Dispose();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => (nint)memory.Get<float>(0, 1));
    }

    [Fact]
    public void A_reserved_block_costs_no_managed_memory()
    {
        using var memory = new Memory();
        memory.Get<float>(0, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) memory.Get<float>(0, i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
