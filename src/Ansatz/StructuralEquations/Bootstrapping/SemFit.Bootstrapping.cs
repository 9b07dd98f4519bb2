namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    /// <summary>Fits the model to resamples of the cases.</summary>
    /// <param name="options">How; null for 1,000 nonparametric replicates.</param>
    /// <param name="cancellation">Ends the bootstrap with an exception.</param>
    /// <exception cref="SemDataException">The data are moments.</exception>
    /// <exception cref="InvalidOperationException">The fit did not converge, or values are missing and the kind is <see cref="BootstrapKind.BollenStine"/>.</exception>
    public SemBootstrap Bootstrap(BootstrapOptions? options = null, CancellationToken cancellation = default) => SemBootstrap.Run(this, options ?? new(), cancellation);
}
