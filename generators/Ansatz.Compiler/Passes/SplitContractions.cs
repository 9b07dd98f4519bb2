using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Σ_{n,r} f·g → Σ_n Σ_r f·g, where the other summed indices lie side by side in the operands but n, the row of both, does not: what is
/// left for each row is a plain contraction, of which only the sum reaches beyond the rows.
/// </summary>
public static class SplitContractions
{
    // Fewer terms for each row are not worth a product of their own.
    private const double FewestTerms = 16;

    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var graph = program.Graph;
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Reducer != Reducer.Sum || s.Scatter is not null || s.Recurrence is not null || s.Free.Length < 2 || s.Reduced.Length < 2) continue;
            var product = Product.Of(s.Body);
            if (product.Divisors.Count > 0 || product.Factors.Count != 2) continue;
            var (f, g) = (product.Factors[0], product.Factors[1]);
            if (!ContractionMatcher.IsContraction(s, f, g)) continue;
            var row = s.Reduced.FirstOrDefault(i => HasRow(f, i) && HasRow(g, i));
            if (row is null) continue;
            var rest = s.Reduced.Where(i => i != row).ToArray();
            if (Size(rest) < FewestTerms || Size(s.Free) > Size(rest.Concat(s.Free.Where(f.DependsOn))) + Size(rest.Concat(s.Free.Where(g.DependsOn)))) continue;
            if (IsTogether(f, s.Reduced) && IsTogether(g, s.Reduced)) continue;
            if (!IsTogether(f, rest) || !IsTogether(g, rest)) continue;
            var inner = program.NewTensor(s.Target.Name + "Rows", s.Target.Type, TensorRole.Intermediate);
            inner.Shape = s.Free.Prepend(row).Select(i => i.Extent!).ToArray();
            inner.Definition = new Statement(inner, s.Free.Prepend(row).ToArray(), Reducer.Sum, rest, s.Body);
            var own = s.Free.Prepend(row).ToDictionary(i => i, i => graph.NewIndex(i.Name, i.Extent));
            s.Target.Definition = new Statement(s.Target, s.Free.Select(i => own[i]).ToArray(), Reducer.Sum, [own[row]], graph.Read(inner, own.Values.Select(i => graph.Of(i)).ToArray()));
            var at = program.Statements.IndexOf(s);
            program.Statements[at] = inner.Definition;
            program.Statements.Insert(at + 1, s.Target.Definition);
        }
    }

    private static bool HasRow(Expression e, Index row) => e.DependsOn(row)
        && e.Reads().Where(r => r.DependsOn(row)).All(r => r.Arguments[0].Kind == ExpressionKind.Index && r.Arguments[0].Index == row && r.Arguments.Skip(1).All(a => !a.DependsOn(row)));

    private static double Size(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate());

    // Whether a tensor has these indices side by side; what is not a tensor yet is laid out as it is needed.
    private static bool IsTogether(Expression e, Index[] sum)
    {
        if (OperandLayout.Of(e) is not { } layout) return true;
        var places = Enumerable.Range(0, layout.Order.Length).Where(d => sum.Contains(layout.Order[d])).ToArray();
        return places[places.Length - 1] - places[0] == places.Length - 1;
    }
}
