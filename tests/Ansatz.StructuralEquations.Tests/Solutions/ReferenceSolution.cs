using Ansatz.StructuralEquations.Tests.Measures;

namespace Ansatz.StructuralEquations.Tests.Solutions;

/// <summary>A reference fit's estimates as a solution.</summary>
internal static class ReferenceSolution
{
    public static ModelSolution Of(ReferenceModel model)
    {
        var estimates = model.Json.GetProperty("estimates").EnumerateArray().ToArray();
        var table = model.Table;
        var values = new double[table.Rows.Count];
        var at = 0;
        for (var r = 0; r < values.Length; r++)
        {
            if (table.Rows[r].Operator == SemOperator.Equality) continue;
            while (estimates[at].GetProperty("op").GetString() == "==") at++;
            values[r] = ReferenceModel.Number(estimates[at++].GetProperty("est"));
        }

        var vcov = ReferenceMeasures.Matrix(model.Json.GetProperty("vcov"));
        return new(table, [.. Enumerable.Range(1, table.GroupCount).Select(g => ReticularStructure.Of(table, g))], values, vcov, Definitions(table));
    }

    // Sums of products of labels, which is what the reference models define.
    private static DefinitionFunction? Definitions(ParameterTable table)
    {
        var definitions = table.Rows.Where(r => r.Operator == SemOperator.Definition).ToArray();
        if (definitions.Length == 0) return null;
        var places = table.Rows.Where(r => r.Label != "" && r.Free > 0).DistinctBy(r => r.Label).ToDictionary(r => r.Label, r => r.Free - 1);
        return (theta, values, jacobian) =>
        {
            jacobian.Clear();
            for (var d = 0; d < definitions.Length; d++)
            {
                values[d] = 0;
                foreach (var term in definitions[d].Right.Split('+'))
                {
                    var factors = term.Split('*').Select(f => f.Trim()).ToArray();
                    var own = theta.ToArray();
                    values[d] += factors.Aggregate(1.0, (product, f) => product * Value(f));
                    foreach (var f in factors.Where(places.ContainsKey)) jacobian[d * theta.Length + places[f]] += factors.Where(o => o != f).Aggregate(1.0, (product, o) => product * Value(o));

                    double Value(string name) => places.TryGetValue(name, out var place) ? own[place] : throw new InvalidOperationException(name);
                }
            }
        };
    }
}
