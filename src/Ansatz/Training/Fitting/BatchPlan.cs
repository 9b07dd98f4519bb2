namespace Ansatz;

/// <summary>Which examples belong to which step: for each epoch an order of all, cut into steps, and these into the parts whose gradients are computed at once.</summary>
internal sealed class BatchPlan(int count, int batchSize, int microBatchSize, bool dropLast, bool shuffle, int seed)
{
    private readonly int _batch = Math.Min(batchSize, count);
    private readonly int _part = microBatchSize == 0 ? Math.Min(batchSize, count) : Math.Min(microBatchSize, Math.Min(batchSize, count));

    /// <summary>The most examples of a part.</summary>
    public int PartSize => _part;

    public int StepsPerEpoch { get; } = count < batchSize || !dropLast ? (count + Math.Min(batchSize, count) - 1) / Math.Min(batchSize, count) : count / batchSize;

    /// <summary>How many examples a step has.</summary>
    public int Examples(int step) => Math.Min(_batch, count - step * _batch);

    /// <summary>In how many parts a step is computed.</summary>
    public int Parts(int step) => (Examples(step) + _part - 1) / _part;

    /// <summary>Where the examples of a part stand in the order of the epoch.</summary>
    public (int First, int Count) Part(int step, int part) => (step * _batch + part * _part, Math.Min(_part, Examples(step) - part * _part));

    /// <summary>The order of an epoch.</summary>
    public void Order(int epoch, Span<int> order)
    {
        if (shuffle)
        {
            ShuffledOrder.Fill(order, seed, epoch);
            return;
        }
        for (var i = 0; i < order.Length; i++) order[i] = i;
    }
}
