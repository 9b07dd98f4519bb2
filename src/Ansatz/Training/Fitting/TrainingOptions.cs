namespace Ansatz;

/// <summary>How a model is trained. All that is not said has a value that does for a start: Adam, ten epochs, 32 examples a step.</summary>
public sealed record TrainingOptions
{
    /// <summary>How often each example is shown: 1 or more. 10 by default.</summary>
    public int Epochs { get; init => field = AtLeast(1, value, nameof(Epochs)); } = 10;

    /// <summary>After how many steps the training ends, if before its epochs; null for as many as the epochs have.</summary>
    public long? Steps { get; init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Steps), value, "A training has at least one step."); }

    /// <summary>Examples of one step: 1 or more. 32 by default; <see cref="Lbfgs"/> always takes all.</summary>
    public int BatchSize { get; init => field = AtLeast(1, value, nameof(BatchSize)); } = 32;

    /// <summary>Examples whose gradient is computed at once; the gradients of a step's parts are added up. 0, the default, for all of a step.</summary>
    public int MicroBatchSize { get; init => field = AtLeast(0, value, nameof(MicroBatchSize)); }

    /// <summary>Whether a loss is a mean over the examples, as those of the library are, or a sum: parts of a step and losses of batches are put together accordingly. True by default.</summary>
    public bool LossIsMean { get; init; } = true;

    /// <summary>Whether the examples that are left at the end of an epoch are skipped if they are fewer than <see cref="BatchSize"/>. False by default.</summary>
    public bool DropLast { get; init; }

    /// <summary>Whether each epoch has its own random order. True by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What the order of the examples and the model's own random numbers follow from.</summary>
    public int Seed { get; init; }

    /// <summary>The name of the integer input that is another number at each step, for dropout and the like. "Seed" by default.</summary>
    public string SeedInput { get; init; } = "Seed";

    /// <summary>How parameters are changed: an <see cref="Adam"/>, <see cref="Sgd"/> or <see cref="Lbfgs"/> made for the model's parameters. By default an Adam with its own defaults.</summary>
    public TrainingMethod? Optimizer { get; init; }

    /// <summary>How the optimiser's rate changes. Constant by default.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Constant;

    /// <summary>The greatest Euclidean norm of all gradients together; larger ones are shortened to it. Null for none.</summary>
    /// <remarks>Pascanu, Mikolov, Bengio, <i>On the difficulty of training recurrent neural networks</i>, 2013.</remarks>
    public double? ClipNorm { get; init => field = Positive(value, nameof(ClipNorm)); }

    /// <summary>The greatest absolute value of an element of a gradient; larger ones are set to it, before the norm is looked at. Null for none.</summary>
    public double? ClipValue { get; init => field = Positive(value, nameof(ClipValue)); }

    /// <summary>The losses that are made small together, with their weights. By default the model's first loss.</summary>
    /// <remarks>A model with several losses computes each by itself, its states included.</remarks>
    public IReadOnlyList<LossWeight> Losses { get; init; } = [];

    /// <summary>Changes the examples of each step before they are used, such as images that are shifted at random. It may run on another thread than the training; randomness is to come from <see cref="TrainingBatch.Seed"/>.</summary>
    public Action<TrainingBatch>? Prepare { get; init; }

    /// <summary>Changes parameters or states after each step, which it is told the number of, from 1: a projection onto a constraint, pruning, or a target network that follows.</summary>
    /// <remarks>
    /// It runs before the step is reported, validated and saved, so that a training that is resumed goes on with the same bits if the change is a function of the step, the parameters and the
    /// states. What the optimiser remembers stays as it is. Not with <see cref="Lbfgs"/>, whose memory is of a landscape in which only its own steps are made.
    /// </remarks>
    public Action<long>? Project { get; init; }

    /// <summary>Examples that are not trained on, but looked at after each epoch.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>Examples that are evaluated at once in a validation. 256 by default.</summary>
    public int ValidationBatchSize { get; init => field = AtLeast(1, value, nameof(ValidationBatchSize)); } = 256;

    /// <summary>What is computed of the validation data beside the loss.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>When the training ends before its epochs. Null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Who is told after each step and each epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Where the training is kept so that it can be resumed. Null for nowhere.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>Whether another thread gathers the next batch while one is computed. True by default where there is another processor; it changes no number.</summary>
    public bool Prefetch { get; init; } = Environment.ProcessorCount > 1;

    /// <summary>The threads that compute; null for those that the model has. They change no number.</summary>
    public WorkerPool? Workers { get; init; }

    private static int AtLeast(int least, int value, string name) => value >= least ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}, but is {value}.");

    private static double? Positive(double? value, string name) => value is null or > 0 ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be more than 0, but is {value}.");
}

/// <summary>One of several losses.</summary>
/// <param name="Name">The name of the equation.</param>
/// <param name="Weight">What the loss is multiplied by.</param>
public readonly record struct LossWeight(string Name, double Weight = 1);

/// <summary>When a training ends early: once what is watched has not become better for some epochs.</summary>
/// <remarks>Prechelt, <i>Early stopping: but when?</i>, 1998; the criterion of patience.</remarks>
public sealed record EarlyStopping
{
    /// <summary>How many epochs may pass without anything better: 1 or more. 10 by default.</summary>
    public int Patience { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Patience), value, "Patience must be at least one epoch."); } = 10;

    /// <summary>The name of the metric that is watched. By default the loss of the validation data, or of the training data if there are none.</summary>
    public string? Metric { get; init; }

    /// <summary>By how much a value must be better than the best to count as better. 0 by default.</summary>
    public double LeastGain { get; init; }

    /// <summary>Whether the model gets the parameters and states of its best epoch at the end. True by default.</summary>
    public bool RestoreBest { get; init; } = true;
}

/// <summary>Where and when a training is saved.</summary>
/// <param name="Path">The file. It is written beside its place, and takes it once it is complete.</param>
public sealed record CheckpointOptions(string Path)
{
    /// <summary>After how many epochs it is saved: 0 for never. 1 by default.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>After how many steps it is saved: 0, the default, for never.</summary>
    public long EverySteps { get; init; }

    /// <summary>Whether a training goes on where the file says if there is one. True by default.</summary>
    public bool Resume { get; init; } = true;
}
