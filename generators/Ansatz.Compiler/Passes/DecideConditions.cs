using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>Replaces conditions on indices that the extents decide: guards that every point passes, or none.</summary>
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

    /// <summary>The same expression without the conditions that the extents decide.</summary>
    internal static Expression Decide(ExpressionGraph graph, Expression e) =>
        e.Nodes().Any(n => n.Type == ScalarType.Bool) ? graph.Rewrite(e, n => Decided(n) is { } known ? graph.Truth(known) : null) : e;

    private static bool? Decided(Expression n)
    {
        if (n.Kind != ExpressionKind.Apply || n.Operator.Precedence != 3 || n.Arguments[0].Type != ScalarType.Int) return null;
        var difference = Linear.Of(n.Arguments[1]).Plus(Linear.Of(n.Arguments[0]), -1);
        if (Constraints.None.Range(difference) is not ({ } low, { } high)) return null;

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
