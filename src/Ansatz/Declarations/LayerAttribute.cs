namespace Ansatz;

/// <summary>Makes a used model a layer of the stack of its <see cref="NetworkAttribute">network</see>: <c>[Layer(After = Activation.Gelu)] public Linear Hidden { get; } = new(In: 64, Out: 32);</c></summary>
/// <remarks>The model has one equation marked <see cref="MapsAttribute"/>. What comes out of the layer, after activation, dropout and residual, is the equation <c>AfterHidden</c> of the network.</remarks>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class LayerAttribute : Attribute
{
    /// <summary>The name of the input or equation that goes in; by default what the layer before gives, and for the first layer the network's input.</summary>
    public string? From { get; set; }

    /// <summary>The function of a number that is applied to each element of the result.</summary>
    public Activation After { get; set; }

    /// <summary>The share of elements that are set to 0 while a gradient is computed, after the activation: at least 0, less than 1; the others are divided by what is left.</summary>
    /// <remarks>Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, <i>Dropout: a simple way to prevent neural networks from overfitting</i>, 2014.</remarks>
    public double Dropout { get; set; }

    /// <summary>Whether what goes in is added to the result. Both then have the same shape.</summary>
    public bool Residual { get; set; }
}

/// <summary>A function of a number that follows a layer.</summary>
public enum Activation
{
    /// <summary>The number itself.</summary>
    None,

    /// <inheritdoc cref="Functions.Relu(float)"/>
    Relu,

    /// <inheritdoc cref="Functions.Gelu(float)"/>
    Gelu,

    /// <inheritdoc cref="Functions.GeluTanh(float)"/>
    GeluTanh,

    /// <inheritdoc cref="Functions.Silu(float)"/>
    Silu,

    /// <inheritdoc cref="Functions.Sigmoid(float)"/>
    Sigmoid,

    /// <inheritdoc cref="Functions.Softplus(float)"/>
    Softplus,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
