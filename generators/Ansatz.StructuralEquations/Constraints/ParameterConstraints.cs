namespace Ansatz.StructuralEquations;

/// <summary>
/// The definitions and constraints of a parameter table as functions of the free parameters, with exact first and second derivatives. As in lavaan, parameters that share a
/// label are equal by rows of the table (<c>.p2. == .p5.</c>), and names mean defined parameters, then labels, then rows' own labels.
/// </summary>
public sealed class ParameterConstraints
{
    private readonly ExpressionNames _names;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<ParameterFunction> _definitions = [];

    private ParameterConstraints(ParameterTable table)
    {
        FreeCount = table.FreeCount;
        _names = new ExpressionNames(table);
        var rows = table.Rows.Select((row, k) => (Row: row, Place: k)).Where(r => !r.Row.Operator.IsParameter()).Select(r => (r.Row, r.Place, Expression: Expression(r.Row))).ToArray();
        var definitions = rows.Where(r => r.Row.Operator == SemOperator.Definition).ToArray();
        var (order, circular) = ExpressionNames.Ordered(definitions.Select(d => (d.Row.Left, (IReadOnlyList<string>)d.Expression.Names().Select(n => n.Name).ToArray())).ToArray());
        if (circular.Count > 0) throw new ArgumentException($"The definition of '{definitions[circular[0]].Row.Left}' refers to itself, directly or through others.", nameof(table));
        foreach (var k in order)
        {
            var (row, place, expression) = definitions[k];
            if (_places.ContainsKey(row.Left)) throw new ArgumentException($"'{row.Left}' is defined twice.", nameof(table));
            _definitions.Add(Function(row, place, expression));
            _places.Add(row.Left, _definitions.Count - 1);
        }

        Equalities = rows.Where(r => r.Row.Operator == SemOperator.Equality).Select(r => Function(r.Row, r.Place, r.Expression)).ToArray();
        Inequalities = rows.Where(r => r.Row.Operator is SemOperator.Less or SemOperator.Greater).Select(r => Function(r.Row, r.Place, r.Expression)).ToArray();
    }

    /// <summary>The definitions, each after those that it names.</summary>
    public IReadOnlyList<ParameterFunction> Definitions => _definitions;

    /// <summary>Functions that are 0: left − right of the rows with <c>==</c>, in their order.</summary>
    public IReadOnlyList<ParameterFunction> Equalities { get; }

    /// <summary>Functions that are not negative: left − right of the rows with <c>&gt;</c>, right − left of those with <c>&lt;</c>, in their order.</summary>
    public IReadOnlyList<ParameterFunction> Inequalities { get; }

    /// <summary>How many free parameters the table has.</summary>
    public int FreeCount { get; }

    /// <summary>The definitions and constraints of a table.</summary>
    /// <param name="table">The table of a model without errors.</param>
    /// <exception cref="ArgumentException">A row's expression cannot be read, refers to an unknown label or to a sample's moment, or definitions are circular; the message names it.</exception>
    public static ParameterConstraints Of(ParameterTable table) => new(table);

    /// <summary>Values of functions, and their derivatives.</summary>
    /// <param name="functions">Some of this table's.</param>
    /// <param name="theta">The free parameters, <see cref="FreeCount"/> values.</param>
    /// <param name="values">Becomes their values.</param>
    /// <param name="jacobian">Becomes their derivatives, by rows: one row of <see cref="FreeCount"/> for each function; null if they are not needed.</param>
    /// <exception cref="ArgumentException">An array has another length.</exception>
    public void Evaluate(IReadOnlyList<ParameterFunction> functions, IReadOnlyList<double> theta, double[] values, double[]? jacobian = null)
    {
        if (theta.Count != FreeCount) throw new ArgumentException($"There are {FreeCount} free parameters, not {theta.Count}.", nameof(theta));
        if (values.Length != functions.Count) throw new ArgumentException($"There are {functions.Count} functions, not {values.Length}.", nameof(values));
        if (jacobian is not null && jacobian.Length != functions.Count * FreeCount) throw new ArgumentException($"The derivatives of {functions.Count} functions of {FreeCount} parameters need {functions.Count * FreeCount} entries, not {jacobian.Length}.", nameof(jacobian));
        if (jacobian is not null) Array.Clear(jacobian, 0, jacobian.Length);
        var known = new Dictionary<int, SemTaylor>();
        for (var k = 0; k < functions.Count; k++)
        {
            var f = functions[k];
            if (f.Coefficients is { } slopes)
            {
                values[k] = f.Constant;
                for (var i = 0; i < slopes.Count; i++)
                {
                    values[k] += slopes[i] * theta[f.Parameters[i]];
                    if (jacobian is not null) jacobian[k * FreeCount + f.Parameters[i]] = slopes[i];
                }

                continue;
            }

            var taylor = At(f, theta, known);
            values[k] = taylor.Value;
            for (var i = 0; jacobian is not null && taylor.Gradient is { } gradient && i < gradient.Length; i++) jacobian[k * FreeCount + f.Parameters[i]] = gradient[i];
        }
    }

    /// <summary>The second derivatives of a function.</summary>
    /// <param name="function">One of this table's.</param>
    /// <param name="theta">The free parameters.</param>
    /// <returns>n × n entries by rows, for the n parameters of <see cref="ParameterFunction.Parameters"/>.</returns>
    public double[] Hessian(ParameterFunction function, IReadOnlyList<double> theta) =>
        (function.IsLinear ? null : At(function, theta, []).Hessian) ?? new double[function.Parameters.Count * function.Parameters.Count];

    /// <summary>How many of the equalities are independent at a point; so many parameters fewer are there than free rows.</summary>
    /// <param name="theta">The free parameters.</param>
    public int EqualityRank(IReadOnlyList<double> theta)
    {
        var count = Equalities.Count;
        var jacobian = new double[count * FreeCount];
        Evaluate(Equalities, theta, new double[count], jacobian);
        return Rank(jacobian, count, FreeCount);
    }

    private SemTaylor At(ParameterFunction f, IReadOnlyList<double> theta, Dictionary<int, SemTaylor> definitions)
    {
        // Those that it needs are known before: a definition names only earlier ones.
        foreach (var d in Needed(f))
        {
            if (!definitions.ContainsKey(d)) definitions[d] = _definitions[d].Coefficients is { } slopes ? Linear(_definitions[d], slopes) : Of(_definitions[d]);
        }

        return Of(f);

        // The expression of a linear function may name parameters that cancel, which it does not depend on.
        SemTaylor Linear(ParameterFunction function, IReadOnlyList<double> slopes)
        {
            var value = function.Constant;
            for (var i = 0; i < slopes.Count; i++) value += slopes[i] * theta[function.Parameters[i]];
            return SemTaylor.Linear(value, [.. slopes]);
        }

        SemTaylor Of(ParameterFunction function)
        {
            return SemTaylor.Of(function.Expression, name =>
            {
                if (_places.TryGetValue(name, out var d)) return definitions[d].Spread([.. _definitions[d].Parameters.Select(p => IndexOf(function, p))], function.Parameters.Count);
                var row = _names[name]!;
                return row.Free > 0 ? SemTaylor.Variable(theta[row.Free - 1], IndexOf(function, row.Free - 1), function.Parameters.Count) : SemTaylor.Constant(row.UserValue!.Value);
            });
        }
    }

    private static int IndexOf(ParameterFunction function, int parameter)
    {
        var (low, high) = (0, function.Parameters.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (function.Parameters[middle] < parameter) low = middle + 1;
            else high = middle;
        }

        return low <= high && function.Parameters[low] == parameter ? low : throw new InvalidOperationException($"'{function}' does not depend on parameter {parameter}.");
    }

    private IEnumerable<int> Needed(ParameterFunction f)
    {
        var all = new SortedSet<int>(f.Definitions);
        var open = new Stack<int>(f.Definitions);
        while (open.Count > 0)
        {
            foreach (var d in _definitions[open.Pop()].Definitions)
            {
                if (all.Add(d)) open.Push(d);
            }
        }

        return all;
    }

    private ParameterFunction Function(ParameterRow row, int place, SemExpression expression)
    {
        var parameters = new SortedSet<int>();
        var definitions = new SortedSet<int>();
        foreach (var name in expression.Names())
        {
            if (_places.TryGetValue(name.Name, out var d))
            {
                definitions.Add(d);
                parameters.UnionWith(_definitions[d].Parameters);
            }
            else if (_names[name.Name] is not { } named) throw new ArgumentException($"No parameter has the label '{name.Name}', to which '{row}' refers.");
            else if (named.Free > 0) parameters.Add(named.Free - 1);
            else if (named.UserValue is null) throw new ArgumentException($"'{name.Name}', to which '{row}' refers, is a moment of the sample and has no value before there are data.");
        }

        var text = row.Operator == SemOperator.Definition ? row.Left : row.ToString();
        if (LinearForm.Of(expression, Form) is not { } linear) return new ParameterFunction(place, row.Operator, text, expression, parameters.ToArray(), definitions.ToArray(), 0, null);
        foreach (var cancelled in linear.Slopes.Where(s => s.Value == 0).Select(s => s.Key).ToArray()) linear.Slopes.Remove(cancelled);
        return new ParameterFunction(place, row.Operator, text, expression, linear.Slopes.Keys.ToArray(), definitions.ToArray(), linear.Constant, linear.Slopes.Values.ToArray());
    }

    private LinearForm? Form(string name)
    {
        if (!_places.TryGetValue(name, out var d)) return _names[name] is { Free: > 0 } row ? LinearForm.Parameter(row.Free - 1) : LinearForm.Number(_names[name]!.UserValue!.Value);
        if (_definitions[d].Coefficients is not { } slopes) return null;
        var form = LinearForm.Number(_definitions[d].Constant);
        for (var i = 0; i < slopes.Count; i++) form.Slopes[_definitions[d].Parameters[i]] = slopes[i];
        return form;
    }

    private static SemExpression Expression(ParameterRow row)
    {
        var right = Parsed(row, row.Right);
        if (row.Operator == SemOperator.Definition) return right;
        var left = Parsed(row, row.Left);
        return row.Operator == SemOperator.Less ? new BinaryExpression('-', right, left, default) : new BinaryExpression('-', left, right, default);
    }

    private static SemExpression Parsed(ParameterRow row, string text)
    {
        List<SemProblem> problems = [];
        var tokens = ModelLexer.Read(text, problems);
        var e = ExpressionParser.Parse(tokens, 0, tokens.Count - 1, $"in '{row}'", problems);
        return problems.Count == 0 && e is not null ? e : throw new ArgumentException($"'{text}' is not an expression: {(problems.Count > 0 ? problems[0].Message : "")}");
    }

    private static int Rank(double[] matrix, int rows, int columns)
    {
        var rank = 0;
        var scale = matrix.Length == 0 ? 0 : matrix.Max(Math.Abs);
        for (var c = 0; c < columns && rank < rows; c++)
        {
            var pivot = rank;
            for (var r = rank + 1; r < rows; r++)
            {
                if (Math.Abs(matrix[r * columns + c]) > Math.Abs(matrix[pivot * columns + c])) pivot = r;
            }

            if (Math.Abs(matrix[pivot * columns + c]) <= 1e-10 * scale) continue;
            for (var j = 0; j < columns; j++) (matrix[rank * columns + j], matrix[pivot * columns + j]) = (matrix[pivot * columns + j], matrix[rank * columns + j]);
            for (var r = rank + 1; r < rows; r++)
            {
                var factor = matrix[r * columns + c] / matrix[rank * columns + c];
                for (var j = c; j < columns; j++) matrix[r * columns + j] -= factor * matrix[rank * columns + j];
            }

            rank++;
        }

        return rank;
    }
}
