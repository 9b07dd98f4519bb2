using MathNet.Numerics.Distributions;

namespace Ansatz.StructuralEquations;

/// <summary>Which variables a standardised solution gives unit variance.</summary>
public enum Standardization
{
    /// <summary>The latent variables (lavaan's <c>std.lv</c>).</summary>
    Latent,

    /// <summary>All variables (<c>std.all</c>).</summary>
    All,

    /// <summary>All but exogenous observed variables (<c>std.nox</c>).</summary>
    NotExogenous,
}

/// <summary>A standardised parameter.</summary>
/// <param name="Row">The row of the parameter table.</param>
/// <param name="Estimate">
/// The standardised estimate; null where an implied variance that it is scaled by is not positive, or a residual variance is 0 or no parameter. Of a negative residual variance the absolute value
/// counts.
/// </param>
/// <param name="StandardError">By the delta method; 0 for what the standardisation fixes; null without a covariance of the estimates.</param>
public sealed record StandardizedParameter(ParameterRow Row, double? Estimate, double? StandardError)
{
    /// <summary>Estimate by standard error; null where the latter is 0 or unknown.</summary>
    public double? Z => StandardError > 0 ? Estimate / StandardError : null;

    /// <summary>The two-sided p-value of <see cref="Z"/>.</summary>
    public double? PValue => Z is { } z ? 2 * Normal.CDF(0, 1, -Math.Abs(z)) : null;

    /// <summary>The interval of the estimate.</summary>
    /// <param name="level">The level.</param>
    public (double? Lower, double? Upper) Interval(double level = 0.95)
    {
        var half = Normal.InvCDF(0, 1, 0.5 + level / 2) * StandardError;
        return (Estimate - half, Estimate + half);
    }
}

/// <summary>
/// Standardised solutions. A standardised parameter is the parameter times powers of implied variances (loadings, regressions, intercepts, variances) or of residual variances (covariances become
/// correlations of residuals); its derivative follows from that of the variances, so that standard errors need no differences.
/// </summary>
internal static class StandardizedSolution
{
    /// <summary>All rows but constraints, in order.</summary>
    public static StandardizedParameter[] Of(ModelSolution solution, Standardization kind)
    {
        var table = solution.Table;
        var q = table.FreeCount;
        var values = new double[table.Rows.Count];
        var gradients = new double[table.Rows.Count][];
        for (var g = 0; g < solution.Groups.Count; g++) Standardize(solution, kind, g, values, gradients);
        Define(solution, values, gradients);
        var result = new List<StandardizedParameter>();
        for (var r = 0; r < values.Length; r++)
        {
            if (table.Rows[r].Operator.IsConstraint()) continue;
            double? error = solution.Covariance is null || gradients[r] is null ? null : Error(solution.Variance(gradients[r]), values[r]);
            result.Add(new(table.Rows[r], double.IsFinite(values[r]) ? values[r] : null, error is { } e && double.IsFinite(e) ? e : null));
        }

        return [.. result];
    }

    /// <summary>Scales the given value of each row of a group (estimates, or expected changes) as <see cref="Of"/> scales estimates.</summary>
    /// <param name="solution">Where the scales come from.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="group">The group, from 0.</param>
    /// <param name="row">A row; need not be in the table.</param>
    /// <param name="value">Its value.</param>
    /// <param name="residualVariance">The residual variance of a variable.</param>
    public static double Scale(ModelSolution solution, Standardization kind, int group, ParameterRow row, double value, Func<string, double> residualVariance)
    {
        var system = solution.System(group);
        var exogenous = kind == Standardization.NotExogenous ? solution.Exogenous(group) : [];
        foreach (var (variable, power, residual) in Powers(solution.Table, kind, row, exogenous))
        {
            var variance = residual ? Math.Abs(residualVariance(variable)) : system.Covariance[Place(solution, group, variable), Place(solution, group, variable)];
            value *= Math.Pow(variance, power);
        }

        return value;
    }

    // What is exactly 0 comes out as the rounding of terms that cancel.
    private static double Error(double variance, double value) => variance <= 1e-20 * Math.Max(1, value * value) ? 0 : Math.Sqrt(variance);

    private static int Place(ModelSolution solution, int group, string variable)
    {
        var variables = solution.Groups[group].Variables;
        for (var k = 0; k < variables.Count; k++)
        {
            if (variables[k] == variable) return k;
        }

        throw new ArgumentException($"There is no variable '{variable}'.", nameof(variable));
    }

    private static void Standardize(ModelSolution solution, Standardization kind, int group, double[] values, double[][] gradients)
    {
        var table = solution.Table;
        var system = solution.System(group);
        var q = table.FreeCount;
        var exogenous = kind == Standardization.NotExogenous ? solution.Exogenous(group) : [];
        var residuals = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var row = table.Rows[r];
            if (row.Group == group + 1 && row.Operator == SemOperator.Covariance && row.Left == row.Right) residuals[row.Left] = r;
        }

        var variances = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var row = table.Rows[r];
            if (row.Group != group + 1 || !row.Operator.IsParameter()) continue;
            double value = solution.Values[r], scale = 1;
            var relative = new double[q];
            foreach (var (variable, power, residual) in Powers(table, kind, row, exogenous))
            {
                if (residual)
                {
                    var place = residuals.GetValueOrDefault(variable, -1);
                    var variance = place < 0 ? double.NaN : solution.Values[place];
                    scale *= Math.Pow(Math.Abs(variance), power);
                    if (place >= 0 && table.Rows[place].Free > 0) relative[table.Rows[place].Free - 1] += power / variance;
                    continue;
                }

                var k = Place(solution, group, variable);
                var total = system.Covariance[k, k];
                scale *= Math.Pow(total, power);
                if (!variances.TryGetValue(variable, out var derivative)) variances.Add(variable, derivative = VarianceGradient(solution, group, k));
                for (var f = 0; f < q; f++) relative[f] += power * derivative[f] / total;
            }

            values[r] = value * scale;
            for (var f = 0; f < q; f++) relative[f] *= values[r];
            if (row.Free > 0) relative[row.Free - 1] += scale;
            gradients[r] = relative;
        }
    }

    private static void Define(ModelSolution solution, double[] values, double[][] gradients)
    {
        var rows = Enumerable.Range(0, values.Length).Where(r => solution.Table.Rows[r].Operator == SemOperator.Definition).ToArray();
        if (rows.Length == 0) return;
        if (solution.Definitions is null)
        {
            foreach (var r in rows) values[r] = double.NaN;
            return;
        }

        var q = solution.Table.FreeCount;
        var theta = solution.FreeRows.Select(r => values[r]).ToArray();
        var defined = new double[rows.Length];
        var jacobian = new double[rows.Length * q];
        solution.Definitions(theta, defined, jacobian);
        for (var k = 0; k < rows.Length; k++)
        {
            values[rows[k]] = defined[k];
            var gradient = gradients[rows[k]] = new double[q];
            for (var f = 0; f < q; f++)
            {
                var weight = jacobian[k * q + f];
                if (weight == 0) continue;
                for (var j = 0; j < q; j++) gradient[j] += weight * gradients[solution.FreeRows[f]][j];
            }
        }
    }

    private static double[] VarianceGradient(ModelSolution solution, int group, int variable)
    {
        var gradient = new double[solution.Table.FreeCount];
        var system = solution.System(group);
        foreach (var arc in solution.Groups[group].Directed)
        {
            if (!arc.IsFixed) gradient[arc.Free] += system.ByCoefficient(arc.From, arc.To, variable, variable);
        }

        foreach (var arc in solution.Groups[group].Bidirected)
        {
            if (!arc.IsFixed) gradient[arc.Free] += system.ByDisturbance(arc.From, arc.To, variable, variable);
        }

        return gradient;
    }

    /// <summary>By which powers of which variances a row is multiplied.</summary>
    private static IEnumerable<(string Variable, double Power, bool Residual)> Powers(ParameterTable table, Standardization kind, ParameterRow row, HashSet<string> exogenous)
    {
        bool Effect(string variable) => table.Latent.Contains(variable) || kind != Standardization.Latent;
        bool Scaled(string variable) => Effect(variable) && !exogenous.Contains(variable);
        switch (row.Operator)
        {
            case SemOperator.Measurement:
                if (Scaled(row.Left)) yield return (row.Left, 0.5, false);
                if (Effect(row.Right)) yield return (row.Right, -0.5, false);
                break;
            case SemOperator.Regression:
                if (Effect(row.Left)) yield return (row.Left, -0.5, false);
                if (Scaled(row.Right)) yield return (row.Right, 0.5, false);
                break;
            case SemOperator.Covariance when row.Left == row.Right:
                if (Scaled(row.Left)) yield return (row.Left, -1, false);
                break;
            case SemOperator.Covariance:
                if (Scaled(row.Left)) yield return (row.Left, -0.5, true);
                if (Scaled(row.Right)) yield return (row.Right, -0.5, true);
                break;
            default:
                if (Scaled(row.Left)) yield return (row.Left, -0.5, false);
                break;
        }
    }
}
