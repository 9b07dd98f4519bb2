namespace Ansatz;

/// <summary>
/// L-BFGS with a line search for the strong Wolfe conditions, over all examples at once: for models with up to some ten thousand parameters whose loss is
/// smooth. An epoch of <c>Fit</c> is one step of it.
/// </summary>
/// <remarks>
/// The direction is −H g, where H is made of the last changes of parameters and gradients by the two-loop recursion. Nocedal, <i>Updating quasi-Newton matrices
/// with limited storage</i>, 1980; Nocedal, Wright, <i>Numerical optimization</i>, 2nd edition, 2006, algorithms 7.4, 3.5 and 3.6. It computes in
/// double precision, whatever the parameters are.
/// </remarks>
/// <param name="parameters">The parameters that it changes.</param>
public sealed class Lbfgs(ParameterSet parameters) : TrainingMethod
{
    private readonly HashSet<string> _frozen = [];

    /// <summary>How many past changes are remembered: 1 or more. 10 by default.</summary>
    public int Memory { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Memory), value, "At least one change must be remembered."); } = 10;

    /// <summary>The training has converged when no element of the gradient is larger than this: 0 or more. 10⁻⁶ by default.</summary>
    public double GradientTolerance { get; set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(GradientTolerance), value, "A tolerance must be 0 or more."); } = 1e-6;

    /// <summary>c₁ of the first Wolfe condition, f(x + αd) ≤ f(x) + c₁α g·d. 10⁻⁴ by default.</summary>
    public double Decrease { get; set => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Decrease), value, "c₁ must be between 0 and 1."); } = 1e-4;

    /// <summary>c₂ of the second, |g(x + αd)·d| ≤ c₂ |g·d|: more than <see cref="Decrease"/>, less than 1. 0.9 by default.</summary>
    public double Curvature { get; set => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Curvature), value, "c₂ must be between 0 and 1."); } = 0.9;

    /// <summary>How many points of a line are looked at before the best is taken. 25 by default.</summary>
    public int LinePoints { get; set => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(LinePoints), value, "A line search needs at least two points."); } = 25;

    /// <summary>The parameters that it changes.</summary>
    public ParameterSet Parameters { get; } = parameters ?? throw new ArgumentNullException(nameof(parameters));

    /// <summary>What is remembered; null before the first step.</summary>
    internal QuasiNewtonMemory? Past { get; set; }

    /// <summary>Leaves some parameters as they are.</summary>
    /// <param name="pattern">Their names, with * for any characters and ? for one.</param>
    /// <returns>The method itself.</returns>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    public Lbfgs Freeze(string pattern)
    {
        var names = Parameters.Where(p => p.Kind == ParameterKind.Parameter && NamePattern.Matches(pattern, p.Name)).Select(p => p.Name).ToArray();
        if (names.Length == 0) throw new ArgumentException($"No trained parameter is named '{pattern}'.", nameof(pattern));
        _frozen.UnionWith(names);
        Past = null; // the vector of parameters is another one
        return this;
    }

    /// <inheritdoc/>
    public override void Reset() => Past?.Clear();

    internal FlatParameters Flat() => new(Parameters, _frozen);

    internal override void Save(CheckpointWriter writer) => (Past ?? new QuasiNewtonMemory(Memory, Flat().Length)).Save(writer);

    internal override void Load(CheckpointReader reader, List<Action> changes)
    {
        var past = new QuasiNewtonMemory(Memory, Flat().Length);
        past.Load(reader);
        changes.Add(() => Past = past);
    }
}
