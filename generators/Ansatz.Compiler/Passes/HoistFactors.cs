using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>Σ_r c·f(r) → c·Σ_r f(r) for factors and divisors c that do not depend on r: the sum that is left is a plain contraction or a plain sum.</summary>
public static class HoistFactors
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var graph = program.Graph;
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Reducer != Reducer.Sum || s.Scatter is not null) continue;
            var product = Product.Of(s.Body);
            bool Outside(Expression e) => !s.Reduced.Any(e.DependsOn);
            var factors = product.Factors.Where(f => !Outside(f)).ToList();
            var divisors = product.Divisors.Where(d => !Outside(d)).ToList();
            if (factors.Count == 0 || divisors.Count > 0) continue;
            if (factors.Count == product.Factors.Count && product.Divisors.Count == 0 && !product.Negative) continue;
            var type = s.Target.Type;
            var free = s.Free.Select(i => graph.NewIndex(i.Name, i.Extent)).ToArray();
            var map = s.Free.Zip(free, (a, b) => (a, b)).ToDictionary(p => p.a, p => graph.Of(p.b));
            Expression Rename(Expression e) => graph.Substitute(e, i => map.TryGetValue(i, out var x) ? x : null);

            // Free indices that only the hoisted factors have are not indices of the sum that is left.
            var rest = Product.Join(graph, factors, [], false, type);
            var kept = s.Free.Where(rest.DependsOn).ToArray();
            var sum = program.NewTensor(s.Target.Name + "Sum", type, TensorRole.Intermediate);
            sum.Shape = kept.Select(i => i.Extent!).ToArray();
            sum.Definition = new Statement(sum, kept, Reducer.Sum, s.Reduced, rest);
            var read = graph.Read(sum, kept.Select(i => map[i]).ToArray());
            var outer = product.Factors.Where(Outside).Select(Rename).Append(read);
            s.Target.Definition = new Statement(s.Target, free, Reducer.None, [], Product.Join(graph, outer, product.Divisors.Select(Rename), product.Negative, type));
            var at = program.Statements.IndexOf(s);
            program.Statements[at] = sum.Definition;
            program.Statements.Insert(at + 1, s.Target.Definition);
        }
    }
}
