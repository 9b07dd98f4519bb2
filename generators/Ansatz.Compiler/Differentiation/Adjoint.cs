using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

/// <summary>
/// Appends the adjoint of a program: for Y[o] = Σ_r f(X[φ(o,r)], …) the statement
/// X̄[p] = Σ over (o,r) with φ(o,r) = p of Ȳ[o]·∂f/∂X. Requires extents; ensures one gradient for each tensor asked for.
/// </summary>
public sealed partial class Adjoint
{
    private readonly TensorProgram _program;
    private readonly ExpressionGraph _graph;
    private readonly Dictionary<Tensor, List<Contribution>> _contributions = [];
    private readonly HashSet<Tensor> _active = [];
    private readonly HashSet<Tensor> _positions = [];
    private readonly Dictionary<Tensor, Tensor> _adjoints = [];
    private readonly Dictionary<Tensor, List<Tensor>> _scatters = [];

    private Adjoint(TensorProgram program)
    {
        _program = program;
        _graph = program.Graph;
    }

    // A part of a tensor's adjoint: an expression over indices that stand for the tensor's own.
    private sealed record Contribution(Index[] Element, Expression Value);

    /// <summary>Differentiates the loss.</summary>
    /// <returns>The gradient of each of <paramref name="with"/>, in order; a result of the program.</returns>
    public static List<Tensor> Of(TensorProgram program, Tensor loss, IReadOnlyList<Tensor> with)
    {
        var adjoint = new Adjoint(program);
        return adjoint.Run(loss, with);
    }

    private List<Tensor> Run(Tensor loss, IReadOnlyList<Tensor> with)
    {
        foreach (var t in with) _active.Add(t);
        int active;
        do
        {
            // A statement of a recurrence may read what a later one computes.
            active = _active.Count;
            foreach (var s in _program.Statements)
            {
                if (s.Target.Type is ScalarType.Float or ScalarType.Double && s.Body.Reads().Any(r => _active.Contains(r.Tensor))) _active.Add(s.Target);
            }
        }
        while (_active.Count > active && _program.Statements.Any(s => s.Recurrence is not null));

        var forward = _program.Statements.ToArray();
        _contributions[loss] = [new Contribution([], _graph.Number(1, loss.Type))];
        for (var i = forward.Length - 1; i >= 0; i--)
        {
            var s = forward[i];
            if (s.Recurrence?.Group is { } group)
            {
                i -= group.Members.Count - 1;
                if (group.Members.Any(m => _contributions.ContainsKey(m.Target))) Recurrence(group);
            }
            else if (_active.Contains(s.Target) && _contributions.ContainsKey(s.Target))
            {
                Statement(s);
            }
        }

        var gradients = new List<Tensor>();
        foreach (var t in with)
        {
            var free = t.Shape.Select((e, d) => _graph.NewIndex(IndexName(t, d), e)).ToArray();
            var gradient = _program.Define("d" + t.Name, t.Type, free, Reducer.None, [], Total(t, free), TensorRole.Gradient);
            gradient.Of = t;
            Adopt(gradient);
            gradients.Add(gradient);
            _program.Results.Add(gradient);
        }

        return gradients;
    }

    // A gradient that is only another name for a sum just made takes the sum's place.
    private void Adopt(Tensor gradient)
    {
        var s = gradient.Definition!;
        if (s.Body is not { Kind: ExpressionKind.Read, Tensor: { Definition: { } sum, Role: TensorRole.Intermediate } made } || sum.Reducer == Reducer.None && sum.Scatter is null) return;
        if (!s.Body.Arguments.Select(a => a.Kind == ExpressionKind.Index ? a.Index : null).SequenceEqual(s.Free)) return;
        if (_program.Statements.Any(o => o != s && o.Body.Reads().Any(r => r.Tensor == made))) return;
        gradient.Definition = new Statement(gradient, sum.Free, sum.Reducer, sum.Reduced, sum.Body) { Scatter = sum.Scatter };
        _program.Statements.Remove(s);
        _program.Statements[_program.Statements.IndexOf(sum)] = gradient.Definition;
    }

    private static string IndexName(Tensor t, int d) => t.Definition is { } s && d < s.Free.Length ? s.Free[d].Name : d < 4 ? "pqst"[d].ToString() : "p" + d;

    /// <summary>The whole adjoint of a tensor at the given element.</summary>
    private Expression Total(Tensor tensor, Index[] element)
    {
        Expression? sum = null;
        if (_contributions.TryGetValue(tensor, out var parts))
        {
            foreach (var part in parts)
            {
                var map = part.Element.Zip(element, (a, b) => (a, b)).ToDictionary(p => p.a, p => _graph.Of(p.b));
                var value = _graph.Substitute(part.Value, i => map.TryGetValue(i, out var e) ? e : null);
                sum = sum is null ? value : _graph.Add(sum, value);
            }
        }

        return sum ?? _graph.Number(0, tensor.Type);
    }

    // The adjoints of a recurrence are a recurrence in the other direction: each is a tensor of its own, which the others may read before
    // it is known what it is made of.
    private void Recurrence(Recurrence group)
    {
        var members = group.Members.Where(m => _active.Contains(m.Target)).ToArray();
        foreach (var m in members)
        {
            var adjoint = _program.NewTensor("d" + m.Target.Name, m.Target.Type, TensorRole.Intermediate);
            adjoint.Shape = m.Target.Shape;
            _adjoints[m.Target] = adjoint;
        }

        foreach (var m in members.Reverse()) Statement(m);
        foreach (var m in members)
        {
            var free = m.Free.Select(i => _graph.NewIndex(i.Name, i.Extent)).ToArray();
            var adjoint = _adjoints[m.Target];
            adjoint.Definition = new Statement(adjoint, free, Reducer.None, [], Total(m.Target, free));
            _program.Statements.Add(adjoint.Definition);
        }
    }

    private void Statement(Statement s)
    {
        var total = _adjoints.TryGetValue(s.Target, out var own) ? _graph.Read(own, s.Free.Select(i => _graph.Of(i)).ToArray()) : Total(s.Target, s.Free);
        if (s.Reducer.IsMatrix())
        {
            Matrix(s, total);
            return;
        }

        Expression seed;
        if (own is not null || IsSimple(total))
        {
            seed = total;
        }
        else
        {
            var free = s.Free.Select(i => _graph.NewIndex(i.Name, i.Extent)).ToArray();
            var adjoint = _program.Define("d" + s.Target.Name, s.Target.Type, free, Reducer.None, [], Total(s.Target, free));
            seed = _graph.Read(adjoint, s.Free.Select(i => _graph.Of(i)).ToArray());

            // Where the adjoint is 0 by choice, what is multiplied to it must not be looked at.
            if (NonZeroWhere(total) is { } condition) seed = _graph.Select(condition, seed, _graph.Number(0, seed.Type));
        }

        switch (s.Reducer)
        {
            case Reducer.None or Reducer.Sum:
                break;
            case Reducer.LogSumExp:
                // ∂ LogSumExp_r f = softmax_r f
                var value = _graph.Read(s.Target, s.Free.Select(i => _graph.Of(i)).ToArray());
                seed = ScalarDerivatives.Scale(_graph, seed, _graph.Function(FunctionOperators.Exp, _graph.Subtract(s.Body, value)));
                seed = Store(s, seed, "d" + s.Target.Name + "Softmax");
                break;
            case Reducer.Max or Reducer.Min:
                // The first largest term in index order has the whole derivative.
                var first = FirstExtremum.Holds(_program, s);
                _positions.UnionWith(first.Reads().Select(r => r.Tensor));
                seed = _graph.Select(first, seed, _graph.Number(0, s.Target.Type));
                break;
            default:
                return;
        }

        var adjoints = ScalarDerivatives.Of(_graph, s.Body, seed, _active.Contains);
        var shared = adjoints.Count > 1 && s.IsMap;
        foreach (var (read, adjoint) in adjoints)
        {
            if (!shared || IsIdentity(s, read)) Contribute(s, read, Placed(read, adjoint, adjoint));
            else if (adjoint.Is(ScalarOperators.Select) && adjoint.Arguments[2].IsNumber(0) && IsOfIndices(adjoint.Arguments[0]) && Guards.IsSafe(adjoint.Arguments[1]))
            {
                // Kept without the condition, under which only some of the reads stand: then it is the same for all of them.
                var part = Store(s, adjoint.Arguments[1], "d" + s.Target.Name + "Part");
                Contribute(s, read, _graph.Select(adjoint.Arguments[0], Placed(read, adjoint.Arguments[1], part), adjoint.Arguments[2]));
            }
            else
            {
                Contribute(s, read, Placed(read, adjoint, Store(s, adjoint, "d" + s.Target.Name + "Part")));
            }
        }
    }

    /// <summary>
    /// What is added at the place of a read. Index data may be looked at, to add where they say, only under the conditions under which the equation looks at them, and only under
    /// these need the place be one: where what is added does not begin with them, it gets them.
    /// </summary>
    /// <param name="read">The read.</param>
    /// <param name="adjoint">Its adjoint, as it was derived.</param>
    /// <param name="part">The same, perhaps stored.</param>
    private Expression Placed(Expression read, Expression adjoint, Expression part) =>
        read.Arguments.Any(a => a.Reads().Any()) && !Guards.IsSafe(read, Guards.Around(part).Conditions) && NonZeroWhere(adjoint) is { } condition ? _graph.Select(condition, part, _graph.Number(0, part.Type)) : part;

    /// <summary>The condition outside which a sum of choices is 0, or null if it may be anything anywhere.</summary>
    private Expression? NonZeroWhere(Expression e)
    {
        if (e.Is(ScalarOperators.Negate)) return NonZeroWhere(e.Arguments[0]);
        if (e.Is(ScalarOperators.Add) || e.Is(ScalarOperators.Subtract))
        {
            return NonZeroWhere(e.Arguments[0]) is { } left && NonZeroWhere(e.Arguments[1]) is { } right
                ? ReferenceEquals(left, right) ? left : _graph.Apply(ScalarOperators.Or, ScalarType.Bool, left, right) : null;
        }

        if (!e.Is(ScalarOperators.Select)) return null;
        var holds = e.Arguments[2].IsNumber(0);
        if (!holds && !e.Arguments[1].IsNumber(0)) return null;
        if (DecidesExtremum(e.Arguments[0])) return NonZeroWhere(e.Arguments[holds ? 1 : 2]);
        var condition = holds ? e.Arguments[0] : _graph.Apply(ScalarOperators.Not, ScalarType.Bool, e.Arguments[0]);
        return NonZeroWhere(e.Arguments[holds ? 1 : 2]) is { } inner ? _graph.And(condition, inner) : condition;
    }

    // Which value is the largest: what is not finite has already made the largest so.
    private bool DecidesExtremum(Expression condition) => condition.Is(ScalarOperators.IsLarger) || condition.Is(ScalarOperators.IsSmaller)
        || (condition.Is(ScalarOperators.Equal) && condition.Arguments[0].Kind == ExpressionKind.Read && _positions.Contains(condition.Arguments[0].Tensor));

    private static bool IsOfIndices(Expression condition) => !condition.Reads().Any();

    private static bool IsIdentity(Statement s, Expression read) =>
        read.Arguments.Length == s.Free.Length && read.Arguments.Select(a => a.Kind == ExpressionKind.Index ? a.Index : null).SequenceEqual(s.Free);

    /// <summary>Cheap enough to be written wherever it is used.</summary>
    internal static bool IsSimple(Expression e) => e.Nodes().Where(n => n.Kind == ExpressionKind.Apply && n.Type is ScalarType.Float or ScalarType.Double).Sum(n => n.Operator.Cost) <= 4
        && e.Reads().Count() <= 1;

    /// <summary>An expression over the statement's whole domain as a tensor, unless it is cheap.</summary>
    private Expression Store(Statement s, Expression value, string name)
    {
        if (IsSimple(value)) return value;
        var domain = s.Domain.ToArray();
        var copy = domain.ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        var tensor = _program.Define(name, s.Target.Type, domain.Select(i => copy[i]).ToArray(), Reducer.None, [], _graph.Substitute(value, i => copy.TryGetValue(i, out var c) ? _graph.Of(c) : null));
        return _graph.Read(tensor, domain.Select(i => _graph.Of(i)).ToArray());
    }

    private void Contribute(Statement s, Expression read, Expression adjoint)
    {
        var tensor = read.Tensor;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var element = tensor.Shape.Select((e, d) => _graph.NewIndex(ElementName(s, read, d, names), e)).ToArray();
        var solution = IndexSolver.Solve(_graph, read.Arguments, element, s.Domain, Conditions(adjoint), s.Recurrence is { } reader && read.Tensor.Definition?.Recurrence is { } made && reader.Group == made.Group ? made.Dimension : -1);
        if (!_contributions.TryGetValue(tensor, out var list)) _contributions[tensor] = list = [];
        var zero = _graph.Number(0, tensor.Type);
        if (solution.NeedsScatter)
        {
            if (Scatter(s, read, adjoint) is { } scatter) list.Add(new Contribution(element, _graph.Read(scatter, element.Select(i => _graph.Of(i)).ToArray())));
            return;
        }

        var value = _graph.Select(solution.Guard, _graph.Substitute(adjoint, i => solution.Solved.TryGetValue(i, out var e) ? e : null), zero);
        if (solution.Remaining.Length == 0)
        {
            list.Add(new Contribution(element, value));
            return;
        }

        if (!solution.Guard.IsNumber(1) && Shifts(s, read) is { } shifts)
        {
            // X[i + c] alone: the sum runs over the statement's own index i, and is read at i = p − c where that exists.
            var mine = s.Domain.ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
            var plain = _program.Define($"d{tensor.Name}Sum", tensor.Type, shifts.Select(i => mine[i.Index]).ToArray(), Reducer.Sum, solution.Remaining.Select(i => mine[i]).ToArray(),
                _graph.Substitute(adjoint, i => _graph.Of(mine[i])));
            plain.IsEquation = tensor.IsEquation;
            list.Add(new Contribution(element, _graph.Select(solution.Guard, _graph.Read(plain, shifts.Select((i, d) => _graph.Subtract(_graph.Of(element[d]), _graph.Integer(i.Offset))).ToArray()), zero)));
            return;
        }

        // The sum is kept for each cell on which it depends; elements that no read touches have none.
        var cell = Enumerable.Range(0, solution.Cell.Length).Where(c => value.DependsOn(solution.Cell[c])).ToArray();
        var own = cell.Select(c => solution.Cell[c]).Concat(solution.Remaining).ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        var sum = _program.Define($"d{tensor.Name}Sum", tensor.Type, cell.Select(c => own[solution.Cell[c]]).ToArray(), Reducer.Sum, solution.Remaining.Select(i => own[i]).ToArray(),
            _graph.Substitute(value, i => own.TryGetValue(i, out var o) ? _graph.Of(o) : null));
        sum.IsEquation = tensor.IsEquation;
        list.Add(new Contribution(element, _graph.Select(solution.Where, _graph.Read(sum, cell.Select(c => solution.At[c]).ToArray()), zero)));
    }

    // Where a value is not 0 by choice.
    private static Constraints Conditions(Expression value)
    {
        var known = Constraints.None;
        while (value.Is(ScalarOperators.Select) && (value.Arguments[1].IsNumber(0) || value.Arguments[2].IsNumber(0)))
        {
            var holds = value.Arguments[2].IsNumber(0);
            known = known.With(value.Arguments[0], holds);
            value = value.Arguments[holds ? 1 : 2];
        }

        return known;
    }

    /// <summary>The index and constant of every dimension if each is an index of its own plus a constant; otherwise null.</summary>
    private static (Index Index, Extent Offset)[]? Shifts(Statement s, Expression read)
    {
        var shifts = new (Index Index, Extent Offset)[read.Arguments.Length];
        for (var d = 0; d < shifts.Length; d++)
        {
            var linear = Linear.Of(read.Arguments[d]);
            if (linear.Count != 1 || linear.Terms.First() is not ({ Kind: ExpressionKind.Index } term, 1) || !s.Domain.Contains(term.Index) || shifts.Take(d).Any(x => x.Index == term.Index)) return null;
            shifts[d] = (term.Index, linear.Offset);
        }

        return shifts;
    }

    // The name of the index that alone says which element is read; otherwise a letter that the statement does not use.
    private static string ElementName(Statement s, Expression read, int d, HashSet<string> names)
    {
        if (read.Arguments[d].Kind == ExpressionKind.Index && names.Add(read.Arguments[d].Index.Name)) return read.Arguments[d].Index.Name;
        foreach (var letter in "pqstuvwabcdefgh")
        {
            var name = letter.ToString();
            if (!s.Domain.Any(i => i.Name == name) && names.Add(name)) return name;
        }

        return "p" + d;
    }

    // X̄[φ] += Ȳ·∂f for every point of the domain: only for reads at index data and at what is not linear. Null if an earlier one has taken it in.
    private Tensor? Scatter(Statement s, Expression read, Expression adjoint)
    {
        // What runs along the tensor's own dimensions comes last: a point is a row, and then its elements.
        var along = read.Arguments.Skip(1).Where(a => a.Kind == ExpressionKind.Index).Select(a => a.Index).Distinct().ToArray();
        var domain = s.Domain.Where(i => !along.Contains(i)).Concat(along).ToArray();
        var own = domain.ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        Expression Rename(Expression e) => _graph.Substitute(e, i => own.TryGetValue(i, out var o) ? _graph.Of(o) : null);
        if (!_scatters.TryGetValue(read.Tensor, out var scatters)) _scatters[read.Tensor] = scatters = [];
        foreach (var earlier in scatters)
        {
            if (Together(earlier.Definition!, domain, read.Arguments, adjoint) is not { } sum) continue;
            _program.Statements.Remove(earlier.Definition!);
            _program.Statements.Add(earlier.Definition = sum);
            return null;
        }

        var tensor = _program.NewTensor($"d{read.Tensor.Name}Sum", read.Tensor.Type, TensorRole.Intermediate);
        tensor.Shape = read.Tensor.Shape;
        tensor.DeclaredAt = read.Tensor.DeclaredAt;
        tensor.Definition = new Statement(tensor, domain.Select(i => own[i]).ToArray(), Reducer.Sum, [], Rename(adjoint)) { Scatter = read.Arguments.Select(Rename).ToArray() };
        _program.Statements.Add(tensor.Definition);
        scatters.Add(tensor);
        return tensor;
    }

    // The same places under the same conditions: one scatter of the sum. Null if they are not.
    private Statement? Together(Statement scatter, Index[] domain, Expression[] map, Expression adjoint)
    {
        if (!scatter.Free.Select(i => i.Extent).SequenceEqual(domain.Select(i => i.Extent))) return null;
        var same = domain.Zip(scatter.Free, (theirs, its) => (theirs, its)).ToDictionary(p => p.theirs, p => _graph.Of(p.its));
        Expression Here(Expression e) => _graph.Substitute(e, i => same.TryGetValue(i, out var x) ? x : null);
        if (!map.Select(Here).SequenceEqual(scatter.Scatter!)) return null;
        var (conditions, term) = Guards.Around(scatter.Body);
        var (others, other) = Guards.Around(Here(adjoint));
        if (!conditions.SequenceEqual(others)) return null;
        var sum = _graph.Add(term, other);
        foreach (var (condition, holds) in Enumerable.Reverse(conditions)) sum = holds ? _graph.Select(condition, sum, _graph.Number(0, sum.Type)) : _graph.Select(condition, _graph.Number(0, sum.Type), sum);
        return new Statement(scatter.Target, scatter.Free, Reducer.Sum, [], sum) { Scatter = scatter.Scatter };
    }
}
