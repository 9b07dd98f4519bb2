namespace Ansatz;

/// <summary>A loss came out infinite or not a number, so that its gradients would spoil every parameter.</summary>
public sealed class NonFiniteLossException : AnsatzException
{
    internal NonFiniteLossException(string model, string loss, double value)
        : base($"The loss '{loss}' of '{model}' must be finite, but is {value}. Look for a logarithm or root of what is not positive, a division by zero, data that is not finite, or too great a rate.")
        => (Model, Loss, Value) = (model, loss, value);

    /// <summary>The name of the model.</summary>
    public string Model { get; }

    /// <summary>The name of the loss.</summary>
    public string Loss { get; }

    /// <summary>The value found.</summary>
    public double Value { get; }
}
