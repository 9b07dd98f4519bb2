using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Contractions;

/// <summary>
/// Recognises sums of products with a sparse matrix: Σ_t value[o,t]·X[n,place(o,t)], where X is read at index data that do not depend on the rows n. Then the rows
/// can run along the lanes, and every element of the matrix is multiplied by neighbours.
/// </summary>
internal static class SparseMatcher
{
    // With fewer rows most lanes are idle.
    private const double FewestRows = 8;

    /// <summary>The operands and groups of indices, or null if the statement is no such sum.</summary>
    public static ContractionShape? Match(ExpressionGraph graph, Statement s)
    {
        if (s.Reducer != Reducer.Sum || s.Scatter is not null || s.Free.Length < 2 || s.Target.Type is not (ScalarType.Float or ScalarType.Double)) return null;
        var product = Product.Of(s.Body);
        var column = s.Free[s.Free.Length - 1];
        if (product.Divisors.Count > 0 || product.Factors.Count < 2 || column == s.Time) return null;
        var gathered = product.Factors.Where(f => f.Kind == ExpressionKind.Read && PlaceDimension(s, f, column) >= 0).ToArray();
        if (gathered.Length != 1) return null;
        var a = gathered[0];
        var dimension = PlaceDimension(s, a, column);
        var place = a.Arguments[dimension];
        var b = Product.Join(graph, product.Factors.Where(f => f != a), [], false, s.Target.Type);
        if (!Constraints.None.IsWithin(place, a.Tensor.Shape[dimension]) || !Guards.IsSafe(b) || !LanePlanner.HasVectorForm(b, s.Target.Type) || !LanePlanner.HasVectorForm(graph.Apply(ScalarOperators.Cast, s.Target.Type, place), s.Target.Type)) return null;
        if (!place.Nodes().Concat(b.Nodes()).Where(n => n.Kind == ExpressionKind.Read && n.Type == ScalarType.Int).All(r => RunsAlong(r, s.Reduced))) return null;

        // Rows: the longest run of free indices that only X has, side by side in it and in the result.
        var rows = new List<Index>();
        for (var f = 0; f < s.Free.Length - 1; f++)
        {
            var run = new List<Index>();
            for (var g = f; g < s.Free.Length - 1 && IsRow(s.Free[g]) && (run.Count == 0 || IsAdjacent(a, run[run.Count - 1], s.Free[g])); g++) run.Add(s.Free[g]);
            if (Size(run) > Size(rows)) rows = run;
        }

        if (rows.Count == 0 || Size(rows) < FewestRows) return null;
        var outer = s.Free.Where(i => !rows.Contains(i) && i != column).ToArray();
        return new ContractionShape(a, b, [.. rows], [column], s.Reduced, [], outer, product.Negative) { PlaceDimension = dimension };

        bool IsRow(Index i) => i != s.Time && !place.DependsOn(i) && !b.DependsOn(i) && a.Arguments.Count(x => x.DependsOn(i)) == 1 && a.Arguments.Any(x => x.Kind == ExpressionKind.Index && x.Index == i);
    }

    // The one dimension that is read at index data of columns and terms; the others know neither, nor any other data.
    private static int PlaceDimension(Statement s, Expression read, Index column)
    {
        var varying = Enumerable.Range(0, read.Arguments.Length).Where(d => read.Arguments[d].DependsOn(column) || s.Reduced.Any(read.Arguments[d].DependsOn)).ToArray();
        return varying is [var only] && read.Arguments[only].Reads().Any(r => r.DependsOn(column)) && read.Arguments.Where((x, d) => d != only).All(x => Linear.Of(x).IsAffine) ? only : -1;
    }

    // All summed indices in their order at the end, or none of them: neighbouring terms lie side by side.
    private static bool RunsAlong(Expression read, Index[] sum)
    {
        if (!sum.Any(read.DependsOn)) return true;
        var first = read.Arguments.Length - sum.Length;
        return first >= 0 && read.Arguments.Take(first).All(x => !sum.Any(x.DependsOn))
            && read.Arguments.Skip(first).Select((x, k) => x.Kind == ExpressionKind.Index && x.Index == sum[k] && (k == 0 || read.Tensor.Shape[first + k].Equals(sum[k].Extent))).All(same => same);
    }

    private static bool IsAdjacent(Expression a, Index outer, Index inner)
    {
        var (first, second) = (Dimension(outer), Dimension(inner));
        return Step(first).Equals(Step(second) * inner.Extent!);

        int Dimension(Index i) => Array.FindIndex(a.Arguments, x => x.Kind == ExpressionKind.Index && x.Index == i);
        Extent Step(int d) => a.Tensor.Shape.Skip(d + 1).Aggregate(Extent.One, (p, e) => p * e);
    }

    private static double Size(IReadOnlyCollection<Index> run) => run.Count == 0 ? 0 : run.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate(1000));
}
