namespace Ansatz;

/// <summary>The mean over the examples of what the model computes for each batch.</summary>
internal sealed class MeanOutput(string output, bool higherIsBetter) : Metric(output, higherIsBetter)
{
    private int _output;
    private Type _type = typeof(float);
    private double _sum;
    private long _count;

    public override double Value => _sum / _count;

    public override void Begin(TrainingSignature model)
    {
        (_sum, _count) = (0, 0);
        _output = model.Output(Name);
        var found = model.Outputs[_output];
        if (!found.IsWhole || found.Extents.Length > 0) throw Unfit(Name, found, "an output that is a number");
        _type = found.ElementType;
    }

    public override void Add(TrainingBatch batch)
    {
        var value = _type == typeof(float) ? batch.OutputValues<float>(_output)[0] : _type == typeof(double) ? batch.OutputValues<double>(_output)[0] : batch.OutputValues<int>(_output)[0];
        _sum += value * batch.Count;
        _count += batch.Count;
    }
}
