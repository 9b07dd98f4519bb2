using System.Numerics;

namespace Ansatz;

/// <summary>The share of examples with the right class among the k most likely.</summary>
internal sealed class TopAccuracy(string name, int k, string? output, string label) : Metric(name, higherIsBetter: true)
{
    private int _output, _label;
    private TensorSignature? _signature;
    private long _right, _count;

    public override double Value => (double)_right / _count;

    public override void Begin(TrainingSignature model)
    {
        (_right, _count) = (0, 0);
        (_output, _label) = (OutputOf(model, output), model.Input(label));
        _signature = model.Outputs[_output];
        if (!_signature.IsPerExample || _signature.Extents.Length != (_signature.ElementType == typeof(int) ? 1 : 2))
            throw Unfit(Name, _signature, "an output of one number for each class, or of the class itself");
        if (model.Inputs[_label] is var found && (found.ElementType != typeof(int) || found.Extents.Length != 1 || !found.IsPerExample)) throw Unfit(Name, found, "an input of one class for each example");
    }

    public override void Add(TrainingBatch batch)
    {
        var labels = batch.Values<int>(_label);
        _count += labels.Length;
        if (_signature!.ElementType == typeof(float)) Count(batch.OutputValues<float>(_output), labels);
        else if (_signature.ElementType == typeof(double)) Count(batch.OutputValues<double>(_output), labels);
        else
        {
            var classes = batch.OutputValues<int>(_output);
            for (var n = 0; n < labels.Length; n++) _right += classes[n] == labels[n] ? 1 : 0;
        }
    }

    private void Count<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels) where T : INumber<T>
    {
        var classes = outputs.Length / labels.Length;
        for (var n = 0; n < labels.Length; n++)
        {
            var row = outputs.Slice(n * classes, classes);
            var right = row[labels[n]];
            var before = 0;
            for (var c = 0; c < classes; c++) before += row[c] > right || (row[c] == right && c < labels[n]) ? 1 : 0;
            _right += before < k && !T.IsNaN(right) ? 1 : 0;
        }
    }
}
