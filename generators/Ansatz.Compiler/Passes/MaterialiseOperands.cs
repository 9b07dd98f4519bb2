using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Σ_r f·g, where the two sides share summed indices and each has free indices of its own, → Σ_r F·G with tensors F and G: the kernels
/// multiply tensors, and computing an operand once costs less than computing it in every term. Only where a contraction comes of it.
/// </summary>
public static class MaterialiseOperands
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Reducer != Reducer.Sum || s.Scatter is not null) continue;
            var product = Product.Of(s.Body);
            if (product.Divisors.Count > 0 || product.Factors.Count != 2) continue;
            var (f, g) = (product.Factors[0], product.Factors[1]);
            if (ContractionMatcher.IsPlain(f, s.Time) && ContractionMatcher.IsPlain(g, s.Time)) continue;
            if (ContractionMatcher.IsContraction(s, f, g)) TryMaterialise(program, s, product);
        }
    }

    private static void TryMaterialise(TensorProgram program, Statement s, Product product)
    {
        var graph = program.Graph;
        var made = new List<Statement>();
        var original = s.Body;
        var body = graph.Multiply(Operand(product.Factors[0], "Left"), Operand(product.Factors[1], "Right"));
        s.Body = product.Negative ? graph.Negate(body) : body;
        if (ContractionMatcher.Match(s) is null)
        {
            s.Body = original;
            return;
        }

        program.Statements.InsertRange(program.Statements.IndexOf(s), made);

        Expression Operand(Expression e, string side)
        {
            if (ContractionMatcher.IsPlain(e, s.Time)) return e;
            var indices = s.Domain.Where(e.DependsOn).ToArray();
            var own = indices.ToDictionary(i => i, i => graph.NewIndex(i.Name, i.Extent));
            var tensor = program.NewTensor(s.Target.Name + side, s.Target.Type, TensorRole.Intermediate);
            tensor.Shape = indices.Select(i => i.Extent!).ToArray();
            tensor.Definition = new Statement(tensor, indices.Select(i => own[i]).ToArray(), Reducer.None, [], graph.Substitute(e, i => own.TryGetValue(i, out var o) ? graph.Of(o) : null));
            made.Add(tensor.Definition);
            return graph.Read(tensor, indices.Select(i => graph.Of(i)).ToArray());
        }
    }
}
