namespace Ansatz;

/// <summary>A model with a loss, as training sees it: whatever has a <see cref="LossAttribute"/> is one. <see cref="Fitting.Fit(ITrainable, Dataset, TrainingOptions?, CancellationToken)"/> trains it.</summary>
public interface ITrainable : IModel
{
    /// <summary>Inputs, losses and outputs by name and number.</summary>
    TrainingSignature Signature { get; }

    /// <summary>The memory that calls without a workspace use.</summary>
    ITrainingWorkspace Workspace { get; }
}

/// <summary>The memory of one caller of a model with a loss, here or on a device, and what is computed in it.</summary>
public interface ITrainingWorkspace : IDisposable
{
    /// <summary>The model.</summary>
    ITrainable Model { get; }

    /// <summary>The gradients of the last call of <see cref="Gradient"/>.</summary>
    GradientSet Gradients { get; }

    /// <summary>The threads that calls use; the results do not depend on them.</summary>
    WorkerPool Workers { get; set; }

    /// <summary>Computes a loss of a batch and its gradients, and updates states. Allocates nothing.</summary>
    /// <param name="batch">A batch for this model.</param>
    /// <param name="loss">The number of the loss in <see cref="TrainingSignature.Losses"/>.</param>
    /// <exception cref="NonFiniteLossException">The loss is not a finite number.</exception>
    /// <exception cref="IndexDataException">Index data is out of range.</exception>
    double Gradient(TrainingBatch batch, int loss);

    /// <summary>Computes a loss of a batch. Allocates nothing.</summary>
    /// <inheritdoc cref="Gradient"/>
    double Loss(TrainingBatch batch, int loss);

    /// <summary>Computes the outputs of a batch into its own memory. Allocates nothing.</summary>
    /// <exception cref="IndexDataException">Index data is out of range.</exception>
    void Evaluate(TrainingBatch batch);

    /// <summary>Changes the parameters along <see cref="Gradients"/>, where these are: on a device, there.</summary>
    /// <exception cref="ArgumentException">The optimiser was not made for these parameters.</exception>
    void Step(Optimizer optimizer) => optimizer.Step(Gradients);
}
