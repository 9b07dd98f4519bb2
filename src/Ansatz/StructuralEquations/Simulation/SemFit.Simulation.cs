namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    private LinearWorld World => new(Solution, [.. Sample.Select(s => s.Mean)]);

    /// <summary>Draws normal data from the fitted model; without a mean structure with the sample's means.</summary>
    /// <param name="options">How; null for as many cases as were fitted.</param>
    public SemData Simulate(SimulationOptions? options = null) =>
        SemSimulation.Draw(Solution, [.. Sample.Select(s => s.Mean)], options?.Counts ?? [.. Samples.Select(s => s.Count)], [.. Samples.Select(s => s.Moments.Label)], options ?? new() { GroupColumn = Options.Group ?? "group" });

    /// <summary>The means and covariances of all variables under interventions, cyclic models included.</summary>
    /// <param name="interventions">At most one on each variable.</param>
    /// <param name="group">The group, from 1.</param>
    /// <exception cref="SingularSystemException">The changed equations have no unique solution.</exception>
    public InterventionMoments Do(IReadOnlyList<Intervention> interventions, int group = 1) => World.Moments(group - 1, interventions);

    /// <summary>do(variable = value).</summary>
    /// <inheritdoc cref="Do(IReadOnlyList{Intervention}, int)"/>
    /// <param name="variable">The variable that is set.</param>
    /// <param name="value">Its value.</param>
    /// <param name="group">The group, from 1.</param>
    public InterventionMoments Do(string variable, double value, int group = 1) => Do([Intervention.Set(variable, value)], group);

    /// <summary>The average causal effect of one variable on another.</summary>
    /// <param name="from">The variable that is set one unit higher.</param>
    /// <param name="to">The variable whose mean responds.</param>
    /// <param name="group">The group, from 1.</param>
    public CausalEffect CausalEffect(string from, string to, int group = 1) => World.Effect(group - 1, from, to);
}
