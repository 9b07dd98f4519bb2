using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Σ over a product of three or more tensors → a sequence of products of two, in the order of least cost over all orders (dynamic
/// programming over subsets), where that is cheaper than one loop nest: chains of Tucker, tensor-train and CP factors. Sums that are written inside each other are
/// taken as one where an order across them is cheaper.
/// </summary>
public static class OrderContractions
{
    private const int MostFactors = 9;

    // A multiplication inside a loop nest costs this much more than one inside a contraction kernel.
    private const double LoopPenalty = 2.5;

    // What another order has to save, so that what the author wrote is kept in case of doubt.
    private const double Gain = 0.7;

    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Reducer != Reducer.Sum || s.Scatter is not null || !program.Statements.Contains(s)) continue;
            if (NestedSum.Of(program, s, MostFactors) is { } nested && Plan(nested.Flat) is { } flat && flat[flat.Length - 1].Cost < Gain * (Cost(s) + nested.Merged.Sum(Cost)))
            {
                Replace(program, s, nested.Flat, flat);
                program.Statements.RemoveAll(nested.Merged.Contains);
            }
            else if (Plan(s) is { } plan && plan[plan.Length - 1].Cost < Gain * Direct(s)) Replace(program, s, s, plan);
        }
    }

    // In multiplications of a contraction kernel.
    private static double Cost(Statement s) => Math.Min(Direct(s), Plan(s) is { } plan ? plan[plan.Length - 1].Cost : double.PositiveInfinity);

    private static double Direct(Statement s)
    {
        var factors = Product.Of(s.Body).Factors.Count;
        return factors == 2 && PairOf(s) is { Cost: { } pair } ? pair : Size(s.Domain) * Math.Max(1, factors - 1) * LoopPenalty;
    }

    private static PairLayout? PairOf(Statement s)
    {
        var factors = Product.Of(s.Body).Factors;
        return PairLayout.Of(OrderOf(s, factors[0]), OrderOf(s, factors[1]), s.Free, true, s.Target.Type);
    }

    private static Index[] OrderOf(Statement s, Expression factor) => OperandLayout.Of(factor)?.Order ?? s.Domain.Where(factor.DependsOn).ToArray();

    /// <summary>The best way to make the product of a set of factors: from two smaller sets, laid out in some order.</summary>
    private sealed record Step(int Left, int Right, double Cost, Index[] Order);

    private static Step[]? Plan(Statement s)
    {
        var product = Product.Of(s.Body);
        var factors = product.Factors;
        if (product.Divisors.Count > 0 || factors.Count is < 3 or > MostFactors || !s.Reduced.All(i => factors.Any(f => f.DependsOn(i)))) return null;
        var n = factors.Count;
        var used = factors.Select(f => new HashSet<Index>(f.Indices())).ToArray();
        var all = (1 << n) - 1;
        var steps = new Step[all + 1];
        for (var set = 1; set <= all; set++)
        {
            if ((set & (set - 1)) == 0)
            {
                steps[set] = new Step(0, 0, 0, OrderOf(s, factors[BitIndex(set)]));
                continue;
            }

            // A partial product keeps the indices that are free or occur outside it.
            var inside = new HashSet<Index>();
            var outside = new HashSet<Index>(s.Free);
            for (var f = 0; f < n; f++) ((set & (1 << f)) != 0 ? inside : outside).UnionWith(used[f]);
            inside.IntersectWith(outside);
            var keep = s.Domain.Where(inside.Contains).ToArray();
            for (var left = (set - 1) & set; left > 0; left = (left - 1) & set)
            {
                var right = set & ~left;
                if (left < right) continue;
                var pair = PairLayout.Of(steps[left].Order, steps[right].Order, keep, set == all, s.Target.Type);
                var cost = steps[left].Cost + steps[right].Cost + (pair.Cost ?? Size(steps[left].Order.Union(steps[right].Order)) * LoopPenalty);
                if (steps[set] is null || cost < steps[set].Cost) steps[set] = new Step(left, right, cost, pair.Order);
            }
        }

        return steps;
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

    // `whole` computes what `s` does, and is one product.
    private static void Replace(TensorProgram program, Statement s, Statement whole, Step[] steps)
    {
        var graph = program.Graph;
        var product = Product.Of(whole.Body);
        var at = program.Statements.IndexOf(s);
        var made = new List<Statement>();
        var count = 0;
        var all = steps.Length - 1;
        var last = steps[all];
        var body = graph.Multiply(Make(last.Left), Make(last.Right));
        if (product.Negative) body = graph.Negate(body);
        var reduced = whole.Reduced.Where(body.DependsOn).ToArray();
        s.Target.Definition = new Statement(s.Target, s.Free, reduced.Length == 0 ? Reducer.None : Reducer.Sum, reduced, body);
        program.Statements[at] = s.Target.Definition;
        program.Statements.InsertRange(at, made);

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

            var keep = steps[set].Order;
            var sum = whole.Reduced.Where(i => !outside.Contains(i) && value.DependsOn(i)).ToArray();
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
