namespace Ansatz.StructuralEquations;

/// <summary>One group in a fit: its discrepancy, and room for its implied moments and their derivatives.</summary>
internal sealed class GroupFit
{
    private readonly MomentStructure structure;
    private readonly double[] gradient, hessian, curvature;
    private readonly int[] parameters;

    public GroupFit(MomentStructure structure, int group, Discrepancy discrepancy)
    {
        (this.structure, Group, Discrepancy) = (structure, group, discrepancy);
        parameters = structure.ParametersOf(group).ToArray();
        var graph = structure.Groups[group];
        var p = graph.ObservedCount;
        Exogenous = new double[graph.Bidirected.Concat(graph.Intercepts).Count(a => a.IsFixed && double.IsNaN(a.Value))];
        Sigma = new double[p * p];
        Mu = new double[structure.Table.HasMeans ? p : 0];
        Determinants = new double[structure.CyclicComponents(group)];
        gradient = new double[parameters.Length];
        hessian = new double[parameters.Length * parameters.Length];
        curvature = new double[parameters.Length * parameters.Length];
    }

    public int Group { get; }

    public Discrepancy Discrepancy { get; }

    /// <summary>The number of cases.</summary>
    public int Count { get; set; }

    /// <summary>The sample's moments that fixed arcs take.</summary>
    public double[] Exogenous { get; }

    public double[] Sigma { get; }

    public double[] Mu { get; }

    public double[] Determinants { get; }

    /// <summary>The free parameters on which the group depends.</summary>
    public int[] Parameters => parameters;

    /// <summary>The group's discrepancy at the moments last evaluated.</summary>
    public double Value { get; private set; }

    /// <summary>Takes the moments of fixed arcs from a sample.</summary>
    public void SetExogenous(ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean)
    {
        var graph = structure.Groups[Group];
        var k = 0;
        for (var i = 0; i < graph.Bidirected.Count; i++)
        {
            var arc = graph.Bidirected[i];
            if (arc.IsFixed && double.IsNaN(arc.Value)) Exogenous[k++] = covariance[arc.From * graph.ObservedCount + arc.To];
        }

        for (var i = 0; i < graph.Intercepts.Count; i++)
        {
            var arc = graph.Intercepts[i];
            if (arc.IsFixed && double.IsNaN(arc.Value)) Exogenous[k++] = mean[arc.To];
        }
    }

    public bool Evaluate(ReadOnlySpan<double> theta, out double value)
    {
        value = double.PositiveInfinity;
        if (!structure.Moments(Group, theta, Exogenous, Sigma, Mu) || !Discrepancy.Evaluate(Sigma, Mu, out value)) return false;
        Value = value;
        return true;
    }

    public void AddGradient(ReadOnlySpan<double> theta, double scale, Span<double> into)
    {
        Discrepancy.Derivatives(out var weight, out var meanWeight);
        structure.Gradient(Group, theta, Exogenous, weight, meanWeight, gradient);
        for (var k = 0; k < parameters.Length; k++) into[parameters[k]] += scale * gradient[k];
    }

    public bool AddHessian(ReadOnlySpan<double> theta, bool observed, double scale, Span<double> into, int q)
    {
        var n = parameters.Length;
        if (observed)
        {
            Discrepancy.Derivatives(out var weight, out var meanWeight);
            if (!structure.Curvature(Group, theta, Exogenous, weight, meanWeight, curvature)) return false;
            if (!Discrepancy.Observed(structure, Group, theta, Exogenous, hessian)) return false;
            for (var k = 0; k < n * n; k++) hessian[k] += curvature[k];
        }
        else if (!Discrepancy.Expected(structure, Group, theta, Exogenous, hessian))
        {
            return false;
        }

        for (var i = 0; i < n; i++)
        {
            var row = into.Slice(parameters[i] * q, q);
            for (var j = 0; j < n; j++) row[parameters[j]] += scale * hessian[i * n + j];
        }

        return true;
    }
}
