namespace Ansatz;

/// <summary>A number that says how good predictions are, gathered batch by batch.</summary>
/// <remarks>The statics of this class make those that most trainings need. Each object gathers for one training at a time.</remarks>
public abstract class Metric
{
    /// <summary>A metric of that name.</summary>
    protected Metric(string name, bool higherIsBetter) => (Name, HigherIsBetter) = (name, higherIsBetter);

    /// <summary>The name in histories, progress and reports.</summary>
    public string Name { get; }

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>The value over all batches since <see cref="Begin"/>.</summary>
    public abstract double Value { get; }

    /// <summary>The share of examples whose largest output is at their label; of an integer output, the share where it is the label.</summary>
    /// <param name="output">An output with one extent beside the batch, the classes; or of integers, with none. By default the model's first output.</param>
    /// <param name="label">The input with the right classes.</param>
    public static Metric Accuracy(string? output = null, string label = "Label") => new TopAccuracy("accuracy", 1, output, label);

    /// <summary>The share of examples whose label is among the k largest outputs; of equal outputs, those of lower classes are counted as larger.</summary>
    /// <inheritdoc cref="Accuracy"/>
    public static Metric TopK(int k, string? output = null, string label = "Label")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return new TopAccuracy($"top-{k} accuracy", k, output, label);
    }

    /// <summary>
    /// The area under the receiver operating characteristic: the share of pairs of a positive and a negative example in which the positive one has the larger
    /// output, equal outputs counted half. NaN where one kind is missing.
    /// </summary>
    /// <remarks>Hanley, McNeil, <i>The meaning and use of the area under a receiver operating characteristic (ROC) curve</i>, 1982. Keeps all outputs until the value is asked for.</remarks>
    /// <param name="output">An output with a number for each example. By default the model's first output.</param>
    /// <param name="target">The input that is more than ½ for positive examples.</param>
    public static Metric Auc(string? output = null, string target = "Target") => new AreaUnderCurve(output, target);

    /// <summary>The root of the mean squared difference of an output and an input, over examples and elements.</summary>
    /// <param name="output">An output of the input's shape. By default the model's first output.</param>
    /// <param name="target">The input with the right values.</param>
    public static Metric Rmse(string? output = null, string target = "Target") => new MeanError("RMSE", squared: true, output, target);

    /// <summary>The mean absolute difference of an output and an input, over examples and elements.</summary>
    /// <inheritdoc cref="Rmse"/>
    public static Metric Mae(string? output = null, string target = "Target") => new MeanError("MAE", squared: false, output, target);

    /// <summary>The mean of an output that is a number for the whole batch, weighted by examples: for what a model computes itself.</summary>
    /// <param name="output">The name of the output, which is the metric's.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    public static Metric Mean(string output, bool higherIsBetter = true) => new MeanOutput(output, higherIsBetter);

    /// <summary>Forgets all batches, and finds the outputs and inputs that it needs.</summary>
    /// <exception cref="KeyNotFoundException">The model has no such output or input.</exception>
    /// <exception cref="ArgumentException">One has another shape than the metric needs.</exception>
    public abstract void Begin(TrainingSignature model);

    /// <summary>Takes a batch whose outputs have been evaluated.</summary>
    public abstract void Add(TrainingBatch batch);

    private protected static int OutputOf(TrainingSignature model, string? name)
    {
        if (name is not null) return model.Output(name);
        return model.Outputs.Length > 0 ? 0 : throw new KeyNotFoundException("The model has no output, and a metric needs one.");
    }

    private protected static Exception Unfit(string name, TensorSignature found, string expected)
        => new ArgumentException($"The metric '{name}' needs {expected}, but the model has {found}.");
}
