using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

/// <summary>
/// Solves φ(i) = p over the integers: which values of the indices i make a read with index map φ touch the element p. Turns the
/// scatter that an adjoint is by definition into a gather, which no two threads write at once.
/// </summary>
public sealed class IndexSolver
{
    private IndexSolver(Dictionary<Index, Expression> solved, Expression guard, Index[] remaining, bool scatter)
    {
        Solved = solved;
        Guard = guard;
        Remaining = remaining;
        NeedsScatter = scatter;
    }

    /// <summary>Indices that are known given the element and the remaining indices.</summary>
    public Dictionary<Index, Expression> Solved { get; }

    /// <summary>Where the solution exists.</summary>
    public Expression Guard { get; }

    /// <summary>Indices that stay free, over which the adjoint sums.</summary>
    public Index[] Remaining { get; }

    /// <summary>Whether a condition on index data would have to be tested for every remaining index: adding at the place is cheaper.</summary>
    public bool NeedsScatter { get; }

    /// <summary>Solves for the indices of a statement.</summary>
    /// <param name="graph">Makes expressions.</param>
    /// <param name="map">The index expressions of the read.</param>
    /// <param name="element">The indices of the element.</param>
    /// <param name="indices">All indices of the statement.</param>
    public static IndexSolver Solve(ExpressionGraph graph, Expression[] map, Index[] element, IEnumerable<Index> indices)
    {
        var all = indices.ToArray();
        var solved = new Dictionary<Index, Expression>();
        var guard = graph.Truth(true);
        var later = new List<int>();
        for (var d = 0; d < map.Length; d++) if (!TrySolve(d, single: true)) later.Add(d);
        var open = new List<int>();
        foreach (var d in later) if (!TrySolve(d, single: false)) open.Add(d);
        var remaining = all.Where(i => !solved.ContainsKey(i)).ToArray();
        foreach (var pair in solved.ToArray()) solved[pair.Key] = Insert(pair.Value);
        var known = Constraints.None;
        foreach (var pair in solved)
        {
            if (pair.Value.Kind == ExpressionKind.Index) continue;
            var (low, high) = known.Range(pair.Value);
            if (low is null || !low.IsNonNegative())
                guard = graph.And(guard, graph.Apply(ScalarOperators.GreaterOrEqual, ScalarType.Bool, pair.Value, graph.Integer(Extent.Zero)));
            if (high is null || !(pair.Key.Extent! - Extent.One - high).IsNonNegative())
                guard = graph.And(guard, graph.Apply(ScalarOperators.Less, ScalarType.Bool, pair.Value, graph.Integer(pair.Key.Extent!)));
        }

        foreach (var pair in solved)
        {
            // An element index that stands for a statement index of smaller extent only exists up to that extent.
            if (pair.Value.Kind != ExpressionKind.Index || pair.Value.Index.Extent is not { } whole) continue;
            if (!(pair.Key.Extent! - whole).IsNonNegative())
                guard = graph.And(guard, graph.Apply(ScalarOperators.Less, ScalarType.Bool, pair.Value, graph.Integer(pair.Key.Extent!)));
        }

        // Ranges first: a condition on index data may only be looked at where its indices exist.
        var scatter = false;
        foreach (var d in open)
        {
            // No index left to solve for: the element must be the one that the map gives.
            var here = Insert(map[d]);
            var data = here.Nodes().Any(n => n.Kind == ExpressionKind.Read);
            guard = graph.And(guard, graph.Apply(ScalarOperators.Equal, ScalarType.Bool, graph.Of(element[d]), here));
            scatter |= data && all.Any(i => !solved.ContainsKey(i));
        }

        return new IndexSolver(solved, guard, remaining, scatter);

        Expression Insert(Expression e)
        {
            // Solutions may mention indices solved later; insert until none is left.
            for (var i = 0; i < 8 && e.Indices().Any(solved.ContainsKey); i++) e = graph.Substitute(e, x => solved.TryGetValue(x, out var v) ? v : null);
            return e;
        }

        bool TrySolve(int d, bool single)
        {
            var linear = Linear.Of(Insert(map[d]));
            if (single && !(linear.Count == 1 && Linear.Of(map[d]).Count == 1)) return false;
            foreach (var (term, coefficient) in linear.Terms.Reverse())
            {
                if (term.Kind != ExpressionKind.Index || Math.Abs(coefficient) != 1 || solved.ContainsKey(term.Index) || !all.Contains(term.Index)) continue;
                // c·i + rest = p  ⇒  i = c·(p − rest), c = ±1
                var rest = linear.Plus(Linear.Of(term), -coefficient);
                solved[term.Index] = Linear.Of(graph.Of(element[d])).Plus(rest, -1) is var difference && coefficient == 1
                    ? difference.ToExpression(graph)
                    : rest.Plus(Linear.Of(graph.Of(element[d])), -1).ToExpression(graph);
                return true;
            }

            return false;
        }
    }
}
