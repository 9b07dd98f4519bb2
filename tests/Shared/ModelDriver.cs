namespace Ansatz.Testing;

/// <summary>
/// One object of a generated class, driven through plain arrays: spans of tensors are ref structs, which reflection cannot pass.
/// <see cref="DriverWriter"/> writes one subclass for every model.
/// </summary>
public abstract class ModelDriver
{
    /// <summary>The object.</summary>
    public abstract object Model { get; }

    /// <summary>Its stored tensors.</summary>
    public virtual ParameterSet Parameters => throw Lacks("Parameters");

    /// <summary>The gradients that <c>Gradient</c> without a workspace fills.</summary>
    public virtual GradientSet Gradients => throw Lacks("Gradients");

    /// <summary>The pool of threads.</summary>
    public virtual WorkerPool Workers { get => throw Lacks("Workers"); set => throw Lacks("Workers"); }

    /// <summary>The account of what was compiled.</summary>
    public virtual string Summary => throw Lacks("Summary");

    /// <summary>Whether there is an <c>Evaluate</c>.</summary>
    public virtual bool CanEvaluate => false;

    /// <summary>Whether there is a loss.</summary>
    public virtual bool HasLoss => false;

    /// <summary>Makes the object by its constructor.</summary>
    public abstract void Create(ModelArguments arguments);

    /// <summary>Makes the object by its static <c>Create</c>.</summary>
    public virtual void CreateInitialized(ModelArguments arguments, int seed) => throw Lacks("Create");

    /// <summary>Sets what the input properties read.</summary>
    public virtual void Bind(ModelArguments arguments) => throw Lacks("Bind");

    /// <summary>Computes the outputs.</summary>
    public virtual void Evaluate(ModelArguments arguments) => throw Lacks("Evaluate");

    /// <summary>The same in the memory of one caller.</summary>
    public virtual void Evaluate(IDisposable workspace, ModelArguments arguments) => throw Lacks("Evaluate(Workspace, …)");

    /// <summary>Computes the loss.</summary>
    public virtual double Loss(ModelArguments arguments) => throw Lacks("a loss");

    /// <summary>Computes the loss, and the gradients into <see cref="Gradients"/> and the arrays named <c>XGradient</c>.</summary>
    public virtual double Gradient(ModelArguments arguments) => throw Lacks("Gradient");

    /// <summary>The same in the memory of one caller.</summary>
    public virtual double Gradient(IDisposable workspace, ModelArguments arguments) => throw Lacks("Gradient(Workspace, …)");

    /// <summary>Whether there is a <c>HessianVectorProduct</c>.</summary>
    public virtual bool HasProduct => false;

    /// <summary>Whether there is a <c>Hessian</c>.</summary>
    public virtual bool HasHessian => false;

    /// <summary>Computes the product of the loss's Hessian with the array <c>direction</c> into the array <c>product</c>.</summary>
    public virtual void HessianVectorProduct(ModelArguments arguments) => throw Lacks("HessianVectorProduct");

    /// <summary>The same in the memory of one caller.</summary>
    public virtual void HessianVectorProduct(IDisposable workspace, ModelArguments arguments) => throw Lacks("HessianVectorProduct(Workspace, …)");

    /// <summary>Computes the loss, the gradients into <see cref="Gradients"/>, and the Hessian into the array <c>hessian</c>.</summary>
    public virtual double Hessian(ModelArguments arguments) => throw Lacks("Hessian");

    /// <summary>The same in the memory of one caller.</summary>
    public virtual double Hessian(IDisposable workspace, ModelArguments arguments) => throw Lacks("Hessian(Workspace, …)");

    /// <summary>Memory for one caller.</summary>
    public virtual IDisposable CreateWorkspace() => throw Lacks("CreateWorkspace");

    /// <summary>Memory for one caller on a device, if the model was compiled with the library for GPUs.</summary>
    public virtual IDisposable OnGpu(object device) => throw Lacks("OnGpu");

    /// <summary>A step of an optimiser on the device of a workspace.</summary>
    public virtual void Step(IDisposable workspace, Optimizer optimizer) => throw Lacks("Step");

    /// <summary>Starts the gradient and a step for one batch; the loss of the batch before.</summary>
    public virtual double TrainStep(IDisposable workspace, Optimizer optimizer, ModelArguments arguments) => throw Lacks("TrainStep");

    /// <summary>Waits for the last batch; its loss.</summary>
    public virtual double Finish(IDisposable workspace) => throw Lacks("Finish");

    /// <summary>The gradients in a workspace, whose type is the generator's.</summary>
    public static GradientSet GradientsOf(IDisposable workspace) =>
        (GradientSet)(workspace.GetType().GetProperty("Gradients")?.GetValue(workspace)
            ?? throw new InvalidOperationException($"{workspace.GetType()} has no Gradients."));

    private InvalidOperationException Lacks(string what) => new($"The generated part of {GetType().Name} has no usable {what}.");
}
