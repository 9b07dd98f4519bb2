namespace Ansatz;

/// <summary>How a training changes parameters: <see cref="Adam"/>, <see cref="Sgd"/>, or <see cref="Lbfgs"/>.</summary>
public abstract class TrainingMethod
{
    private protected TrainingMethod() { }

    /// <summary>Forgets all that was remembered of earlier steps: the next step is a first step.</summary>
    public abstract void Reset();

    /// <summary>Writes all that was remembered into the file of a training.</summary>
    internal abstract void Save(CheckpointWriter writer);

    /// <summary>Reads it, and adds to a list what makes it this method's; nothing is changed before.</summary>
    internal abstract void Load(CheckpointReader reader, List<Action> changes);
}
