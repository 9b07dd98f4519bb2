namespace Ansatz.StructuralEquations;

/// <summary>Defined parameters with errors by the delta method, and how far constraints are from equality.</summary>
internal sealed class DerivedParameters
{
    private readonly Dictionary<int, (double Value, double? Error)> values = [];
    private readonly ParameterTable table;

    /// <summary>Evaluates definitions and constraints at an estimate.</summary>
    /// <param name="table">The table.</param>
    /// <param name="theta">The free parameters.</param>
    /// <param name="covariance">Their covariances; null if there are none.</param>
    public DerivedParameters(ParameterTable table, IReadOnlyList<double> theta, double[]? covariance)
    {
        this.table = table;
        if (theta.Count == 0 || table.Rows.All(r => r.Operator.IsParameter())) return;
        var q = table.FreeCount;
        var source = ParameterConstraints.Of(table);
        foreach (var functions in new[] { source.Definitions, source.Equalities, source.Inequalities })
        {
            double[] result = new double[functions.Count], jacobian = new double[functions.Count * q];
            source.Evaluate(functions, theta, result, jacobian);
            for (var k = 0; k < functions.Count; k++)
            {
                double? error = functions[k].Operator == SemOperator.Definition ? covariance is null ? null : Error(jacobian.AsSpan(k * q, q), covariance, q) : 0;
                values[functions[k].Row] = (result[k], error);
            }
        }
    }

    /// <summary>The estimate of a row that is a definition or a constraint; NaN, without error, where it has no finite value.</summary>
    public ParameterEstimate Estimate(int row, double quantile)
    {
        var (value, error) = values.TryGetValue(row, out var found) ? found : (double.NaN, null);
        if (!double.IsFinite(value)) (value, error) = (double.NaN, null);
        if (error is { } e && !double.IsFinite(e)) error = null;
        return new ParameterEstimate(table.Rows[row], value, error) { Lower = value - quantile * error, Upper = value + quantile * error };
    }

    private static double Error(ReadOnlySpan<double> gradient, double[] covariance, int q)
    {
        var sum = 0.0;
        for (var i = 0; i < q; i++)
        {
            if (gradient[i] != 0) sum += gradient[i] * Dense.Dot(covariance.AsSpan(i * q, q), gradient);
        }

        return Math.Sqrt(Math.Max(0, sum));
    }
}
