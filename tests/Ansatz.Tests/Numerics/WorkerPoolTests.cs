using Xunit;

namespace Ansatz.Tests.Numerics;

public class WorkerPoolTests
{
    sealed class Counting(int chunks, Action<int, nint, int>? each = null) : ParallelWork
    {
        public readonly int[] Times = new int[chunks];

        protected override void Run(int region, nint chunk, int worker)
        {
            Interlocked.Increment(ref Times[chunk]);
            each?.Invoke(region, chunk, worker);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(8)]
    public void Every_chunk_runs_once(int threads)
    {
        using var pool = new WorkerPool(threads);
        Assert.Equal(threads, pool.Threads);
        foreach (int chunks in (int[])[0, 1, 2, 3, 7, 64, 1000])
            for (int round = 0; round < 50; round++)
            {
                var work = new Counting(chunks);
                pool.Run(work, 5, chunks);
                Assert.All(work.Times, n => Assert.Equal(1, n));
            }
    }

    [Fact]
    public void A_hundred_thousand_regions()
    {
        using var pool = new WorkerPool(4);
        int total = 0;
        var work = new Counting(5, (_, _, _) => Interlocked.Increment(ref total));
        for (int i = 0; i < 100_000; i++)
        {
            pool.Run(work, i, 5);
            if (total != 5 * (i + 1)) Assert.Fail($"{total} after {i + 1} regions");
        }
    }

    [Fact]
    public void Sleeping_workers_wake()
    {
        using var pool = new WorkerPool(2);
        var started = new Barrier(2);
        // Both chunks wait for each other, so a single thread could never finish: the worker must come.
        var work = new Counting(2, (_, _, _) => Assert.True(started.SignalAndWait(TimeSpan.FromSeconds(60))));
        for (int i = 0; i < 20; i++)
        {
            pool.Run(work, 0, 2);
            Thread.Sleep(i % 4 * 3);
        }
    }

    [Fact]
    public void Two_chunks_with_one_worker_number_never_overlap()
    {
        using var pool = new WorkerPool(4);
        int[] inside = new int[4];
        var work = new Counting(200, (_, _, worker) =>
        {
            Assert.InRange(worker, 0, 3);
            Assert.Equal(1, Interlocked.Increment(ref inside[worker]));
            Thread.SpinWait(50);
            Interlocked.Decrement(ref inside[worker]);
        });
        for (int i = 0; i < 50; i++) pool.Run(work, 0, 200);
    }

    [Fact]
    public void Region_and_chunk_are_passed_on()
    {
        using var pool = new WorkerPool(2);
        long sum = 0;
        pool.Run(new Counting(100, (region, chunk, _) => Interlocked.Add(ref sum, region * 1000 + chunk)), 7, 100);
        Assert.Equal(7000 * 100 + 99 * 100 / 2, sum);
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_pool_goes_on()
    {
        using var pool = new WorkerPool(3);
        for (int i = 0; i < 200; i++)
        {
            var failing = new Counting(20, (_, chunk, _) => { if (chunk == i % 20) throw new InvalidOperationException($"chunk {chunk}"); });
            var thrown = Assert.Throws<InvalidOperationException>(() => pool.Run(failing, 0, 20));
            Assert.Equal($"chunk {i % 20}", thrown.Message);
            Assert.All(failing.Times, n => Assert.InRange(n, 0, 1));
            var work = new Counting(20);
            pool.Run(work, 0, 20);
            Assert.All(work.Times, n => Assert.Equal(1, n));
        }
    }

    [Fact]
    public void Nested_calls_are_done_by_their_caller()
    {
        using var pool = new WorkerPool(3);
        int inner = 0;
        var outer = new Counting(10, (_, _, _) =>
        {
            int thread = Environment.CurrentManagedThreadId;
            pool.Run(new Counting(4, (_, _, worker) =>
            {
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                Assert.Equal(0, worker);
                Interlocked.Increment(ref inner);
            }), 0, 4);
        });
        for (int i = 0; i < 100; i++) pool.Run(outer, 0, 10);
        Assert.Equal(4000, inner);
    }

    [Fact]
    public async Task Several_callers_at_once()
    {
        using var pool = new WorkerPool(2);
        Task[] threads = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                var work = new Counting(6);
                pool.Run(work, 0, 6);
                Assert.All(work.Times, n => Assert.Equal(1, n));
            }
        }, TaskCreationOptions.LongRunning))];
        await Task.WhenAll(threads);
    }

    [Fact]
    public void A_region_allocates_nothing()
    {
        using var pool = new WorkerPool(2);
        var work = new Counting(8);
        for (int i = 0; i < 100; i++) pool.Run(work, 0, 8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) pool.Run(work, 0, 8);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Wrong_use()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));
        Assert.Throws<ArgumentNullException>(() => WorkerPool.Serial.Run(null!, 0, 1));
        var pool = new WorkerPool(2);
        pool.Run(new Counting(4), 0, 4);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(new Counting(4), 0, 4));
        WorkerPool.Shared.Dispose();
        WorkerPool.Shared.Run(new Counting(4), 0, 4);
        Assert.Equal(Environment.ProcessorCount, WorkerPool.Shared.Threads);
        Assert.Equal(1, WorkerPool.Serial.Threads);
    }
}
