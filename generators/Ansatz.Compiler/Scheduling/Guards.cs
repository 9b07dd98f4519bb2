using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Scheduling;

/// <summary>
/// Attaches to every read that is inside its tensor only under the conditions around it those conditions, so that it may then be
/// moved anywhere: a read that is not guarded may be made unconditionally.
/// </summary>
public static class Guards
{
    /// <summary>The read in the second argument where the first holds, otherwise 0.</summary>
    public static readonly Operator Guarded = new("guarded", 2) { Csharp = "{0} ? {1} : 0", Gpu = "{0} ? {1} : 0", Cost = 0 };

    /// <summary>The same expression with guarded reads.</summary>
    public static Expression Apply(ExpressionGraph graph, Expression e)
    {
        if (!e.Nodes().Any(n => n.Is(ScalarOperators.Select) || n.Is(ScalarOperators.And) || n.Is(ScalarOperators.Or))) return e;
        var unsafeBelow = new HashSet<int>();
        foreach (var n in e.Nodes())
        {
            if ((n.Kind == ExpressionKind.Read && !IsInside(n)) || n.Arguments.Any(a => unsafeBelow.Contains(a.Id))) unsafeBelow.Add(n.Id);
        }

        var done = new Dictionary<(int, int), Expression>();
        return Visit(e, graph.Truth(true));

        Expression Visit(Expression n, Expression path)
        {
            if (!unsafeBelow.Contains(n.Id)) return n;
            if (done.TryGetValue((n.Id, path.Id), out var known)) return known;
            Expression result;
            if (n.Is(ScalarOperators.Select))
            {
                var condition = Visit(n.Arguments[0], path);
                var yes = Visit(n.Arguments[1], graph.And(path, condition));
                var no = Visit(n.Arguments[2], graph.And(path, graph.Apply(ScalarOperators.Not, ScalarType.Bool, condition)));

                // A guarded read is 0 where its guard does not hold: the choice is made already.
                result = no.IsNumber(0) && yes.Is(Guarded) && ReferenceEquals(yes.Arguments[0], condition) ? yes : graph.Select(condition, yes, no);
            }
            else if (n.Is(ScalarOperators.And) || n.Is(ScalarOperators.Or))
            {
                var left = Visit(n.Arguments[0], path);
                var under = n.Is(ScalarOperators.And) ? left : graph.Apply(ScalarOperators.Not, ScalarType.Bool, left);
                result = graph.Apply(n.Operator, ScalarType.Bool, left, Visit(n.Arguments[1], graph.And(path, under)));
            }
            else
            {
                var arguments = n.Arguments.Select(a => Visit(a, path)).ToArray();
                result = n.Kind == ExpressionKind.Read ? graph.Read(n.Tensor, arguments) : graph.Apply(n.Operator, n.Type, arguments);
                if (n.Kind == ExpressionKind.Read && !path.IsNumber(1) && !IsInside(n)) result = graph.Raw(Guarded, n.Type, path, result);
            }

            return done[(n.Id, path.Id)] = result;
        }
    }

    /// <summary>
    /// Takes the choices between something and 0 off a term that is added to a tensor: nothing is added where a choice falls on 0, and the
    /// place may not even exist there.
    /// </summary>
    public static (List<(Expression Condition, bool Holds)> Conditions, Expression Term) Around(Expression term)
    {
        var conditions = new List<(Expression, bool)>();
        while (term.Is(ScalarOperators.Select) && (term.Arguments[1].IsNumber(0) || term.Arguments[2].IsNumber(0)))
        {
            var holds = term.Arguments[2].IsNumber(0);
            conditions.Add((term.Arguments[0], holds));
            term = term.Arguments[holds ? 1 : 2];
        }

        return (conditions, term);
    }

    /// <summary>Whether the expression can be looked at anywhere: what may be outside its tensor stands under conditions of the expression's own.</summary>
    public static bool IsSafe(Expression e) => IsSafe(e, []);

    /// <summary>Whether it can be looked at wherever conditions hold.</summary>
    /// <param name="e">The expression.</param>
    /// <param name="conditions">Each with whether it holds or fails.</param>
    public static bool IsSafe(Expression e, IEnumerable<(Expression Condition, bool Holds)> conditions)
    {
        var seen = new HashSet<(int, Constraints)>();
        return Visit(e, conditions.Aggregate(Constraints.None, (known, c) => known.With(c.Condition, c.Holds)));

        bool Visit(Expression n, Constraints known)
        {
            if (!seen.Add((n.Id, known))) return true;
            if (n.Is(ScalarOperators.Select)) return Visit(n.Arguments[0], known) && Visit(n.Arguments[1], known.With(n.Arguments[0], true)) && Visit(n.Arguments[2], known.With(n.Arguments[0], false));
            if (n.Is(ScalarOperators.And) || n.Is(ScalarOperators.Or)) return Visit(n.Arguments[0], known) && Visit(n.Arguments[1], known.With(n.Arguments[0], n.Is(ScalarOperators.And)));
            return n.Arguments.All(a => Visit(a, known)) && (n.Kind != ExpressionKind.Read || !n.Arguments.Where((a, d) => !IsInside(a, n.Tensor.Shape[d], known)).Any());
        }
    }

    private static bool IsInside(Expression read)
    {
        for (var d = 0; d < read.Arguments.Length; d++)
        {
            if (!IsInside(read.Arguments[d], read.Tensor.Shape[d], Constraints.None)) return false;
        }

        return true;
    }

    // A position that was found lies inside what was searched.
    private static bool IsInside(Expression argument, Extent extent, Constraints known) => known.IsWithin(argument, extent)
        || (argument is { Kind: ExpressionKind.Read, Tensor.Definition: { Reducer: Reducer.ArgMax or Reducer.ArgMin } position } && (extent - position.Reduced.Aggregate(Extent.One, (p, i) => p * i.Extent!)).IsNonNegative());
}
