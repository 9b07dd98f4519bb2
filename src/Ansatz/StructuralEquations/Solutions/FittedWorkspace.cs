namespace Ansatz.StructuralEquations;

/// <summary>A workspace with the sample of a fit, for the same or another structure over the same variables.</summary>
internal static class FittedWorkspace
{
    /// <summary>The workspace, without constraints where the structure is another one.</summary>
    public static FitWorkspace Of(SemFit fit, MomentStructure structure)
    {
        var p = structure.Table.Observed.Count;
        var workspace = new FitWorkspace(structure, LinearConstraints.Of(structure.Table), _ => new MaximumLikelihood(p, structure.Table.HasMeans));
        for (var g = 0; g < fit.Sample.Count; g++)
        {
            var (group, sample) = (workspace.Groups[g], fit.Sample[g]);
            group.Count = sample.Count;
            ((MaximumLikelihood)group.Discrepancy).SetSample(sample.Count, sample.Covariance, sample.Mean);
            group.SetExogenous(sample.Covariance, sample.Mean);
        }

        return workspace;
    }
}
