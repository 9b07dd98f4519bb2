namespace Ansatz;

/// <summary>The loss and the metrics of examples that are not trained on.</summary>
internal sealed class ValidationPass
{
    private readonly ITrainingWorkspace _workspace;
    private readonly TrainingOptions _options;
    private readonly (int Number, double Weight)[] _losses;
    private readonly BatchSource _source;
    private readonly TrainingBatch _batch;
    private readonly int[] _order;

    public ValidationPass(ITrainingWorkspace workspace, Dataset data, TrainingOptions options, (int Number, double Weight)[] losses)
    {
        (_workspace, _options, _losses) = (workspace, options, losses);
        _source = new BatchSource(workspace.Model.Signature, data, options);
        _order = [.. Enumerable.Range(0, _source.Count)];
        _batch = _source.CreateBatch(Math.Min(options.ValidationBatchSize, _source.Count));
        foreach (var metric in options.Metrics) metric.Begin(_source.Model); // what does not fit is said before the first step
    }

    /// <summary>The loss, averaged over the examples; the metrics go into the span.</summary>
    public double Run(Span<double> metrics)
    {
        foreach (var metric in _options.Metrics) metric.Begin(_source.Model);
        double sum = 0;
        for (var first = 0; first < _source.Count; first += _options.ValidationBatchSize)
        {
            var count = Math.Min(_options.ValidationBatchSize, _source.Count - first);
            // One seed for all: what is random in an evaluation is the same at each.
            _source.Fill(_batch, _order.AsSpan(first, count), _options.Seed);
            foreach (var (number, weight) in _losses) sum += weight * _workspace.Loss(_batch, number) * (_options.LossIsMean ? count : 1);
            if (_options.Metrics.Count == 0) continue;
            _workspace.Evaluate(_batch);
            foreach (var metric in _options.Metrics) metric.Add(_batch);
        }
        for (var k = 0; k < _options.Metrics.Count; k++) metrics[k] = _options.Metrics[k].Value;
        return sum / _source.Count;
    }
}
