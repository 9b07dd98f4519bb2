using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

/// <summary>
/// Solves φ(i) = p over the integers: which values of the indices i make a read with index map φ touch the element p. Turns the
/// scatter that an adjoint is by definition into a gather, which no two threads write at once.
/// </summary>
/// <remarks>
/// A quotient and a remainder of e by d are two new indices q and r with e = d·q + r, so that every map is a set of linear equations.
/// A strided map is split by residues: S·y + p = g has its solutions at p = S·k + g mod S, y = ⌊g / S⌋ − k, so nothing is summed that a
/// test of divisibility would throw away; g mod S and ⌊g / S⌋ are then the cell in which the sum is kept.
/// </remarks>
public sealed class IndexSolver
{
    // In place of the dimension: an equation that says what a quotient and a remainder are, or what is left of a mixed radix.
    private const int Quotient = -1;
    private const int Radix = -2;

    private readonly ExpressionGraph _graph;
    private readonly Index[] _element;
    private readonly HashSet<Index> _indices;
    private readonly List<Index> _unknown;
    private readonly List<Equation> _open = [];
    private readonly Dictionary<int, Parts> _quotients = [];
    private readonly Dictionary<Index, Expression> _values = [];
    private readonly List<Index> _residues = [];

    // Lower digits of a dimension of the element stand behind the highest, as they do in the element.
    private readonly List<(int Dimension, Index Index)> _digits = [];
    private readonly Dictionary<Index, Expression> _cells = [];
    private readonly Index[] _places;
    private readonly List<Expression> _divisible = [];
    private readonly Constraints _known;

    private IndexSolver(ExpressionGraph graph, Index[] element, IEnumerable<Index> indices, Constraints known)
    {
        _graph = graph;
        _known = known;
        _element = element;
        _unknown = indices.ToList();
        _indices = [.. _unknown];
        _places = [.. element];
        Guard = graph.Truth(true);
        Where = graph.Truth(true);
    }

    // Left = Right, in which the unknown indices stand on the left or, for a quotient, on the right.
    private sealed record Equation(Expression Left, Expression Right, int Dimension, Parts? Parts = null)
    {
        /// <summary>Of which dimension of the element the right side is a digit; −1 if of none.</summary>
        public int DigitOf { get; init; } = Dimension;
    }

    // e / d and e % d, and what the quotient is a quotient of in the end: (i / 2) / 2 is i / 4.
    private sealed record Parts(Index Quotient, Index Remainder, Expression Of, Extent By);

    /// <summary>Indices that are known given the cell and the remaining indices.</summary>
    public Dictionary<Index, Expression> Solved => _values;

    /// <summary>Where the solution exists, given the cell and the remaining indices.</summary>
    public Expression Guard { get; private set; }

    /// <summary>Indices that stay free, over which the adjoint sums.</summary>
    public Index[] Remaining { get; private set; } = [];

    /// <summary>Indices in place of the element's own, in which the solution is written.</summary>
    public Index[] Cell { get; private set; } = [];

    /// <summary>The cell to which an element belongs, for each index of the cell.</summary>
    public Expression[] At { get; private set; } = [];

    /// <summary>Which elements belong to a cell at all: the others are touched by no read.</summary>
    public Expression Where { get; private set; }

    /// <summary>Whether a condition that is not linear would have to be tested for every remaining index: adding at the place is cheaper.</summary>
    public bool NeedsScatter { get; private set; }

    /// <summary>Solves for the indices of a statement.</summary>
    /// <param name="graph">Makes expressions.</param>
    /// <param name="map">The index expressions of the read.</param>
    /// <param name="element">The indices of the element.</param>
    /// <param name="indices">All indices of the statement.</param>
    /// <param name="known">Conditions outside which the read is not made.</param>
    /// <param name="time">The dimension that is the time of a recurrence, or -1: its equation is solved first, so that the adjoint keeps to times at a fixed distance.</param>
    public static IndexSolver Solve(ExpressionGraph graph, Expression[] map, Index[] element, IEnumerable<Index> indices, Constraints? known = null, int time = -1)
    {
        var solver = new IndexSolver(graph, element, indices, known ?? Constraints.None);
        foreach (var d in Enumerable.Range(0, map.Length).OrderBy(d => d != time)) solver._open.Add(new Equation(solver.Affine(map[d]), graph.Of(element[d]), d));
        while (solver.Step(solver.TrySingle) || solver.Step(solver.TryQuotient) || solver.Step(solver.TrySplit) || solver.Step(solver.TryRadix) || solver.Step(solver.TryEliminate) || solver.Step(solver.TryDivide))
        {
        }

        solver.Finish();
        return solver;
    }

    // Quotients and remainders as indices of their own, where rounding towards zero is rounding down.
    private Expression Affine(Expression e)
    {
        if (e.Kind != ExpressionKind.Apply || e.Indices().Length == 0) return e;
        var arguments = e.Arguments.Select(Affine).ToArray();
        if (!(e.Is(ScalarOperators.Divide) || e.Is(ScalarOperators.Remainder)) || arguments[1].Kind != ExpressionKind.Extent) return _graph.Apply(e.Operator, e.Type, arguments);
        var divisor = arguments[1].Extent;
        var key = _graph.Raw(ScalarOperators.Divide, ScalarType.Int, arguments).Id;
        if (!_quotients.TryGetValue(key, out var parts))
        {
            if (_known.Range(arguments[0]).Low is not { } low || !low.IsNonNegative() || Constraints.None.Range(arguments[0]).High is not { } high) return _graph.Apply(e.Operator, e.Type, arguments);
            var (of, by) = arguments[0].Kind == ExpressionKind.Index && _quotients.Values.FirstOrDefault(p => p.Quotient == arguments[0].Index) is { } outer ? (outer.Of, outer.By * divisor) : (arguments[0], divisor);
            var same = _quotients.Values.FirstOrDefault(p => p.Of == of && p.By.Equals(by))?.Quotient;
            _quotients[key] = parts = new Parts(same ?? _graph.NewIndex("q", Extent.Floor(high, divisor) + Extent.One), _graph.NewIndex("r", divisor), of, by);
            if (same is null) _unknown.Add(parts.Quotient);
            _unknown.Add(parts.Remainder);
            _open.Add(new Equation(arguments[0], _graph.Add(_graph.Multiply(arguments[1], _graph.Of(parts.Quotient)), _graph.Of(parts.Remainder)), Quotient, parts));
        }

        return _graph.Of(e.Is(ScalarOperators.Divide) ? parts.Quotient : parts.Remainder);
    }

    private bool Step(Func<Equation, Linear, (Index Index, long Coefficient)[], bool> attempt)
    {
        for (var k = 0; k < _open.Count; k++)
        {
            var equation = _open[k];
            var form = Linear.Of(Insert(equation.Left)).Plus(Linear.Of(Insert(equation.Right)), -1);
            if (!attempt(equation, form, Unknown(form))) continue;
            _open.RemoveAt(k);
            return true;
        }

        return false;
    }

    // Unknown indices that the equation can be solved for: those that are not hidden in another term as well.
    private (Index Index, long Coefficient)[] Unknown(Linear form)
    {
        var hidden = form.Terms.Where(t => t.Term.Kind != ExpressionKind.Index).SelectMany(t => t.Term.Indices()).ToArray();
        return _unknown.Where(i => !hidden.Contains(i)).Select(i => (i, form.Coefficient(i))).Where(t => t.Item2 != 0).ToArray();
    }

    private bool DependsOnUnknown(Linear form) => form.Terms.Any(t => t.Term.Indices().Any(_unknown.Contains));

    private Expression Insert(Expression e) => _graph.Substitute(e, i => _values.TryGetValue(i, out var v) ? v : null);

    private void Set(Index index, Expression value)
    {
        foreach (var known in _values.Keys.ToArray()) _values[known] = _graph.Substitute(_values[known], i => i == index ? value : null);
        _values[index] = value;
        _unknown.Remove(index);
    }

    private static Linear Without(Linear form, Index index, ExpressionGraph graph) => form.Plus(Linear.Of(graph.Of(index)), -form.Coefficient(index));

    // ±i + rest = 0.
    private void Eliminate(Linear form, Index index, long coefficient) =>
        Set(index, Linear.Constant(Extent.Zero).Plus(Without(form, index, _graph), -coefficient).ToExpression(_graph));

    private bool TrySingle(Equation equation, Linear form, (Index Index, long Coefficient)[] unknown)
    {
        if (unknown.Length != 1 || Math.Abs(unknown[0].Coefficient) != 1 || DependsOnUnknown(Without(form, unknown[0].Index, _graph))) return false;
        Eliminate(form, unknown[0].Index, unknown[0].Coefficient);
        return true;
    }

    // e = d·q + r with e and r known: q is known, and r has to be the remainder.
    private bool TryQuotient(Equation equation, Linear form, (Index Index, long Coefficient)[] unknown)
    {
        if (equation.Parts is not { } parts) return false;
        var (whole, remainder) = (Insert(equation.Left), Insert(_graph.Of(parts.Remainder)));
        if (_values.ContainsKey(parts.Quotient) || whole.Indices().Concat(remainder.Indices()).Any(_unknown.Contains)) return false;
        var divisor = _graph.Integer(parts.Remainder.Extent!);
        Set(parts.Quotient, _graph.Divide(whole, divisor));
        _divisible.Add(_graph.Apply(ScalarOperators.Equal, ScalarType.Bool, remainder, _graph.Apply(ScalarOperators.Remainder, ScalarType.Int, whole, divisor)));
        return true;
    }

    // a·y = g, or a·y + b·p = g, with g made of the element alone.
    private bool TrySplit(Equation equation, Linear form, (Index Index, long Coefficient)[] unknown)
    {
        if (unknown.Length is not (1 or 2) || !form.Terms.All(t => IsKnown(t.Term) || (t.Term.Kind == ExpressionKind.Index && unknown.Any(u => u.Index == t.Term.Index)))) return false;
        var (y, a) = unknown.OrderByDescending(u => Saved(u, unknown)).First();
        if (Math.Abs(a) == 1 || !_indices.Contains(y)) return false;
        if (a < 0) (form, a) = (Linear.Constant(Extent.Zero).Plus(form, -1), -a);
        var rest = Linear.Constant(Extent.Zero).Plus(Without(form, y, _graph), -1);
        var most = Linear.Constant(Extent.Of(a) * (y.Extent! - Extent.One)).Offset;
        if (unknown.Length == 1)
        {
            Belongs(rest, a, most);
            Set(y, _graph.Of(NewCell(equation, y.Extent!, _graph.Divide(rest.ToExpression(_graph), Whole(a)))));
            return true;
        }

        var p = unknown.Single(u => u.Index != y).Index;
        var b = form.Coefficient(p);
        var g = rest.Plus(Linear.Of(_graph.Of(p)), b);

        // p counted from the other end, where it counts down.
        var last = p.Extent! - Extent.One;
        if (b < 0) g = g.Plus(Linear.Constant(last), -b);
        var magnitude = Math.Abs(b);
        most += Extent.Of(magnitude) * last;
        var divisor = Divisor(a, magnitude);
        Belongs(g, divisor, most);
        var (s, t) = (a / divisor, magnitude / divisor);
        var unit = _graph.Divide(g.ToExpression(_graph), Whole(divisor));
        var reach = (Extent.Of(s) * (y.Extent! - Extent.One)) + (Extent.Of(t) * last);
        var h = _graph.Of(NewCell(equation, Extent.Floor(reach, Extent.Of(s)) + Extent.One, _graph.Divide(unit, Whole(s))));
        Expression up;
        if (s == 1)
        {
            // Nothing to split: every p has its y.
            var counted = _graph.NewIndex(p.Name, p.Extent);
            _unknown.Add(counted);
            up = _graph.Of(counted);
            Set(y, _graph.Subtract(h, _graph.Multiply(Whole(t), up)));
        }
        else
        {
            var residue = _graph.NewIndex("a", Extent.Of(s));
            var digit = equation.Dimension == Radix || (t == 1 && b > 0 && Extent.Floor(last, Extent.Of(s)).Equals(Extent.Zero));
            AddResidue(digit ? equation.DigitOf : -1, residue);
            _cells[residue] = InElement(_graph.Apply(ScalarOperators.Remainder, ScalarType.Int, _graph.Multiply(Whole(Inverse(t, s)), unit), Whole(s)));
            var count = Extent.Floor(last, Extent.Of(s)) + Extent.One;
            var k = _graph.Integer(Extent.Zero);
            if (count.Constant != 1)
            {
                var step = _graph.NewIndex(p.Name, count);
                _unknown.Add(step);
                k = _graph.Of(step);
            }

            var a0 = _graph.Of(residue);
            up = _graph.Add(_graph.Multiply(Whole(s), k), a0);
            Set(y, _graph.Subtract(_graph.Subtract(h, _graph.Multiply(Whole(t), k)), _graph.Divide(_graph.Multiply(Whole(t), a0), Whole(s))));
        }

        Set(p, b < 0 ? _graph.Subtract(_graph.Integer(last), up) : up);
        return true;
    }

    // e·h + u = g with 0 ≤ u < e: h is the quotient, and u the remainder.
    private bool TryRadix(Equation equation, Linear form, (Index Index, long Coefficient)[] unknown)
    {
        if (equation.Dimension == Quotient) return false;
        foreach (var (term, coefficient) in form.Terms.OrderByDescending(t => Math.Abs(t.Coefficient)))
        {
            var sign = Math.Sign(coefficient);
            var (factor, index) = term.Kind == ExpressionKind.Index ? (Extent.Of(Math.Abs(coefficient)), term.Index)
                : Math.Abs(coefficient) == 1 && term.ScaledIndex() is { Term: { Kind: ExpressionKind.Index } inner, Factor: var by } ? (by, inner.Index) : (Extent.One, null);
            if (index is null || factor.Equals(Extent.One) || !_unknown.Contains(index)) continue;
            var (below, rest) = (Linear.Constant(Extent.Zero), Linear.Constant(Extent.Zero).Plus(Linear.Constant(form.Offset), -sign));
            foreach (var (other, c) in form.Terms.Where(t => t.Term != term))
            {
                if (other.Indices().Any(_unknown.Contains)) below = below.Plus(Linear.Of(other), sign * c);
                else rest = rest.Plus(Linear.Of(other), -sign * c);
            }

            var (low, high) = Constraints.None.Range(below);
            if (low is null || high is null || !low.IsNonNegative() || !(factor - Extent.One - high).IsNonNegative() || below.Terms.Any(t => t.Term.DependsOn(index))) continue;
            var (g, e) = (rest.ToExpression(_graph), _graph.Integer(factor));
            var (quotient, remainder) = (_graph.Divide(g, e), _graph.Apply(ScalarOperators.Remainder, ScalarType.Int, g, e));
            if (rest.Terms.All(t => IsKnown(t.Term)))
            {
                Belongs(rest, 1, (factor * (index.Extent! - Extent.One)) + high);
                quotient = _graph.Of(NewCell(equation, index.Extent!, quotient));
                var residue = _graph.NewIndex("a", factor);
                AddResidue(equation.DigitOf, residue);
                _cells[residue] = InElement(remainder);
                remainder = _graph.Of(residue);
            }

            Set(index, quotient);
            _open.Add(new Equation(below.ToExpression(_graph), remainder, Radix) { DigitOf = equation.DigitOf });
            return true;
        }

        return false;
    }

    // How many times shorter the sum becomes by solving for this index.
    private static double Saved((Index Index, long Coefficient) u, (Index Index, long Coefficient)[] all) =>
        u.Index.Extent!.Estimate() * Math.Abs(u.Coefficient) / (all.Length == 1 ? Math.Abs(u.Coefficient) : Divisor(Math.Abs(all[0].Coefficient), Math.Abs(all[1].Coefficient)));

    // Of several indices with factor ±1 the one that takes most values: the others are summed over.
    private bool TryEliminate(Equation equation, Linear form, (Index Index, long Coefficient)[] unknown)
    {
        var units = unknown.Where(u => Math.Abs(u.Coefficient) == 1).ToArray();
        if (units.Length == 0) return false;
        var (index, coefficient) = units.OrderByDescending(u => u.Index.Extent!.Estimate()).First();
        Eliminate(form, index, coefficient);
        return true;
    }

    // No factor is ±1, and the rest is not of the element alone: divisibility is tested where the sum is made.
    private bool TryDivide(Equation equation, Linear form, (Index Index, long Coefficient)[] unknown)
    {
        if (unknown.Length == 0) return false;
        var (index, coefficient) = unknown.OrderByDescending(u => u.Index.Extent!.Estimate() * Math.Abs(u.Coefficient)).First();
        var rest = Linear.Constant(Extent.Zero).Plus(Without(form, index, _graph), -Math.Sign(coefficient)).ToExpression(_graph);
        var factor = Whole(Math.Abs(coefficient));
        Set(index, _graph.Divide(rest, factor));
        _divisible.Add(_graph.Apply(ScalarOperators.Equal, ScalarType.Bool, _graph.Apply(ScalarOperators.Remainder, ScalarType.Int, rest, factor), Whole(0)));
        return true;
    }

    private Expression Whole(long value) => _graph.Integer(Extent.Of(value));

    private Index NewCell(Equation equation, Extent extent, Expression at)
    {
        var cell = _graph.NewIndex(equation.Dimension < 0 ? "h" : _element[equation.Dimension].Name, extent);
        _cells[cell] = InElement(at);
        if (equation.Dimension < 0) AddResidue(equation.DigitOf, cell);
        else _places[equation.Dimension] = cell;
        return cell;
    }

    private void AddResidue(int digitOf, Index residue)
    {
        if (digitOf < 0) _residues.Add(residue);
        else _digits.Add((digitOf, residue));
    }

    // An index of the element or of its cell.
    private bool IsKnown(Expression e) => e.Kind == ExpressionKind.Index && (_element.Contains(e.Index) || _cells.ContainsKey(e.Index));

    // In terms of the element alone.
    private Expression InElement(Expression e) => _graph.Substitute(e, i => _cells.TryGetValue(i, out var at) ? at : null);

    // Only elements with 0 ≤ g ≤ most that the divisor divides are touched.
    private void Belongs(Linear g, long divisor, Extent most)
    {
        var value = InElement(g.ToExpression(_graph));
        var (low, high) = Constraints.None.Range(g);
        if (low is null || !low.IsNonNegative()) Where = _graph.And(Where, _graph.Apply(ScalarOperators.GreaterOrEqual, ScalarType.Bool, value, Whole(0)));
        if (high is null || !(most - high).IsNonNegative()) Where = _graph.And(Where, _graph.Apply(ScalarOperators.LessOrEqual, ScalarType.Bool, value, _graph.Integer(most)));
        if (divisor > 1) Where = _graph.And(Where, _graph.Apply(ScalarOperators.Equal, ScalarType.Bool, _graph.Apply(ScalarOperators.Remainder, ScalarType.Int, value, Whole(divisor)), Whole(0)));
    }

    private static long Divisor(long a, long b) => b == 0 ? a : Divisor(b, a % b);

    // The number x with t·x ≡ 1 (mod s).
    private static long Inverse(long t, long s)
    {
        for (long x = 1; x < s; x++) if (t % s * x % s == 1) return x;
        return 1;
    }

    private void Finish()
    {
        Remaining = [.. _unknown];
        foreach (var pair in _values)
        {
            // A quotient is inside where what it is a quotient of is.
            if (_quotients.Values.Any(q => q.Quotient == pair.Key)) continue;
            var (low, high) = Constraints.None.Range(pair.Value);
            if (low is null || !low.IsNonNegative()) Require(_graph.Apply(ScalarOperators.GreaterOrEqual, ScalarType.Bool, pair.Value, Whole(0)));
            if (high is null || !(pair.Key.Extent! - Extent.One - high).IsNonNegative()) Require(_graph.Apply(ScalarOperators.Less, ScalarType.Bool, pair.Value, _graph.Integer(pair.Key.Extent!)));
        }

        // Ranges first: a condition on index data may only be looked at where its indices exist.
        foreach (var condition in _divisible) Require(Insert(condition));
        foreach (var equation in _open)
        {
            // No index left to solve for: the element must be the one that the map gives.
            var (here, there) = (Insert(equation.Left), Insert(equation.Right));
            var difference = Linear.Of(here).Plus(Linear.Of(there), -1).ToExpression(_graph);

            // What is on both sides cancels.
            if (here.Indices().Concat(there.Indices()).Any(i => !difference.DependsOn(i))) (here, there) = (difference, Whole(0));
            var equal = _graph.Apply(ScalarOperators.Equal, ScalarType.Bool, there, here);
            var data = equal.Reads().Any();
            NeedsScatter |= Remaining.Length > 0 && (data || equal.Indices().Any(Remaining.Contains));
            if (!data && equal.Indices().All(_element.Contains)) Where = _graph.And(Where, equal);
            else Require(equal);
        }

        var unchanged = _places.TakeWhile((c, d) => c == _element[d]).Count();
        Cell = [.. _places.Take(unchanged), .. _residues, .. _places.SelectMany((c, d) => _digits.Where(x => x.Dimension == d).Select(x => x.Index).Prepend(c)).Skip(unchanged)];
        At = Cell.Select(c => _cells.TryGetValue(c, out var at) ? at : _graph.Of(c)).ToArray();
        if (Remaining.Length > 0) return;

        // Nothing is summed, so nothing has to be kept in cells.
        Expression Of(Expression e) => _graph.Substitute(e, i => _cells.TryGetValue(i, out var at) ? at : null);
        foreach (var index in _values.Keys.ToArray()) _values[index] = Of(_values[index]);
        Guard = _graph.And(Where, Of(Guard));
        Where = _graph.Truth(true);
        Cell = _element;
        At = _element.Select(_graph.Of).ToArray();

        void Require(Expression condition) => Guard = _graph.And(Guard, condition);
    }
}
