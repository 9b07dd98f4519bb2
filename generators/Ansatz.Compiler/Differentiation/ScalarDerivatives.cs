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
                adjoints[argument.Id] = adjoints.TryGetValue(argument.Id, out var old) ? graph.Add(old, part) : part;
            }
        }

        result.Reverse();
        return result;
    }

    /// <summary>A factor for an adjoint. A choice keeps its factor inside, so that the branch not taken is never multiplied by anything.</summary>
    internal static Expression Scale(ExpressionGraph graph, Expression adjoint, Expression factor)
    {
        if (!adjoint.Is(ScalarOperators.Select)) return graph.Multiply(adjoint, factor);
        var (yes, no) = (adjoint.Arguments[1], adjoint.Arguments[2]);
        return graph.Select(adjoint.Arguments[0], yes.IsNumber(0) ? yes : Scale(graph, yes, factor), no.IsNumber(0) ? no : Scale(graph, no, factor));
    }

    private static Expression? Through(ExpressionGraph graph, Expression n, int k, Expression adjoint)
    {
        if (n.Is(ScalarOperators.Select))
        {
            var zero = graph.Number(0, n.Type);
            return k == 1 ? graph.Select(n.Arguments[0], adjoint, zero) : k == 2 ? graph.Select(n.Arguments[0], zero, adjoint) : null;
        }

        if (n.Is(ScalarOperators.Add)) return adjoint;
        if (n.Is(ScalarOperators.Subtract)) return k == 0 ? adjoint : graph.Negate(adjoint);
        if (n.Is(ScalarOperators.Negate)) return graph.Negate(adjoint);
        if (n.Is(ScalarOperators.Cast)) return graph.Convert(adjoint, n.Arguments[0].Type);
        if (n.Is(ScalarOperators.Max) || n.Is(ScalarOperators.Min))
        {
            var zero = graph.Number(0, n.Type);
            var first = graph.Apply(n.Is(ScalarOperators.Max) ? ScalarOperators.Greater : ScalarOperators.Less, ScalarType.Bool, n.Arguments[0], n.Arguments[1]);
            return k == 0 ? graph.Select(first, adjoint, zero) : graph.Select(first, zero, adjoint);
        }

        return n.Operator.Derivative?.Invoke(graph, n, k) is { } factor ? Scale(graph, adjoint, factor) : null;
    }
}
