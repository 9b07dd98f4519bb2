namespace Ansatz;

/// <summary>What every model has, whatever its declaration.</summary>
public interface IModel
{
    /// <summary>The stored tensors of the model and of the models that it uses, by name and number.</summary>
    ParameterSet Parameters { get; }

    /// <summary>Sets what the [Batch] extents of the model and of those that it uses read when the declaration is executed. A model's <c>Bind</c> does that for all that it uses.</summary>
    void SetBatch(int value)
    {
    }

    /// <summary>Sets what the [Training] properties of the model and of those that it uses read when the declaration is executed.</summary>
    void SetTraining(bool value)
    {
    }
}
