namespace Ansatz.StructuralEquations;

/// <summary>Draws normal data from a model.</summary>
public static class SemSimulation
{
    /// <summary>Data of a model at given parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="theta">The free parameters, in the order of <see cref="ParameterRow.Free"/>.</param>
    /// <param name="options">How; <see cref="SimulationOptions.Counts"/> is needed.</param>
    /// <exception cref="ArgumentException">The parameters or counts are not as many as the model needs, or a variable's moments are the sample's, which is not given.</exception>
    public static SemData Draw(SemModel model, ReadOnlySpan<double> theta, SimulationOptions options)
    {
        var table = model.Table;
        if (theta.Length != table.FreeCount) throw new ArgumentException($"There are {theta.Length} parameters, but the model has {table.FreeCount} free ones.", nameof(theta));
        if (options.Counts is null) throw new ArgumentException("How many cases each group has must be said.", nameof(options));
        var values = new double[table.Rows.Count];
        for (var r = 0; r < values.Length; r++)
        {
            var row = table.Rows[r];
            if (!row.Operator.IsParameter()) continue;
            values[r] = row.Free > 0 ? theta[row.Free - 1] : row.UserValue ?? throw new ArgumentException($"'{row}' is fixed at a sample's moment; without a sample the model must be made with FixedX = false.", nameof(model));
        }

        return Draw(new ModelSolution(table, model.Groups, values, null, null), null, options.Counts, null, options);
    }

    internal static SemData Draw(ModelSolution solution, IReadOnlyList<double[]>? means, IReadOnlyList<int> counts, IReadOnlyList<string>? labels, SimulationOptions options)
    {
        var groups = solution.Groups.Count;
        if (counts.Count != groups) throw new ArgumentException($"There are counts of {counts.Count} groups, but the model has {groups}.", nameof(options));
        if (counts.Any(c => c < 1)) throw new ArgumentException("Every group needs a case.", nameof(options));
        if (!(options.Missing >= 0 && options.Missing < 1)) throw new ArgumentException($"The probability of a missing value must be at least 0 and less than 1, but is {options.Missing}.", nameof(options));
        var world = new LinearWorld(solution, means);
        int v = solution.Groups[0].Variables.Count, p = solution.Groups[0].ObservedCount;
        var columns = options.Latent ? v : p;
        var rows = new List<(int Group, double[] Values)>();
        for (var g = 0; g < groups; g++)
        {
            var cases = world.Draw(g, counts[g], options.Seed, options.Interventions);
            for (var c = 0; c < counts[g]; c++)
            {
                var values = cases.AsSpan(c * v, columns).ToArray();
                for (var k = 0; k < p && options.Missing > 0; k++)
                {
                    if (CounterRandom.Uniform(options.Seed, g, c, k, 1) < options.Missing) values[k] = double.NaN;
                }

                rows.Add((g, values));
            }
        }

        var names = solution.Groups[0].Variables.Take(columns).ToArray();
        var named = names.Select((name, k) => (name, (Func<(int Group, double[] Values), double?>)(row => double.IsNaN(row.Values[k]) ? null : row.Values[k]))).ToArray();
        return groups == 1
            ? SemData.From(rows, named)
            : SemData.From(rows, options.GroupColumn, row => labels?[row.Group] ?? (row.Group + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), named);
    }
}
