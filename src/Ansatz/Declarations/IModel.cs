namespace Ansatz;

/// <summary>What every model has, whatever its declaration.</summary>
public interface IModel
{
    /// <summary>The stored tensors of the model and of the models that it uses, by name and number.</summary>
    ParameterSet Parameters { get; }
}
