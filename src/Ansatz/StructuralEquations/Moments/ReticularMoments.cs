namespace Ansatz.StructuralEquations;

/// <summary>
/// The moments that any parameter table implies, by numbers: with T = (I − Λ)⁻¹, Σ = TᵀΩT and μ = Tᵀα, and derivatives by the closed forms of T and Σ.
/// </summary>
public class ReticularMoments : MomentStructure
{
    private readonly ReticularGroup[] groups;

    /// <summary>The moments of a table.</summary>
    /// <param name="table">The table.</param>
    public ReticularMoments(ParameterTable table) : this(table, [.. Enumerable.Range(1, table.GroupCount).Select(g => ReticularStructure.Of(table, g))])
    {
    }

    /// <summary>The moments of a model.</summary>
    /// <param name="model">The model.</param>
    public ReticularMoments(SemModel model) : this(model.Table, model.Groups)
    {
    }

    private ReticularMoments(ParameterTable table, IReadOnlyList<ReticularStructure> structures)
    {
        Table = table;
        Groups = structures;
        groups = [.. structures.Select(s => new ReticularGroup(s, table.HasMeans))];
    }

    /// <inheritdoc/>
    public override ParameterTable Table { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ReticularStructure> Groups { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> ParametersOf(int group) => groups[group].Parameters;

    /// <inheritdoc/>
    public override int CyclicComponents(int group) => groups[group].CyclicComponents;

    /// <inheritdoc/>
    public override bool Moments(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> sigma, Span<double> mu)
    {
        var g = groups[group];
        if (!g.Update(theta, exogenous)) return false;
        g.CopyMoments(sigma, mu);
        return true;
    }

    /// <inheritdoc/>
    public override bool Jacobian(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> jacobian)
    {
        var g = groups[group];
        if (!g.Update(theta, exogenous)) return false;
        g.Jacobian(jacobian);
        return true;
    }

    /// <inheritdoc/>
    public override bool Gradient(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> gradient)
    {
        var g = groups[group];
        if (!g.Update(theta, exogenous)) return false;
        g.Gradient(weight, meanWeight, gradient);
        return true;
    }

    /// <inheritdoc/>
    public override bool Curvature(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> hessian)
    {
        var g = groups[group];
        if (!g.Update(theta, exogenous)) return false;
        g.Curvature(weight, meanWeight, hessian);
        return true;
    }

    /// <inheritdoc/>
    public override bool Products(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> left, ReadOnlySpan<double> right, ReadOnlySpan<double> mean, Span<double> products)
    {
        var g = groups[group];
        if (!g.Update(theta, exogenous)) return false;
        g.Products(left, right, mean, products);
        return true;
    }

    /// <inheritdoc/>
    public override void CycleDeterminants(int group, ReadOnlySpan<double> theta, Span<double> determinants) => groups[group].Determinants(theta, determinants);

    /// <summary>
    /// Refuses arguments that are too short for a group: what derives from this class writes through pointers. A length of −1 is not looked at; weights and results of means may be
    /// empty where the model has none.
    /// </summary>
    /// <exception cref="ArgumentException">An argument is too short.</exception>
    protected void Check(int group, int theta, int exogenous, int sigma = -1, int mu = -1, int jacobian = -1, int weight = -1, int meanWeight = -1, int gradient = -1, int hessian = -1)
    {
        var structure = Groups[group];
        var (p, q) = (structure.ObservedCount, groups[group].Parameters.Length);
        var means = Table.HasMeans ? p : 0;
        Need(theta, Table.FreeCount, nameof(theta));
        Need(exogenous, groups[group].ExogenousCount, nameof(exogenous));
        Need(sigma, p * p, nameof(sigma));
        Need(mu, means, nameof(mu));
        Need(jacobian, q * ((p * (p + 1) / 2) + means), nameof(jacobian));
        Need(weight, p * p, nameof(weight));
        Need(meanWeight, means, nameof(meanWeight));
        Need(gradient, q, nameof(gradient));
        Need(hessian, q * q, nameof(hessian));

        static void Need(int found, int expected, string name)
        {
            if (found >= 0 && found < expected) throw new ArgumentException($"'{name}' has {found} numbers, but the model needs {expected}.", name);
        }
    }
}
