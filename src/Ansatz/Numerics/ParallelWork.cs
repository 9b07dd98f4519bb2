namespace Ansatz;

/// <summary>Work that a <see cref="WorkerPool"/> can do in chunks.</summary>
public abstract class ParallelWork
{
    /// <summary>Does one chunk of one region. Chunks of a region run in any order and at the same time.</summary>
    /// <param name="region">Which of the object's regions; passed through <see cref="WorkerPool.Run"/>.</param>
    /// <param name="chunk">0 ≤ chunk &lt; the number of chunks.</param>
    /// <param name="worker">Which thread of the pool runs it: 0 is the caller, and no two chunks with the same number run at once.</param>
    protected abstract void Run(int region, nint chunk, int worker);

    /// <summary>The same for the pool.</summary>
    internal void Do(int region, nint chunk, int worker) => Run(region, chunk, worker);
}
