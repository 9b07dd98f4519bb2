namespace Ansatz.StructuralEquations;

/// <summary>What the inequality constraints of a table say of coefficients and of the determinants of cycles.</summary>
internal sealed class CycleBounds
{
    private const int MaximalDepth = 100;
    private const double Tolerance = 1e-9;

    private readonly ExpressionNames _names;
    private readonly int[] _classes;
    private readonly int[] _parameters;
    private readonly List<SemExpression> _positive = [];
    private readonly Dictionary<int, (double Low, double High)> _boxes = [];

    public CycleBounds(ParameterTable table, ParameterNames parameters)
    {
        _names = new ExpressionNames(table);
        _classes = EqualRows.Of(table);
        _parameters = [.. Enumerable.Range(0, table.FreeCount).Select(f => _classes[parameters.RowOf(f)])];
        foreach (var row in table.Rows)
        {
            if (row.Operator is not (SemOperator.Less or SemOperator.Greater) || ExpressionNames.Read(row.Left) is not { } left || ExpressionNames.Read(row.Right) is not { } right) continue;
            var positive = row.Operator == SemOperator.Less ? new BinaryExpression('-', right, left, default) : new BinaryExpression('-', left, right, default);
            _positive.Add(positive);
            AddBox(positive);
        }
    }

    /// <summary>The values of a free parameter, from 0: those between −1 and 1 that the constraints on it alone allow. As they are strict, the ends are none of them.</summary>
    public (double Low, double High) Of(int parameter)
    {
        var (low, high) = _boxes.TryGetValue(_parameters[parameter], out var box) ? (Math.Max(-1, box.Low), Math.Min(1, box.High)) : (-1.0, 1.0);
        return (low, Math.Max(low, high));
    }

    /// <summary>Whether a constraint keeps a determinant positive: it is c·f + k with c &gt; 0 and k ≥ 0 for a function f that the constraint says to be positive.</summary>
    public bool KeepPositive(CycleDeterminant determinant) => determinant.IsComplete && _positive.Any(f => IsLeast(f, determinant));

    private bool IsLeast(SemExpression f, CycleDeterminant determinant)
    {
        // Two points give c and k, the others say whether it is so.
        var random = new PrimeRandom(17);
        var points = new (double F, double Determinant)[5];
        for (var p = 0; p < points.Length; p++)
        {
            var values = new Dictionary<int, double>();
            foreach (var row in _parameters) values[row] = values.TryGetValue(row, out var known) ? known : 0.5 + (random.Below(1000) / 1000.0);
            points[p] = (Value(f, values), determinant.Evaluate(a => a.IsFixed ? a.Value : values[_parameters[a.Free]]));
        }

        var factor = (points[1].Determinant - points[0].Determinant) / (points[1].F - points[0].F);
        var rest = points[0].Determinant - (factor * points[0].F);
        return factor > 0 && rest >= -Tolerance && points.All(p => Math.Abs((factor * p.F) + rest - p.Determinant) <= Tolerance * (1 + Math.Abs(p.Determinant)));
    }

    // A linear function of one parameter bounds it.
    private void AddBox(SemExpression f)
    {
        var rows = new HashSet<int>();
        if (!Collect(f, rows, 0) || rows.Count != 1) return;
        var row = rows.Single();
        var (zero, one, two) = (At(0), At(1), At(2));
        var slope = one - zero;
        if (!(Math.Abs(two - one - slope) <= Tolerance * (1 + Math.Abs(slope))) || slope == 0 || double.IsInfinity(slope)) return;
        var (low, high) = _boxes.TryGetValue(row, out var known) ? known : (double.NegativeInfinity, double.PositiveInfinity);
        _boxes[row] = slope > 0 ? (Math.Max(low, -zero / slope), high) : (low, Math.Min(high, -zero / slope));

        double At(double value) => Value(f, new Dictionary<int, double> { [row] = value });
    }

    // The parameters that an expression names, also through definitions; false where a name stands for nothing, or for itself.
    private bool Collect(SemExpression expression, HashSet<int> rows, int depth)
    {
        if (depth > MaximalDepth) return false;
        foreach (var name in expression.Names().Select(n => n.Name).Distinct())
        {
            if (_names.Free(name) is >= 0 and var parameter) rows.Add(_parameters[parameter]);
            else if (_names.Fixed(name) is null && (_names.Definition(name) is not { } definition || !Collect(definition, rows, depth + 1))) return false;
            if (rows.Count > 1) return false;
        }

        return true;
    }

    private double Value(SemExpression expression, Dictionary<int, double> values)
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        return expression.Evaluate(n => Of(n, 0));

        double Of(string name, int depth)
        {
            if (_names.Free(name) is >= 0 and var parameter) return values.TryGetValue(_parameters[parameter], out var value) ? value : double.NaN;
            if (_names.Fixed(name) is { } number) return number;
            if (known.TryGetValue(name, out var found)) return found;
            // A definition in a circle has no value.
            known[name] = double.NaN;
            return known[name] = depth < MaximalDepth && _names.Definition(name) is { } definition ? definition.Evaluate(n => Of(n, depth + 1)) : double.NaN;
        }
    }
}
