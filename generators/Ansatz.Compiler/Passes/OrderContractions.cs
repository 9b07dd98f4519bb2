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

    // Of two orders that cost the same, the one whose operands need not be cut into pieces.
    private const double PiecePenalty = 1.05;

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
                var cost = steps[left].Cost + steps[right].Cost + PairCost(Operand(left), Operand(right), inside);
                if (steps[set] is null || cost < steps[set].Cost) steps[set] = new Step(left, right, cost);
            }
        }

        (HashSet<Index> Indices, Expression? Factor) Operand(int set) => (indices[set]!, (set & (set - 1)) == 0 ? factors[BitIndex(set)] : null);

        var whole = new HashSet<Index>(used.SelectMany(u => u));
        var direct = Size(whole) * (n - 1) * LoopPenalty;
        return steps[all].Cost < 0.7 * direct ? steps : null;
    }

    private static double PairCost((HashSet<Index> Indices, Expression? Factor) left, (HashSet<Index> Indices, Expression? Factor) right, HashSet<Index> result)
    {
        var union = new HashSet<Index>(left.Indices);
        union.UnionWith(right.Indices);
        if (!IsContraction(left.Indices, right.Indices, union, result)) return Size(union) * LoopPenalty;
        var whole = IsWhole(left.Factor, right.Indices) && IsWhole(right.Factor, left.Indices);
        return Size(union) * (whole ? 1 : PiecePenalty);
    }

    private static bool IsContraction(HashSet<Index> left, HashSet<Index> right, HashSet<Index> union, HashSet<Index> result) =>
        left.Any(i => !right.Contains(i)) && right.Any(i => !left.Contains(i)) && union.Any(i => !result.Contains(i));

    // Whether the indices that only this operand has lie side by side in it; what is yet to be computed is laid out so.
    private static bool IsWhole(Expression? factor, HashSet<Index> other)
    {
        if (factor is null || !ContractionMatcher.IsPlain(factor)) return true;
        var changes = 0;
        for (var d = 1; d < factor.Arguments.Length; d++) if (other.Contains(factor.Arguments[d - 1].Index) != other.Contains(factor.Arguments[d].Index)) changes++;
        return changes <= 1;
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

        // Row by row as the kernels write it: indices that both operands have, then those of one operand in its order, then those of the other.
        Index[] Layout(Index[] keep, Expression left, Expression right)
        {
            if (keep.Length < 2) return keep;
            var sets = (Left: new HashSet<Index>(left.Indices()), Right: new HashSet<Index>(right.Indices()));
            var union = new HashSet<Index>(sets.Left);
            union.UnionWith(sets.Right);
            if (!IsContraction(sets.Left, sets.Right, union, new HashSet<Index>(keep))) return keep;
            var (rows, columns) = sets.Right.Contains(keep[0]) && !sets.Left.Contains(keep[0]) ? (right, left) : (left, right);
            var both = keep.Where(i => sets.Left.Contains(i) && sets.Right.Contains(i));
            var order = both.Concat(Order(rows)).Concat(Order(columns)).Where(keep.Contains).Distinct().ToList();
            order.Remove(keep[0]);
            return order.Prepend(keep[0]).ToArray();
        }

        static IEnumerable<Index> Order(Expression e) => ContractionMatcher.IsPlain(e) ? e.Arguments.Select(a => a.Index) : e.Indices();

        // The product of a set of factors, over the indices of the original statement.
        Expression Make(int set)
        {
            if ((set & (set - 1)) == 0) return product.Factors[BitIndex(set)];
            var (left, right) = (Make(steps[set].Left), Make(steps[set].Right));
            var value = graph.Multiply(left, right);
            var outside = new HashSet<Index>(s.Free);
            for (var f = 0; f < product.Factors.Count; f++)
            {
                if ((set & (1 << f)) == 0) outside.UnionWith(product.Factors[f].Indices());
            }

            var keep = Layout(s.Domain.Where(i => outside.Contains(i) && value.DependsOn(i)).ToArray(), left, right);
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
