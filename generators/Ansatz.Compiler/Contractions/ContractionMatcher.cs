using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Contractions;

/// <summary>Recognises sums of products that the contraction kernels compute.</summary>
internal static class ContractionMatcher
{
    /// <summary>The operands and groups of indices, or null if the statement is no such sum.</summary>
    public static ContractionShape? Match(Statement s)
    {
        if (s.Reducer != Reducer.Sum || s.Scatter is not null || s.Free.Length < 2) return null;
        var product = Product.Of(s.Body);
        if (product.Divisors.Count > 0 || product.Factors.Count != 2) return null;
        var (a, b) = (product.Factors[0], product.Factors[1]);
        if (!IsPlain(a, s.Time) || !IsPlain(b, s.Time) || !IsContraction(s, a, b)) return null;
        var last = s.Free[s.Free.Length - 1];
        if (a.DependsOn(last)) (a, b) = (b, a);
        if (a.DependsOn(last) || last == s.Time) return null;
        if (SumGroup(s, a, b) is not { } sum) return null;

        // Columns: as many of the last free indices as only B has and has side by side.
        var columns = new List<Index> { last };
        for (var f = s.Free.Length - 2; f >= 0; f--)
        {
            var index = s.Free[f];
            if (index == s.Time || a.DependsOn(index) || !b.DependsOn(index) || !Adjacent(b, index, columns[0]) || !IsWhole(s, f + 1)) break;
            columns.Insert(0, index);
        }

        // Rows: the longest run of free indices that only A has and has side by side.
        var best = new List<Index>();
        for (var f = 0; f < s.Free.Length; f++)
        {
            if (s.Free[f] == s.Time || b.DependsOn(s.Free[f]) || !a.DependsOn(s.Free[f])) continue;
            var run = new List<Index> { s.Free[f] };
            for (var g = f + 1; g < s.Free.Length && s.Free[g] != s.Time && !b.DependsOn(s.Free[g]) && a.DependsOn(s.Free[g]) && Adjacent(a, run[run.Count - 1], s.Free[g]) && IsWhole(s, g); g++) run.Add(s.Free[g]);
            if (best.Count == 0 || Size(run) > Size(best)) best = run;
        }

        if (best.Count == 0) return null;
        var outer = s.Free.Where(i => !best.Contains(i) && !columns.Contains(i)).ToArray();
        return new ContractionShape(a, b, best.ToArray(), columns.ToArray(), sum, outer, product.Negative);
    }

    private static Index[]? SumGroup(Statement s, Expression a, Expression b)
    {
        if (s.Reduced.Length == 1) return s.Reduced;
        var order = a.Arguments.Select(x => x.Index).Where(s.Reduced.Contains).ToArray();
        for (var i = 1; i < order.Length; i++)
        {
            if (!Adjacent(a, order[i - 1], order[i]) || !Adjacent(b, order[i - 1], order[i])) return null;
        }

        return order;
    }

    private static double Size(IEnumerable<Index> run) => run.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate(1000));

    // The index in this place of the result covers its whole dimension (it always does: the shape is made from the indices).
    private static bool IsWhole(Statement s, int dimension) => s.Target.Shape[dimension].Equals(s.Free[dimension].Extent);

    private static bool Adjacent(Expression read, Index outer, Index inner)
    {
        for (var d = 0; d + 1 < read.Arguments.Length; d++)
        {
            if (read.Arguments[d].Index == outer && read.Arguments[d + 1].Index == inner) return read.Tensor.Shape[d + 1].Equals(inner.Extent);
        }

        return false;
    }

    /// <summary>Whether a product of two factors summed over what they share is worth a contraction kernel.</summary>
    internal static bool IsContraction(Statement s, Expression f, Expression g)
    {
        var left = new HashSet<Index>(f.Indices());
        var right = new HashSet<Index>(g.Indices());
        bool Big(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate()) >= 2;
        return s.Reduced.All(i => left.Contains(i) && right.Contains(i))
            && Big(s.Free.Where(i => i != s.Time && left.Contains(i) && !right.Contains(i))) && Big(s.Free.Where(i => i != s.Time && right.Contains(i) && !left.Contains(i)));
    }

    /// <summary>Whether the factor is a tensor read at distinct indices; at an earlier or later time of a recurrence, too.</summary>
    internal static bool IsPlain(Expression e, Index? time = null) => e.Kind == ExpressionKind.Read
        && e.Arguments.All(x => x.Kind == ExpressionKind.Index || (time is not null && x.Kind == ExpressionKind.Apply && IsTime(x, time)))
        && e.Arguments.Select(x => x.Kind == ExpressionKind.Index ? x.Index : time).Distinct().Count() == e.Arguments.Length;

    private static bool IsTime(Expression x, Index time) => Linear.Of(x) is { Count: 1 } linear && linear.Coefficient(time) == 1;
}
