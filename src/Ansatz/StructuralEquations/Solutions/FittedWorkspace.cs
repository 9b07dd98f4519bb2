namespace Ansatz.StructuralEquations;

/// <summary>A workspace with the sample of a fit, for the same or another structure over the same variables.</summary>
internal static class FittedWorkspace
{
    /// <summary>The workspace.</summary>
    public static FitWorkspace Of(SemFit fit, MomentStructure structure)
    {
        var workspace = Empty(fit, structure);
        for (var g = 0; g < fit.Sample.Count; g++) workspace.SetSample(g, fit.Sample[g].Count, fit.Sample[g].Covariance, fit.Sample[g].Mean);
        return workspace;
    }

    /// <summary>The workspace, without a sample.</summary>
    public static FitWorkspace Empty(SemFit fit, MomentStructure structure) =>
        new(structure, ConstraintSet.Of(structure.Table), new Discrepancies(EstimatorRules.Of(fit.Options).Discrepancy, fit.Samples, structure.Table).Of);

    /// <summary>The directions that equalities, and inequalities that hold with equality, leave at a point; null if there are none.</summary>
    public static NullSpace? Directions(ConstraintSet constraints, double[] theta)
    {
        if (constraints.FunctionCount == 0) return null;
        double[] values = new double[constraints.FunctionCount], jacobian = new double[constraints.FunctionCount * constraints.Reduced];
        constraints.Evaluate(theta, values, jacobian);
        return NullSpace.Of(jacobian, [.. Enumerable.Range(0, values.Length).Where(k => k < constraints.EqualityCount || Math.Abs(values[k]) < 1e-8)], constraints.Reduced);
    }
}
