namespace Ansatz;

/// <summary>The area under the receiver operating characteristic, from the ranks of all outputs.</summary>
internal sealed class AreaUnderCurve(string? output, string target) : Metric("AUC", higherIsBetter: true)
{
    private readonly List<double> _scores = [];
    private readonly List<bool> _positive = [];
    private int _output, _target;
    private Type _type = typeof(float), _targetType = typeof(float);

    public override double Value
    {
        get
        {
            double[] scores = [.. _scores];
            bool[] positive = [.. _positive];
            Array.Sort(scores, positive);
            double ranks = 0;
            long positives = 0;
            for (var first = 0; first < scores.Length;)
            {
                // Equal scores share the mean of their ranks.
                var end = first + 1;
                while (end < scores.Length && scores[end] == scores[first]) end++;
                var rank = (first + 1 + end) / 2.0;
                for (; first < end; first++)
                {
                    if (!positive[first]) continue;
                    ranks += rank;
                    positives++;
                }
            }
            var negatives = scores.Length - positives;
            return positives == 0 || negatives == 0 ? double.NaN : (ranks - positives * (positives + 1.0) / 2) / positives / negatives;
        }
    }

    public override void Begin(TrainingSignature model)
    {
        _scores.Clear();
        _positive.Clear();
        (_output, _target) = (OutputOf(model, output), model.Input(target));
        var (found, expected) = (model.Outputs[_output], model.Inputs[_target]);
        if (!found.IsPerExample || found.RowLength != 1) throw Unfit(Name, found, "an output of one number for each example");
        if (!expected.IsPerExample || expected.RowLength != 1) throw Unfit(Name, expected, "an input of one number for each example");
        (_type, _targetType) = (found.ElementType, expected.ElementType);
    }

    public override void Add(TrainingBatch batch)
    {
        for (var n = 0; n < batch.Count; n++)
        {
            _scores.Add(_type == typeof(float) ? batch.OutputValues<float>(_output)[n] : _type == typeof(double) ? batch.OutputValues<double>(_output)[n] : batch.OutputValues<int>(_output)[n]);
            _positive.Add(_targetType == typeof(float) ? batch.Values<float>(_target)[n] > 0.5f : _targetType == typeof(double) ? batch.Values<double>(_target)[n] > 0.5 : batch.Values<int>(_target)[n] > 0);
        }
    }
}
