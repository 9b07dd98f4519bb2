namespace Ansatz.StructuralEquations;

/// <summary>The share of a dependent variable's variance that its equation explains.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Group">The group, from 1.</param>
/// <param name="RSquare">R² = 1 − residual variance / implied variance; null where the residual variance is negative (a Heywood case).</param>
public sealed record Determination(string Variable, int Group, double? RSquare)
{
    /// <summary>R² of all dependent variables, group by group in the order of their variances in the table.</summary>
    internal static Determination[] Of(ModelSolution solution)
    {
        List<Determination> result = [];
        for (var g = 0; g < solution.Groups.Count; g++)
        {
            var structure = solution.Groups[g];
            var system = solution.System(g);
            var dependent = structure.Directed.Select(a => a.To).ToHashSet();
            foreach (var arc in structure.Bidirected)
            {
                if (arc.From != arc.To || !dependent.Contains(arc.To)) continue;
                var share = solution.Values[arc.Row] / system.Covariance[arc.To, arc.To];
                result.Add(new(structure.Variables[arc.To], g + 1, share >= 0 ? 1 - share : null));
            }
        }

        return [.. result];
    }
}
