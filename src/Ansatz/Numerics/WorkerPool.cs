using System.Runtime.ExceptionServices;

namespace Ansatz;

/// <summary>
/// Threads that share the chunks of a <see cref="ParallelWork"/>. The caller works too and claims whatever nobody has begun, so that it never
/// waits for a thread that is not running; a region costs well under a microsecond when the caller does it all, and allocates nothing.
/// </summary>
/// <remarks>
/// One region runs at a time. A call from inside a chunk, or from another thread while a region runs, is done by its caller alone.
/// Idle threads spin for some microseconds, then sleep. They are background threads and live until <see cref="Dispose"/>.
/// </remarks>
public sealed class WorkerPool : IDisposable
{
    const int SpinsBeforeSleep = 400;

    readonly SemaphoreSlim wake = new(0);
    readonly bool permanent;
    Thread[]? workers;

    // Of the region being run. Written by the caller before it publishes `claims`, read by a worker only after it has claimed a chunk:
    // the region cannot end before that chunk has.
    ParallelWork? work;
    int region;
    int chunks;
    Exception? failure;

    long claims;      // generation << 32 | chunks nobody has claimed yet
    int finished;     // chunks done
    int busy;         // 1 while a region runs
    int sleeping;     // workers that sleep or are about to
    volatile bool stopped;

    /// <summary>A pool of as many threads, the caller's included; the others start with the first region that has something for them.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than 1.</exception>
    public WorkerPool(int threads) : this(threads, permanent: false) { }

    WorkerPool(int threads, bool permanent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        this.permanent = permanent;
    }

    /// <summary>The calling thread alone.</summary>
    public static WorkerPool Serial { get; } = new(1, permanent: true);

    /// <summary>One thread per processor, for the whole process.</summary>
    public static WorkerPool Shared { get; } = new(Environment.ProcessorCount, permanent: true);

    /// <summary>How many threads work on a region, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Runs all chunks of a region and returns when they are done.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="region">Passed on to <see cref="ParallelWork.Run"/>.</param>
    /// <param name="chunks">How many chunks; each is run once, by whichever thread claims it.</param>
    /// <exception cref="ObjectDisposedException">The pool has been disposed.</exception>
    /// <remarks>The first exception that a chunk throws is thrown here, after the chunks that had begun have ended; chunks not yet begun are skipped.</remarks>
    public void Run(ParallelWork work, int region, nint chunks)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(stopped, this);
        if (Threads == 1 || chunks <= 1 || chunks > int.MaxValue || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (nint chunk = 0; chunk < chunks; chunk++) work.Do(region, chunk, 0);
            return;
        }
        try
        {
            workers ??= Start();
            Share(work, region, (int)chunks);
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    void Share(ParallelWork work, int region, int chunks)
    {
        this.work = work;
        this.region = region;
        this.chunks = chunks;
        failure = null;
        finished = 0;
        uint generation = (uint)(claims >> 32) + 1;
        Interlocked.Exchange(ref claims, (long)generation << 32 | (uint)chunks);
        int asleep = Volatile.Read(ref sleeping);
        if (asleep > 0) wake.Release(int.Min(asleep, chunks - 1));
        Claim(generation, worker: 0);
        // What is left has been claimed by threads that are running it.
        var spin = new SpinWait();
        while (Volatile.Read(ref finished) != chunks) spin.SpinOnce(sleep1Threshold: -1);
        this.work = null;
        if (failure is { } thrown)
        {
            failure = null;
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    void Claim(uint generation, int worker)
    {
        while (true)
        {
            long seen = Volatile.Read(ref claims);
            if ((uint)(seen >> 32) != generation || (uint)seen == 0) return;
            if (Interlocked.CompareExchange(ref claims, seen - 1, seen) != seen) continue;
            try
            {
                if (Volatile.Read(ref failure) is null) work!.Do(region, chunks - (int)(uint)seen, worker);
            }
            catch (Exception thrown)
            {
                Interlocked.CompareExchange(ref failure, thrown, null);
            }
            Interlocked.Increment(ref finished);
        }
    }

    Thread[] Start()
    {
        var started = new Thread[Threads - 1];
        for (int i = 0; i < started.Length; i++)
        {
            int worker = i + 1;
            started[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"Ansatz worker {worker}" };
            started[i].Start();
        }
        return started;
    }

    void Work(int worker)
    {
        uint done = 0;
        while (!stopped)
        {
            uint generation = Wait(done);
            if (stopped) return;
            Claim(generation, worker);
            done = generation;
        }
    }

    /// <summary>Spins, then sleeps, until there is a generation other than the one just done.</summary>
    uint Wait(uint done)
    {
        while (!stopped)
        {
            for (int spin = 0; spin < SpinsBeforeSleep; spin++)
            {
                uint generation = (uint)(Volatile.Read(ref claims) >> 32);
                if (generation != done) return generation;
                Thread.SpinWait(1);
            }
            // The caller publishes, then looks who sleeps; a worker says that it sleeps, then looks once more: one of the two sees the other.
            // A wake-up nobody needed any more only ends some later sleep early.
            Interlocked.Increment(ref sleeping);
            if ((uint)(Interlocked.Read(ref claims) >> 32) == done && !stopped) wake.Wait();
            Interlocked.Decrement(ref sleeping);
        }
        return done;
    }

    /// <summary>Ends the threads; a region that runs is finished first. <see cref="Serial"/> and <see cref="Shared"/> stay.</summary>
    public void Dispose()
    {
        if (permanent || stopped) return;
        stopped = true;
        if (workers is not { } started) return;
        wake.Release(started.Length);
        foreach (var worker in started)
            if (worker != Thread.CurrentThread) worker.Join();
    }
}
