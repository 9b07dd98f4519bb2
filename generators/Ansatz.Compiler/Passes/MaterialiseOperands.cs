using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Σ_r f·g, where the two sides share summed indices and each has free indices of its own, → Σ_r F·G with tensors F and G: the kernels
/// multiply tensors, and computing an operand once costs less than computing it in every term.
/// </summary>
public static class MaterialiseOperands
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var graph = program.Graph;
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Reducer != Reducer.Sum || s.Scatter is not null) continue;
            var product = Product.Of(s.Body);
            if (product.Divisors.Count > 0 || product.Factors.Count != 2) continue;
            var (f, g) = (product.Factors[0], product.Factors[1]);
            if (IsPlain(f) && IsPlain(g)) continue;
            if (!IsContraction(s, f, g)) continue;
            var at = program.Statements.IndexOf(s);
            var body = graph.Multiply(Operand(f, "Left"), Operand(g, "Right"));
            s.Body = product.Negative ? graph.Negate(body) : body;

            Expression Operand(Expression e, string side)
            {
                if (IsPlain(e)) return e;
                var indices = s.Domain.Where(e.DependsOn).ToArray();
                var own = indices.ToDictionary(i => i, i => graph.NewIndex(i.Name, i.Extent));
                var tensor = program.NewTensor(s.Target.Name + side, s.Target.Type, TensorRole.Intermediate);
                tensor.Shape = indices.Select(i => i.Extent!).ToArray();
                tensor.Definition = new Statement(tensor, indices.Select(i => own[i]).ToArray(), Reducer.None, [], graph.Substitute(e, i => own.TryGetValue(i, out var o) ? graph.Of(o) : null));
                program.Statements.Insert(at++, tensor.Definition);
                return graph.Read(tensor, indices.Select(i => graph.Of(i)).ToArray());
            }
        }
    }

    /// <summary>Whether a product of two factors summed over what they share is worth a contraction kernel.</summary>
    internal static bool IsContraction(Statement s, Expression f, Expression g)
    {
        var left = new HashSet<Index>(f.Indices());
        var right = new HashSet<Index>(g.Indices());
        bool Big(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate()) >= 2;
        return s.Reduced.All(i => left.Contains(i) && right.Contains(i))
            && Big(s.Free.Where(i => left.Contains(i) && !right.Contains(i))) && Big(s.Free.Where(i => right.Contains(i) && !left.Contains(i)));
    }

    private static bool IsPlain(Expression e) => e.Kind == ExpressionKind.Read
        && e.Arguments.All(a => a.Kind == ExpressionKind.Index) && e.Arguments.Select(a => a.Index).Distinct().Count() == e.Arguments.Length;
}
