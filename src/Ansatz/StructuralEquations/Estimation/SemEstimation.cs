namespace Ansatz.StructuralEquations;

/// <summary>Fits structural equation models.</summary>
public static class SemEstimation
{
    /// <summary>Fits a model, its implied moments computed by numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">How; null for maximum likelihood.</param>
    /// <param name="cancellation">Ends the fit with an exception.</param>
    /// <returns>The fit; what is wrong with it is said in <see cref="SemFit.Remarks"/>.</returns>
    /// <exception cref="SemDataException">The data have not what the model needs.</exception>
    public static SemFit Fit(SemModel model, SemData data, SemFitOptions? options = null, CancellationToken cancellation = default)
        => Fit(new ReticularMoments(model), model, data, options, cancellation);

    /// <summary>Fits a model whose implied moments are given.</summary>
    /// <param name="structure">The implied moments.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">How; null for maximum likelihood.</param>
    /// <param name="cancellation">Ends the fit with an exception.</param>
    /// <returns>The fit; what is wrong with it is said in <see cref="SemFit.Remarks"/>.</returns>
    /// <exception cref="SemDataException">The data have not what the model needs.</exception>
    public static SemFit Fit(MomentStructure structure, SemModel model, SemData data, SemFitOptions? options = null, CancellationToken cancellation = default)
        => new FitTask(structure, model, data, options ?? new SemFitOptions(), cancellation).Run();
}
