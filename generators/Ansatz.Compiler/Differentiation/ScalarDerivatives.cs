using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

/// <summary>Reverse mode within one scalar expression.</summary>
public static class ScalarDerivatives
{
    /// <summary>
    /// For every read below <paramref name="body"/> that <paramref name="wanted"/> accepts: <paramref name="seed"/> times the
    /// derivative of the body with respect to that read. A choice passes its adjoint to the branch taken and 0 to the other.
    /// </summary>
    public static List<(Expression Read, Expression Adjoint)> Of(ExpressionGraph graph, Expression body, Expression seed, Func<Tensor, bool> wanted)
    {
        var order = body.Nodes();
        var leads = new HashSet<int>();
        foreach (var n in order)
        {
            if (n.Type is not (ScalarType.Float or ScalarType.Double)) continue;
            if (n.Kind == ExpressionKind.Read ? wanted(n.Tensor) : n.Arguments.Any(a => leads.Contains(a.Id))) leads.Add(n.Id);
        }

        var adjoints = new Dictionary<int, Expression> { [body.Id] = seed };
        var result = new List<(Expression, Expression)>();
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var n = order[i];
            if (!leads.Contains(n.Id) || !adjoints.TryGetValue(n.Id, out var adjoint)) continue;
            if (n.Kind == ExpressionKind.Read)
            {
                result.Add((n, adjoint));
                continue;
            }

            for (var k = 0; k < n.Arguments.Length; k++)
            {
                var argument = n.Arguments[k];
                if (!leads.Contains(argument.Id)) continue;
                if (Through(graph, n, k, adjoint) is not { } part) continue;
                adjoints[argument.Id] = adjoints.TryGetValue(argument.Id, out var old) ? Sum(graph, old, part) : part;
            }
        }

        result.Reverse();
        return result;
    }

    /// <summary>A factor for an adjoint.</summary>
    internal static Expression Scale(ExpressionGraph graph, Expression adjoint, Expression factor) => Inside(graph, adjoint, x => graph.Multiply(x, factor));

    /// <summary>
    /// Applies a linear function to an adjoint inside the choices that it is made of, so that nothing new is looked at where the
    /// adjoint is 0 by choice.
    /// </summary>
    private static Expression Inside(ExpressionGraph graph, Expression adjoint, Func<Expression, Expression> linear)
    {
        if (IsChoice(adjoint))
        {
            var (yes, no) = (adjoint.Arguments[1], adjoint.Arguments[2]);
            var first = yes.IsNumber(0) ? null : Inside(graph, yes, linear);
            var second = no.IsNumber(0) ? null : Inside(graph, no, linear);
            var zero = graph.Number(0, (first ?? second ?? adjoint).Type);
            return graph.Select(adjoint.Arguments[0], first ?? zero, second ?? zero);
        }

        if (adjoint.Is(ScalarOperators.Negate) && HasChoice(adjoint.Arguments[0])) return graph.Negate(Inside(graph, adjoint.Arguments[0], linear));
        if ((adjoint.Is(ScalarOperators.Add) || adjoint.Is(ScalarOperators.Subtract)) && (HasChoice(adjoint.Arguments[0]) || HasChoice(adjoint.Arguments[1])))
        {
            var (left, right) = (Inside(graph, adjoint.Arguments[0], linear), Inside(graph, adjoint.Arguments[1], linear));
            return adjoint.Is(ScalarOperators.Add) ? graph.Add(left, right) : graph.Subtract(left, right);
        }

        return linear(adjoint);
    }

    // A choice between something and 0.
    private static bool IsChoice(Expression e) => e.Is(ScalarOperators.Select) && (e.Arguments[1].IsNumber(0) || e.Arguments[2].IsNumber(0));

    // The two halves of a choice join to one choice.
    private static Expression Sum(ExpressionGraph graph, Expression a, Expression b)
    {
        if (a.IsNumber(0)) return b;
        if (b.IsNumber(0)) return a;
        return a.Is(ScalarOperators.Select) && b.Is(ScalarOperators.Select) && ReferenceEquals(a.Arguments[0], b.Arguments[0])
            ? graph.Select(a.Arguments[0], Sum(graph, a.Arguments[1], b.Arguments[1]), Sum(graph, a.Arguments[2], b.Arguments[2]))
            : graph.Add(a, b);
    }

    // Whether choices are all that stands between the top of the expression and its terms.
    private static bool HasChoice(Expression e) => IsChoice(e)
        || (e.Is(ScalarOperators.Negate) && HasChoice(e.Arguments[0]))
        || ((e.Is(ScalarOperators.Add) || e.Is(ScalarOperators.Subtract)) && (HasChoice(e.Arguments[0]) || HasChoice(e.Arguments[1])));

    private static Expression? Through(ExpressionGraph graph, Expression n, int k, Expression adjoint)
    {
        if (n.Is(ScalarOperators.Select)) return k == 0 ? null : Choose(n.Arguments[0], k == 1);
        if (n.Is(ScalarOperators.Add)) return adjoint;
        if (n.Is(ScalarOperators.Subtract) && k == 0) return adjoint;
        if (n.Is(ScalarOperators.Subtract) || n.Is(ScalarOperators.Negate)) return Inside(graph, adjoint, graph.Negate);
        if (n.Is(ScalarOperators.Cast)) return Inside(graph, adjoint, x => graph.Convert(x, n.Arguments[0].Type));
        if (n.Is(ScalarOperators.Max) || n.Is(ScalarOperators.Min))
            return Choose(graph.Apply(n.Is(ScalarOperators.Max) ? ScalarOperators.IsLarger : ScalarOperators.IsSmaller, ScalarType.Bool, n.Arguments[0], n.Arguments[1]), k == 0);
        return n.Operator.Derivative?.Invoke(graph, n, k) is { } factor ? Scale(graph, adjoint, factor) : null;

        // The new condition is looked at only where the adjoint is not 0 already.
        Expression Choose(Expression condition, bool holds)
        {
            var zero = graph.Number(0, n.Type);
            return Inside(graph, adjoint, x => holds ? graph.Select(condition, x, zero) : graph.Select(condition, zero, x));
        }
    }
}
