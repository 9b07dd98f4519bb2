using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Σ over a product of three or more tensors → a sequence of products of two, in the order of least cost over all orders (dynamic
/// programming over subsets), where that is cheaper than one loop nest: chains of Tucker, tensor-train and CP factors.
/// </summary>
public static class OrderContractions
{
    private const int MostFactors = 9;

    // A multiplication inside a loop nest costs this much more than one inside a contraction kernel.
    private const double LoopPenalty = 2.5;

    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Reducer != Reducer.Sum || s.Scatter is not null) continue;
            var product = Product.Of(s.Body);
            if (product.Divisors.Count > 0 || product.Factors.Count is < 3 or > MostFactors) continue;
            if (!s.Reduced.All(i => product.Factors.Any(f => f.DependsOn(i)))) continue;
            if (Plan(s, product.Factors) is { } plan) Replace(program, s, product, plan);
        }
    }

    /// <summary>The best way to make the product of a set of factors: from two smaller sets.</summary>
    private sealed record Step(int Left, int Right, double Cost);

    private static Step[]? Plan(Statement s, List<Expression> factors)
    {
        var n = factors.Count;
        var used = factors.Select(f => new HashSet<Index>(f.Indices())).ToArray();
        var all = (1 << n) - 1;
        var indices = new HashSet<Index>?[all + 1];
        var steps = new Step[all + 1];
        for (var set = 1; set <= all; set++)
        {
            // A partial product keeps the indices that are free or occur outside it.
            var inside = new HashSet<Index>();
            var outside = new HashSet<Index>(s.Free);
            for (var f = 0; f < n; f++) ((set & (1 << f)) != 0 ? inside : outside).UnionWith(used[f]);
            inside.IntersectWith(outside);
            indices[set] = (set & (set - 1)) == 0 ? used[BitIndex(set)] : inside;
            if ((set & (set - 1)) == 0)
            {
                steps[set] = new Step(0, 0, 0);
                continue;
            }

            for (var left = (set - 1) & set; left > 0; left = (left - 1) & set)
            {
                var right = set & ~left;
                if (left < right) continue;
                var cost = steps[left].Cost + steps[right].Cost + PairCost(indices[left]!, indices[right]!, inside);
                if (steps[set] is null || cost < steps[set].Cost) steps[set] = new Step(left, right, cost);
            }
        }

        var whole = new HashSet<Index>(used.SelectMany(u => u));
        var direct = Size(whole) * (n - 1) * LoopPenalty;
        return steps[all].Cost < 0.7 * direct ? steps : null;
    }

    private static double PairCost(HashSet<Index> left, HashSet<Index> right, HashSet<Index> result)
    {
        var union = new HashSet<Index>(left);
        union.UnionWith(right);
        var contraction = left.Any(i => !right.Contains(i)) && right.Any(i => !left.Contains(i)) && union.Any(i => !result.Contains(i));
        return Size(union) * (contraction ? 1 : LoopPenalty);
    }

    private static double Size(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate());

    private static int BitIndex(int bit)
    {
        var k = 0;
        while (bit > 1)
        {
            bit >>= 1;
            k++;
        }

        return k;
    }

    private static void Replace(TensorProgram program, Statement s, Product product, Step[] steps)
    {
        var graph = program.Graph;
        var at = program.Statements.IndexOf(s);
        var made = new List<Statement>();
        var count = 0;
        var all = steps.Length - 1;
        var last = steps[all];
        var body = graph.Multiply(Make(last.Left), Make(last.Right));
        if (product.Negative) body = graph.Negate(body);
        var reduced = s.Reduced.Where(body.DependsOn).ToArray();
        s.Target.Definition = new Statement(s.Target, s.Free, reduced.Length == 0 ? Reducer.None : Reducer.Sum, reduced, body);
        program.Statements[at] = s.Target.Definition;
        program.Statements.InsertRange(at, made);

        // The product of a set of factors, over the indices of the original statement.
        Expression Make(int set)
        {
            if ((set & (set - 1)) == 0) return product.Factors[BitIndex(set)];
            var value = graph.Multiply(Make(steps[set].Left), Make(steps[set].Right));
            var outside = new HashSet<Index>(s.Free);
            for (var f = 0; f < product.Factors.Count; f++)
            {
                if ((set & (1 << f)) == 0) outside.UnionWith(product.Factors[f].Indices());
            }

            var keep = s.Domain.Where(i => outside.Contains(i) && value.DependsOn(i)).ToArray();
            var sum = s.Reduced.Where(i => !outside.Contains(i) && value.DependsOn(i)).ToArray();
            var own = keep.Concat(sum).ToDictionary(i => i, i => graph.NewIndex(i.Name, i.Extent));
            var tensor = program.NewTensor($"{s.Target.Name}Part{(count++ == 0 ? "" : count.ToString())}", s.Target.Type, TensorRole.Intermediate);
            tensor.Shape = keep.Select(i => i.Extent!).ToArray();
            tensor.Definition = new Statement(tensor, keep.Select(i => own[i]).ToArray(), sum.Length == 0 ? Reducer.None : Reducer.Sum, sum.Select(i => own[i]).ToArray(),
                graph.Substitute(value, i => own.TryGetValue(i, out var o) ? graph.Of(o) : null));
            made.Add(tensor.Definition);
            return graph.Read(tensor, keep.Select(i => graph.Of(i)).ToArray());
        }
    }
}
