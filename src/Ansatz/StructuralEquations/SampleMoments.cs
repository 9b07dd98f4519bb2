namespace Ansatz.StructuralEquations;

/// <summary>The sample moments of one group.</summary>
public sealed class SampleMoments
{
    /// <summary>Moments of a group.</summary>
    /// <param name="label">The group's label; empty for one group.</param>
    /// <param name="variables">The p variables.</param>
    /// <param name="count">The number of cases.</param>
    /// <param name="covariance">The covariances divided by the number of cases, p × p, row by row.</param>
    /// <param name="mean">The means.</param>
    public SampleMoments(string label, IReadOnlyList<string> variables, int count, double[] covariance, double[] mean)
    {
        Label = label;
        Variables = variables;
        Count = count;
        Covariance = covariance;
        Mean = mean;
    }

    /// <summary>The group's label; empty for one group.</summary>
    public string Label { get; }

    /// <summary>The variables, in the order of <see cref="ParameterTable.Observed"/>.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>The number of cases, N.</summary>
    public int Count { get; }

    /// <summary>The covariances divided by N, p × p, row by row.</summary>
    public double[] Covariance { get; }

    /// <summary>The means.</summary>
    public double[] Mean { get; }
}
