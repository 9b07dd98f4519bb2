namespace Ansatz.StructuralEquations;

/// <summary>Evaluates the defined parameters (<c>:=</c>) of a table: their values in the order of their rows and, where <paramref name="jacobian"/> is not empty, their derivatives, one row for each.</summary>
internal delegate void DefinitionFunction(ReadOnlySpan<double> theta, Span<double> values, Span<double> jacobian);

/// <summary>A model with values for all rows of its table: what solutions, diagrams and reports are made from.</summary>
internal sealed class ModelSolution
{
    private readonly ReticularSystem?[] systems;

    /// <summary>A solution.</summary>
    /// <param name="table">The table.</param>
    /// <param name="groups">The graph of each group.</param>
    /// <param name="values">The value of each row; anything for constraints.</param>
    /// <param name="covariance">The covariance of the free rows, q × q, row by row; null if there is none.</param>
    /// <param name="definitions">Evaluates defined parameters; null if there are none.</param>
    public ModelSolution(ParameterTable table, IReadOnlyList<ReticularStructure> groups, double[] values, double[]? covariance, DefinitionFunction? definitions)
    {
        Table = table;
        Groups = groups;
        Values = values;
        Covariance = covariance;
        Definitions = definitions;
        systems = new ReticularSystem?[groups.Count];
        FreeRows = new int[table.FreeCount];
        for (var r = 0; r < table.Rows.Count; r++)
        {
            if (table.Rows[r].Free > 0) FreeRows[table.Rows[r].Free - 1] = r;
        }
    }

    public ParameterTable Table { get; }

    public IReadOnlyList<ReticularStructure> Groups { get; }

    public double[] Values { get; }

    public double[]? Covariance { get; }

    public DefinitionFunction? Definitions { get; }

    /// <summary>The row of each free parameter.</summary>
    public int[] FreeRows { get; }

    /// <summary>A group's system; the group from 0.</summary>
    public ReticularSystem System(int group) => systems[group] ??= ReticularSystem.Of(Groups[group], Values);

    /// <summary>
    /// The observed variables of a group that explain others and that nothing explains, of whose moments the user says nothing (lavaan's <c>ov.x</c>): those that stay as they are in
    /// <see cref="Standardization.NotExogenous"/>.
    /// </summary>
    public HashSet<string> Exogenous(int group) => ExogenousVariables.Of(Table.Rows.Where(r => r.Group == group + 1), Table.Observed.Contains);

    /// <summary>The variance of a linear function of the free parameters.</summary>
    public double Variance(ReadOnlySpan<double> gradient)
    {
        var q = Table.FreeCount;
        double sum = 0;
        for (var i = 0; i < q; i++)
        {
            if (gradient[i] == 0) continue;
            double row = 0;
            for (var j = 0; j < q; j++) row += Covariance![i * q + j] * gradient[j];
            sum += gradient[i] * row;
        }

        return sum;
    }
}
