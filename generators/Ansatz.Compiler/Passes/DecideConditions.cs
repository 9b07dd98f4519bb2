using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>Replaces conditions on indices that the extents, or the conditions around them, decide: guards that every point passes, or none.</summary>
public static class DecideConditions
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var graph = program.Graph;
        foreach (var s in program.Statements)
        {
            s.Body = Decide(graph, s.Body);
        }
    }

    /// <summary>The same expression without the conditions that the extents, or conditions around them, decide.</summary>
    internal static Expression Decide(ExpressionGraph graph, Expression e)
    {
        var conditional = new HashSet<int>();
        foreach (var n in e.Nodes())
        {
            if (n.Type == ScalarType.Bool || n.Arguments.Any(a => conditional.Contains(a.Id))) conditional.Add(n.Id);
        }

        if (conditional.Count == 0) return e;
        var done = new Dictionary<(int, Constraints), Expression>();
        var under = new Dictionary<(Constraints, int, bool), Constraints>();
        return Visit(e, Constraints.None);

        Constraints With(Constraints known, Expression condition, bool holds) =>
            under.TryGetValue((known, condition.Id, holds), out var found) ? found : under[(known, condition.Id, holds)] = known.With(condition, holds);

        Expression Visit(Expression n, Constraints known)
        {
            if (!conditional.Contains(n.Id)) return n;
            if (done.TryGetValue((n.Id, known), out var result)) return result;
            if (Decided(n, known) is { } truth)
            {
                result = graph.Truth(truth);
            }
            else if (n.Is(ScalarOperators.Select))
            {
                var condition = Visit(n.Arguments[0], known);
                result = condition.IsNumber(1) ? Visit(n.Arguments[1], known) : condition.IsNumber(0) ? Visit(n.Arguments[2], known)
                    : graph.Select(condition, Visit(n.Arguments[1], With(known, condition, true)), Visit(n.Arguments[2], With(known, condition, false)));
            }
            else if (n.Is(ScalarOperators.And) || n.Is(ScalarOperators.Or))
            {
                var left = Visit(n.Arguments[0], known);
                result = graph.Apply(n.Operator, n.Type, left, Visit(n.Arguments[1], With(known, left, n.Is(ScalarOperators.And))));
            }
            else
            {
                var arguments = n.Arguments.Select(a => Visit(a, known)).ToArray();
                result = arguments.SequenceEqual(n.Arguments) ? n : n.Kind == ExpressionKind.Read ? graph.Read(n.Tensor, arguments) : graph.Apply(n.Operator, n.Type, arguments);
            }

            return done[(n.Id, known)] = result;
        }
    }

    private static bool? Decided(Expression n, Constraints known)
    {
        if (n.Kind != ExpressionKind.Apply || n.Operator.Precedence != 3 || n.Arguments[0].Type != ScalarType.Int) return null;
        var difference = Linear.Of(n.Arguments[1]).Plus(Linear.Of(n.Arguments[0]), -1);
        if (known.Range(difference) is not ({ } low, { } high)) return null;

        // low ≤ b − a ≤ high
        return n.Operator.Name switch
        {
            "<" => (low - Extent.One).IsNonNegative() ? true : (Extent.Zero - high).IsNonNegative() ? false : null,
            "<=" => low.IsNonNegative() ? true : high.IsNegative() ? false : null,
            ">" => high.IsNegative() ? true : low.IsNonNegative() ? false : null,
            ">=" => (Extent.Zero - high).IsNonNegative() ? true : (low - Extent.One).IsNonNegative() ? false : null,
            "==" => (low - Extent.One).IsNonNegative() || high.IsNegative() ? false : IsZero() ? true : null,
            "!=" => (low - Extent.One).IsNonNegative() || high.IsNegative() ? true : IsZero() ? false : null,
            _ => null,
        };

        bool IsZero() => low.Equals(Extent.Zero) && high.Equals(Extent.Zero);
    }
}
