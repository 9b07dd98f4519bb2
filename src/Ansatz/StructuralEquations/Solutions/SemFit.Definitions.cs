namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    /// <summary>Evaluates the defined parameters; null if the model has none.</summary>
    internal DefinitionFunction? Definitions { get; init; }
}
