namespace Ansatz;

/// <summary>
/// Marks a partial class as a network: a model whose properties marked <see cref="LayerAttribute"/> form a stack, in the order of their
/// declaration. The generator writes the stack's equations, its input, its output and its loss, as far as the class does not declare them itself.
/// </summary>
/// <remarks>
/// A network is a <see cref="ModelAttribute">model</see>: what is more than a stack is written as equations beside the layers, which call the
/// stack's equations by name. <c>docs/networks.md</c> lists what is written for a short form.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>What the last layer's result is compared with; <see cref="LossFunction.None"/> where the class declares its losses itself.</summary>
    public LossFunction Loss { get; set; }

    /// <summary>
    /// With <see cref="LossFunction.SoftmaxCrossEntropy"/>: how much of a label's probability is spread evenly over all classes, at least 0 and less
    /// than 1. Szegedy et al., <i>Rethinking the Inception architecture for computer vision</i>, 2016.
    /// </summary>
    public double LabelSmoothing { get; set; }

    /// <summary>
    /// How many examples a call usually has, for what is predicted of costs while building; 0 if nothing is said of it. It changes nothing in the program.
    /// </summary>
    public int Batch { get; set; }

    /// <summary>With <see cref="LossFunction.Huber"/>: the size of an error from which on it counts linearly, more than 0. 1 by default.</summary>
    public double HuberDelta { get; set; } = 1;

    /// <inheritdoc cref="ModelAttribute.Onnx"/>
    public bool Onnx { get; set; }
}

/// <summary>What the result of a network is compared with.</summary>
public enum LossFunction
{
    /// <summary>Nothing: the class declares its losses itself, or has none.</summary>
    None,

    /// <summary>The class <c>Label[n]</c>, by minus the logarithm of its share in the softmax of the result; the mean over the batch.</summary>
    SoftmaxCrossEntropy,

    /// <summary>Numbers from 0 to 1, <c>Target</c>, by the cross-entropy with the logistic function of the result; the mean over batch and elements.</summary>
    BinaryCrossEntropy,

    /// <summary>Numbers, <c>Target</c>, by the squared difference; the mean over batch and elements.</summary>
    Squared,

    /// <summary>Numbers, <c>Target</c>, by Huber's function of the difference: e²/2 up to δ, δ(|e| − δ/2) from there; the mean over batch and elements.</summary>
    Huber,
}
