namespace Ansatz.StructuralEquations;

/// <summary>The effect of one variable on another in a linear system: what a unit more of the first adds to the second.</summary>
/// <param name="From">The variable that is changed.</param>
/// <param name="To">The variable that responds.</param>
/// <param name="Group">The group, from 1.</param>
/// <param name="Direct">The coefficient of From → To; 0 if there is no such arrow.</param>
/// <param name="Total">Over all directed paths, round cycles included: (I − Λ)⁻¹ − I.</param>
public sealed record Effect(string From, string To, int Group, double Direct, double Total)
{
    /// <summary>Over all paths but the arrow itself.</summary>
    public double Indirect => Total - Direct;

    /// <summary>The standard error of the direct effect; null without a covariance of the estimates.</summary>
    public double? DirectError { get; init; }

    /// <summary>The standard error of the indirect effect, by the delta method.</summary>
    public double? IndirectError { get; init; }

    /// <summary>The standard error of the total effect, by the delta method.</summary>
    public double? TotalError { get; init; }

    /// <summary>All pairs with a directed path, group by group, in the order of the variables.</summary>
    internal static Effect[] Of(ModelSolution solution)
    {
        List<Effect> result = [];
        var q = solution.Table.FreeCount;
        Span<double> direct = new double[q], total = new double[q], indirect = new double[q];
        for (var g = 0; g < solution.Groups.Count; g++)
        {
            var structure = solution.Groups[g];
            var system = solution.System(g);
            var reachable = Reachable(structure);
            for (var i = 0; i < structure.Variables.Count; i++)
            {
                for (var j = 0; j < structure.Variables.Count; j++)
                {
                    if (!reachable[i, j]) continue;
                    var effect = new Effect(structure.Variables[i], structure.Variables[j], g + 1, system.Coefficients[i, j], system.Effects[i, j] - (i == j ? 1 : 0));
                    if (solution.Covariance is not null)
                    {
                        direct.Clear();
                        total.Clear();
                        foreach (var arc in structure.Directed)
                        {
                            if (arc.IsFixed) continue;
                            total[arc.Free] += system.Effects[i, arc.From] * system.Effects[arc.To, j];
                            if (arc.From == i && arc.To == j) direct[arc.Free] += 1;
                        }

                        for (var f = 0; f < q; f++) indirect[f] = total[f] - direct[f];
                        effect = effect with { DirectError = Error(direct), TotalError = Error(total), IndirectError = Error(indirect) };
                    }

                    result.Add(effect);
                }
            }
        }

        return [.. result];

        double Error(ReadOnlySpan<double> gradient) => Math.Sqrt(Math.Max(0, solution.Variance(gradient)));
    }

    private static bool[,] Reachable(ReticularStructure structure)
    {
        var n = structure.Variables.Count;
        var reach = new bool[n, n];
        foreach (var arc in structure.Directed) reach[arc.From, arc.To] = true;
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++) reach[i, j] |= reach[i, k] && reach[k, j];
            }
        }

        return reach;
    }
}
