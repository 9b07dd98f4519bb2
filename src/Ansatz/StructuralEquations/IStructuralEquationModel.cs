namespace Ansatz.StructuralEquations;

/// <summary>A declared structural equation model; the generator implements it.</summary>
public interface IStructuralEquationModel
{
    /// <summary>The model.</summary>
    static abstract SemModel Model { get; }

    /// <summary>The implied moments, as code of this model's own.</summary>
    static abstract MomentStructure CreateMoments();
}
