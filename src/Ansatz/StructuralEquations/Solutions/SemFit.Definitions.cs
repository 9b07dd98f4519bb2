namespace Ansatz.StructuralEquations;

public sealed partial class SemFit
{
    /// <summary>Evaluates the defined parameters, in the order of their rows; null if the model has none.</summary>
    internal DefinitionFunction? Definitions => DefinitionsOf(Table);

    internal static DefinitionFunction? DefinitionsOf(ParameterTable table)
    {
        if (!table.Rows.Any(r => r.Operator == SemOperator.Definition)) return null;
        var constraints = ParameterConstraints.Of(table);

        // The functions stand in the order in which they depend on each other.
        var places = constraints.Definitions.Select(d => d.Row).OrderBy(r => r).ToArray();
        return (theta, values, jacobian) =>
        {
            var (own, derivatives) = (new double[places.Length], jacobian.IsEmpty ? null : new double[jacobian.Length]);
            constraints.Evaluate(constraints.Definitions, theta.ToArray(), own, derivatives);
            for (var k = 0; k < own.Length; k++)
            {
                var row = Array.IndexOf(places, constraints.Definitions[k].Row);
                values[row] = own[k];
                derivatives?.AsSpan(k * theta.Length, theta.Length).CopyTo(jacobian[(row * theta.Length)..]);
            }
        };
    }
}
