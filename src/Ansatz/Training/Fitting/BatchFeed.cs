using System.Runtime.ExceptionServices;

namespace Ansatz;

/// <summary>The batches of a training in their order. With another thread, the next one is gathered while one is used.</summary>
internal sealed class BatchFeed : IDisposable
{
    private const int Places = 2;

    private readonly BatchSource _source;
    private readonly BatchPlan _plan;
    private readonly Action<TrainingBatch>? _prepare;
    private readonly int _seed;
    private readonly long _steps;
    private readonly int[] _order;
    private readonly TrainingBatch[] _batches;
    private readonly SemaphoreSlim _free = new(Places), _full = new(0);
    private Thread? _thread;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _stopped;
    private int _epochOfOrder = -1, _taken, _failedAt;
    private long _step;
    private int _part;

    /// <summary>The batches from a step on.</summary>
    /// <param name="source">Fills them.</param>
    /// <param name="plan">Says which.</param>
    /// <param name="options">Says how.</param>
    /// <param name="firstStep">The step, counted from the beginning of the training.</param>
    /// <param name="steps">How many steps there are in all.</param>
    public BatchFeed(BatchSource source, BatchPlan plan, TrainingOptions options, long firstStep, long steps)
    {
        (_source, _plan, _prepare, _seed, _step, _steps) = (source, plan, options.Prepare, options.Seed, firstStep, steps);
        _order = new int[source.Count];
        _batches = new TrainingBatch[options.Prefetch ? Places : 1];
        for (var k = 0; k < _batches.Length; k++) _batches[k] = source.CreateBatch(plan.PartSize);
        if (!options.Prefetch) return;
        _thread = new Thread(Work) { IsBackground = true, Name = "Ansatz batches" };
        _thread.Start();
    }

    /// <summary>The next batch; it stays as it is until <see cref="Return"/>.</summary>
    public TrainingBatch Take()
    {
        if (_thread is null)
        {
            FillNext(_batches[0]);
            return _batches[0];
        }
        _full.Wait();
        if (_failure is { } failure && _taken == _failedAt) failure.Throw(); // the batches before it are whole
        return _batches[_taken++ % Places];
    }

    /// <summary>The batch that was taken is no longer used.</summary>
    public void Return()
    {
        if (_thread is not null) _free.Release();
    }

    public void Dispose()
    {
        _stopped = true;
        if (_thread is not null)
        {
            _free.Release();
            _thread.Join();
            _thread = null;
        }
        _free.Dispose();
        _full.Dispose();
    }

    private void Work()
    {
        var k = 0;
        try
        {
            for (; _step < _steps; k++)
            {
                _free.Wait();
                if (_stopped) return;
                FillNext(_batches[k % Places]);
                _full.Release();
            }
        }
        catch (Exception e)
        {
            (_failedAt, _failure) = (k, ExceptionDispatchInfo.Capture(e));
            _full.Release();
        }
    }

    private void FillNext(TrainingBatch batch)
    {
        var (epoch, step) = ((int)(_step / _plan.StepsPerEpoch), (int)(_step % _plan.StepsPerEpoch));
        if (epoch != _epochOfOrder) _plan.Order(_epochOfOrder = epoch, _order);
        var (first, count) = _plan.Part(step, _part);
        _source.Fill(batch, _order.AsSpan(first, count), BatchSource.Seed(_seed, _step, _part));
        _prepare?.Invoke(batch);
        if (++_part < _plan.Parts(step)) return;
        (_part, _step) = (0, _step + 1);
    }
}
