using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Contractions;

/// <summary>Recognises sums of products that the contraction kernels compute.</summary>
internal static class ContractionMatcher
{
    // More rows than this make a product no faster.
    private const double EnoughRows = 96;

    /// <summary>The operands and groups of indices, or null if the statement is no such sum.</summary>
    public static ContractionShape? Match(Statement s)
    {
        if (s.Reducer != Reducer.Sum || s.Scatter is not null || s.Free.Length < 2) return null;
        var product = Product.Of(s.Body);
        if (product.Divisors.Count > 0 || product.Factors.Count != 2) return null;
        var (a, b) = (product.Factors[0], product.Factors[1]);
        if (!IsContraction(s, a, b) || OperandLayout.Of(a) is not { } layoutA || OperandLayout.Of(b) is not { } layoutB) return null;
        var last = s.Free[s.Free.Length - 1];
        if (a.DependsOn(last)) (a, b, layoutA, layoutB) = (b, a, layoutB, layoutA);
        if (a.DependsOn(last) || last == s.Time) return null;
        var sum = SumGroup(s, layoutA, layoutB);
        var repeated = s.Reduced.Where(i => !sum.Contains(i)).ToArray();
        if (repeated.Length > 0 && product.Negative) return null;

        // Columns: as many of the last free indices as only B has and has side by side.
        var columns = new List<Index> { last };
        for (var f = s.Free.Length - 2; f >= 0; f--)
        {
            var index = s.Free[f];
            if (index == s.Time || a.DependsOn(index) || !b.DependsOn(index) || !layoutB.IsAdjacent(index, columns[0]) || !IsWhole(s, f + 1)) break;
            columns.Insert(0, index);
        }

        // Rows: the longest run of free indices that only A has and has side by side; enough is as good as more, and later ones lie closer together.
        var best = new List<Index>();
        var runs = new HashSet<Index>();
        for (var f = 0; f < s.Free.Length; f++)
        {
            if (s.Free[f] == s.Time || b.DependsOn(s.Free[f]) || !a.DependsOn(s.Free[f]) || runs.Contains(s.Free[f])) continue;
            var run = new List<Index> { s.Free[f] };
            for (var g = f + 1; g < s.Free.Length && s.Free[g] != s.Time && !b.DependsOn(s.Free[g]) && a.DependsOn(s.Free[g]) && layoutA.IsAdjacent(run[run.Count - 1], s.Free[g]) && IsWhole(s, g); g++) run.Add(s.Free[g]);
            runs.UnionWith(run);
            if (best.Count == 0 || Math.Min(Size(run), EnoughRows) >= Math.Min(Size(best), EnoughRows)) best = run;
        }

        if (best.Count == 0) return null;
        if (repeated.Length > 0 && Size(sum) < FewestTerms && (Size(sum) < FewestTermsOfMany || Size(sum) * Size(best) * Size(columns) < Many)) return null;
        var outer = s.Free.Where(i => !best.Contains(i) && !columns.Contains(i)).ToArray();
        return new ContractionShape(a, b, best.ToArray(), columns.ToArray(), sum, repeated, outer, product.Negative);
    }

    // Below this a product for each value of the other summed indices is not worth its call, unless it is a large one.
    private const double FewestTerms = 16, FewestTermsOfMany = 4, Many = 4096;

    // The longest run of summed indices that ends with the innermost and is adjacent in both operands.
    private static Index[] SumGroup(Statement s, OperandLayout a, OperandLayout b)
    {
        if (s.Reduced.Length == 1) return s.Reduced;
        var order = a.Order.Where(s.Reduced.Contains).ToArray();
        var first = order.Length - 1;
        while (first > 0 && a.IsAdjacent(order[first - 1], order[first]) && b.IsAdjacent(order[first - 1], order[first])) first--;
        return order.Skip(first).ToArray();
    }

    private static double Size(IEnumerable<Index> run) => run.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate(1000));

    // The index in this place of the result covers its whole dimension (it always does: the shape is made from the indices).
    private static bool IsWhole(Statement s, int dimension) => s.Target.Shape[dimension].Equals(s.Free[dimension].Extent);

    /// <summary>Whether a product of two factors summed over what they share is worth a contraction kernel.</summary>
    internal static bool IsContraction(Statement s, Expression f, Expression g)
    {
        var left = new HashSet<Index>(f.Indices());
        var right = new HashSet<Index>(g.Indices());
        bool Big(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate()) >= 2;
        return s.Reduced.All(i => left.Contains(i) && right.Contains(i))
            && Big(s.Free.Where(i => i != s.Time && left.Contains(i) && !right.Contains(i))) && Big(s.Free.Where(i => i != s.Time && right.Contains(i) && !left.Contains(i)));
    }

    /// <summary>Whether the factor is a tensor read at distinct indices, or at a fixed distance from them.</summary>
    internal static bool IsPlain(Expression e)
    {
        if (e.Kind != ExpressionKind.Read) return false;
        var indices = new HashSet<Index>();
        foreach (var x in e.Arguments)
        {
            if (x.Kind == ExpressionKind.Index ? !indices.Add(x.Index) : !(Linear.Of(x) is { Count: 1 } linear && linear.Terms.First() is ({ Kind: ExpressionKind.Index } term, 1) && indices.Add(term.Index))) return false;
        }

        return true;
    }
}
