namespace Ansatz;

/// <summary>A training by L-BFGS: each step looks along one line, over all examples.</summary>
internal sealed class LbfgsRun : TrainingRun, ILine
{
    private readonly Lbfgs _rule;
    private readonly FlatParameters _flat;
    private readonly QuasiNewtonMemory _past;
    private readonly GradientSet? _sum;
    private readonly TrainingBatch _batch;
    private readonly int[] _order;
    private readonly double[] _point, _direction, _trial, _gradient;
    private bool _isFilled;
    private double _value;

    public LbfgsRun(ITrainingWorkspace workspace, Dataset data, TrainingOptions options, Lbfgs rule) : base(workspace, data, options, rule, fullBatch: true)
    {
        if (rule.Parameters != Parameters) throw new ArgumentException("The L-BFGS was made for other parameters than the model's.", nameof(rule));
        if (options.ClipNorm is not null || options.ClipValue is not null) throw new ArgumentException("L-BFGS needs the gradients as they are: take out ClipNorm and ClipValue.");
        if (options.Project is not null) throw new ArgumentException("L-BFGS needs the parameters as it leaves them: take out Project.");
        _rule = rule;
        _flat = rule.Flat();
        _past = rule.Past ??= new QuasiNewtonMemory(rule.Memory, _flat.Length);
        if (Losses is not [(_, 1)] || Plan.Parts(0) > 1) _sum = Parameters.CreateGradients();
        _batch = Source.CreateBatch(Plan.PartSize);
        _order = [.. Enumerable.Range(0, Source.Count)];
        (_point, _direction, _trial, _gradient) = (new double[_flat.Length], new double[_flat.Length], new double[_flat.Length], new double[_flat.Length]);
    }

    private QuasiNewtonMemory Past => _rule.Past ?? _past;

    public override void Dispose() { }

    protected override void Begin()
    {
        if (State.Step == 0) Past.Clear();
    }

    protected override bool Step()
    {
        _flat.Read(_point);
        if (double.IsNaN(Past.Loss))
        {
            Past.Loss = Evaluate();
            _gradient.CopyTo(Past.Gradient, 0);
        }
        var found = Search();
        if (!found && Past.Count > 0)
        {
            // What is remembered may be of another landscape: once more from the gradient alone.
            Past.ForgetChanges();
            found = Search();
        }
        if (!found)
        {
            _flat.Write(_point);
            return End(true);
        }
        // The parameters as they were rounded when they were written.
        _flat.Read(_trial);
        for (var i = 0; i < _trial.Length; i++)
        {
            _trial[i] -= _point[i];
            _direction[i] = _gradient[i] - Past.Gradient[i];
        }
        Past.Add(_trial, _direction);
        Past.Loss = _value;
        _gradient.CopyTo(Past.Gradient, 0);
        return End(Largest(_gradient) <= _rule.GradientTolerance);
    }

    (double Value, double Slope) ILine.At(double distance)
    {
        for (var i = 0; i < _trial.Length; i++) _trial[i] = _point[i] + distance * _direction[i];
        _flat.Write(_trial);
        try
        {
            _value = Evaluate();
        }
        catch (DivergedTrainingException)
        {
            return (double.PositiveInfinity, double.NaN); // too far
        }
        return (_value, GradientSums.Dot(_gradient, _direction));
    }

    // Looks along the direction; the parameters, the loss and the gradient are then those of the point found.
    private bool Search()
    {
        Past.Direction(_direction);
        var slope = GradientSums.Dot(Past.Gradient, _direction);
        if (!(slope < 0)) return false;
        var first = Past.Count > 0 ? 1 : Math.Min(1, 1 / Math.Sqrt(-slope));
        Rate = WolfeSearch.Run(this, Past.Loss, slope, first, _rule);
        return Rate > 0 && _value < Past.Loss;
    }

    private bool End(bool converged)
    {
        State.LossSum = Past.Loss * (Options.LossIsMean ? Source.Count : 1);
        State.Examples = Source.Count;
        State.LargestNorm = Math.Sqrt(GradientSums.OfSquares<double>(Past.Gradient));
        return converged;
    }

    private double Evaluate()
    {
        double loss = 0;
        _sum?.BeginSum();
        for (var part = 0; part < Plan.Parts(0); part++)
        {
            var (first, count) = Plan.Part(0, part);
            if (!_isFilled)
            {
                // The same random numbers at each evaluation: otherwise there is no function to minimise.
                Source.Fill(_batch, _order.AsSpan(first, count), BatchSource.Seed(Options.Seed, 0, part));
                Options.Prepare?.Invoke(_batch);
                _isFilled = Plan.Parts(0) == 1;
            }
            loss += Part(_batch, Source.Count, _sum);
        }
        _flat.ReadGradient(_sum ?? Workspace.Gradients, _gradient);
        return loss;
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
