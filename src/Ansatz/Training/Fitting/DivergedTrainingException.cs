namespace Ansatz;

/// <summary>A training stopped because a number was not finite. The parameters are those before the step that would have spoilt them.</summary>
public sealed class DivergedTrainingException : AnsatzException
{
    internal DivergedTrainingException(string what, string? parameter, int epoch, long step, double loss, Exception? inner)
        : base($"Step {step} (epoch {epoch}): {what}", inner)
        => (Parameter, Epoch, Step, Loss) = (parameter, epoch, step, loss);

    /// <summary>The parameter (<c>Hidden.V</c>) where it began: one that is not finite itself, or the one nearest to the loss whose gradient is not. Null if none is.</summary>
    public string? Parameter { get; }

    /// <summary>The layer that has the parameter (<c>Hidden</c>); null for a parameter of the model itself.</summary>
    public string? Layer => Parameter?.LastIndexOf('.') is > 0 and var dot ? Parameter[..dot] : null;

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step, from 1.</summary>
    public long Step { get; }

    /// <summary>The loss of the step.</summary>
    public double Loss { get; }
}
