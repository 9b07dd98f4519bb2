using System.Numerics;

namespace Ansatz;

/// <summary>The mean absolute difference of an output and an input, or the root of the mean squared one.</summary>
internal sealed class MeanError(string name, bool squared, string? output, string target) : Metric(name, higherIsBetter: false)
{
    private int _output, _target;
    private Type _type = typeof(float);
    private double _sum;
    private long _count;

    public override double Value => squared ? Math.Sqrt(_sum / _count) : _sum / _count;

    public override void Begin(TrainingSignature model)
    {
        (_sum, _count) = (0, 0);
        (_output, _target) = (OutputOf(model, output), model.Input(target));
        var (found, expected) = (model.Outputs[_output], model.Inputs[_target]);
        if (!found.IsPerExample || !found.Extents.SequenceEqual(expected.Extents) || found.ElementType != expected.ElementType) throw Unfit(Name, found, $"an output like the input {expected}");
        _type = found.ElementType;
    }

    public override void Add(TrainingBatch batch)
    {
        if (_type == typeof(float)) Add<float>(batch);
        else if (_type == typeof(double)) Add<double>(batch);
        else Add<int>(batch);
    }

    private void Add<T>(TrainingBatch batch) where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> found = batch.OutputValues<T>(_output), expected = batch.Values<T>(_target);
        for (var i = 0; i < found.Length; i++)
        {
            var difference = double.CreateTruncating(found[i]) - double.CreateTruncating(expected[i]);
            _sum += squared ? difference * difference : Math.Abs(difference);
        }
        _count += found.Length;
    }
}
