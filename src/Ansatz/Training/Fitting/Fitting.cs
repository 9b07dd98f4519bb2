namespace Ansatz;

/// <summary>Trains models.</summary>
public static class Fitting
{
    /// <summary>Trains a model on examples: for each epoch, in a random order and batch by batch, a gradient and a step along it.</summary>
    /// <remarks>
    /// <para>Each input of the model is filled from the column of its name; an integer input of the name <see cref="TrainingOptions.SeedInput"/> gets another number for each step.
    /// The same model, data, options and seed give the same bits, whatever the number of threads.</para>
    /// <para>Nothing is allocated in a step. The model's parameters are those of the last step at the end, or with <see cref="EarlyStopping"/> those of the best epoch.</para>
    /// </remarks>
    /// <param name="model">A model with a loss.</param>
    /// <param name="data">The examples.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Asks for the end: the training stops after the step that is being computed, saves itself if it has a place for that, and returns.</param>
    /// <exception cref="DatasetException">The data lack an input of the model, or have another shape or type.</exception>
    /// <exception cref="DivergedTrainingException">A loss or a gradient is not a finite number; the message names the parameter where that began.</exception>
    /// <exception cref="CheckpointException">The file of the training is damaged, or of another training.</exception>
    public static TrainingResult Fit(this ITrainable model, Dataset data, TrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Workspace.Fit(data, options, cancellation);
    }

    /// <summary>Trains the model of a workspace, in its memory: with that of a device, there.</summary>
    /// <inheritdoc cref="Fit(ITrainable, Dataset, TrainingOptions?, CancellationToken)"/>
    public static TrainingResult Fit(this ITrainingWorkspace workspace, Dataset data, TrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(data);
        using var run = TrainingRun.Create(workspace, data, options ?? new TrainingOptions());
        return run.Run(cancellation);
    }

    /// <summary>Computes the loss and metrics of examples, without training on them.</summary>
    /// <param name="model">A model with a loss.</param>
    /// <param name="data">The examples.</param>
    /// <param name="metrics">What is computed beside the loss.</param>
    /// <returns>The loss, averaged over examples, then the metrics.</returns>
    /// <exception cref="DatasetException">The data lack an input of the model, or have another shape or type.</exception>
    public static double[] Measure(this ITrainable model, Dataset data, params ReadOnlySpan<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var options = new TrainingOptions { Metrics = metrics.ToArray() };
        var losses = WeightedLosses.Of(model, options);
        var values = new double[metrics.Length];
        var loss = new ValidationPass(model.Workspace, data, options, losses).Run(values);
        return [loss, .. values];
    }
}
