namespace Ansatz;

/// <summary>What a stored tensor of a model is to its training.</summary>
public enum ParameterKind
{
    /// <summary>It has a gradient, and an optimiser changes it.</summary>
    Parameter,

    /// <summary>It has no gradient; an update equation of the model changes it.</summary>
    State,
}
