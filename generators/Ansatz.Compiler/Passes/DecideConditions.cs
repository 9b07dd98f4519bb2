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
            if (s.Body.Nodes().Any(n => n.Type == ScalarType.Bool)) s.Body = graph.Rewrite(s.Body, n => Decided(n) is { } known ? graph.Truth(known) : null);
        }
    }

    private static bool? Decided(Expression n)
    {
        if (n.Kind != ExpressionKind.Apply || n.Operator.Precedence != 3 || n.Arguments[0].Type != ScalarType.Int) return null;
        var difference = Linear.Of(n.Arguments[1]).Plus(Linear.Of(n.Arguments[0]), -1);
        var low = difference.Offset;
        var high = difference.Offset;
        foreach (var (term, coefficient) in difference.Terms)
        {
            if (term.Kind != ExpressionKind.Index || term.Index.Extent is not { } extent) return null;
            var reach = Extent.Of(coefficient) * (extent - Extent.One);
            if (coefficient > 0) high += reach;
            else low += reach;
        }

        // low ≤ b − a ≤ high
        return n.Operator.Name switch
        {
            "<" => (low - Extent.One).IsNonNegative() ? true : (Extent.Zero - high).IsNonNegative() ? false : null,
            "<=" => low.IsNonNegative() ? true : high.IsNegative() ? false : null,
            ">" => high.IsNegative() ? true : low.IsNonNegative() ? false : null,
            ">=" => (Extent.Zero - high).IsNonNegative() ? true : (low - Extent.One).IsNonNegative() ? false : null,
            "==" => (low - Extent.One).IsNonNegative() || high.IsNegative() ? false : null,
            "!=" => (low - Extent.One).IsNonNegative() || high.IsNegative() ? true : null,
            _ => null,
        };
    }
}
