using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Σ_r f·g, where the two sides share summed indices and each has free indices of its own, → Σ_r F·G with tensors F and G: the kernels
/// multiply tensors, and computing an operand once costs less than computing it in every term. A tensor whose summed indices lie in
/// another order than the other operand's is copied: where a contraction comes of it, or one that is cheaper by more than the copy, as
/// the matrix of a tensor train is, whose modes of rows and columns alternate.
/// </summary>
public static class MaterialiseOperands
{
    // How often a copied element must be used.
    private const double FewestUses = 8;

    // What is left of the time of a product, copies included, for which it is rearranged.
    private const double Gain = 0.7;

    // The value of an extent that is not known.
    private const int Typical = 64;

    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Reducer != Reducer.Sum || s.Scatter is not null) continue;
            var product = Product.Of(s.Body);
            if (product.Divisors.Count > 0 || product.Factors.Count != 2) continue;
            var (f, g) = (product.Factors[0], product.Factors[1]);
            if (!ContractionMatcher.IsContraction(s, f, g)) continue;
            var (left, right) = (OperandLayout.Of(f) is not null, OperandLayout.Of(g) is not null);
            if (!left || !right)
            {
                // What is copied anyway is copied in the order of the other; if no order fits the other, both are.
                if (!TryMaterialise(program, s, product, !left, !right) && s.Time is null && left != right && Uses(s, left ? f : g) >= FewestUses) TryMaterialise(program, s, product, true, true);
            }
            else if (s.Time is null)
            {
                if (ContractionMatcher.Match(s) is not { } shape) Rearrange(program, s, product);
                else if (shape.Outer.Length + shape.Repeated.Length > 0) Join(program, s, product, shape);
            }
        }
    }

    private static void Rearrange(TensorProgram program, Statement s, Product product)
    {
        var (f, g) = (product.Factors[0], product.Factors[1]);
        var smaller = Size(s, f) <= Size(s, g);
        if (Uses(s, smaller ? f : g) >= FewestUses && TryMaterialise(program, s, product, smaller, !smaller)) return;
        if (Uses(s, smaller ? g : f) >= FewestUses) TryMaterialise(program, s, product, !smaller, smaller);
    }

    // Many small contractions become fewer, larger ones.
    private static void Join(TensorProgram program, Statement s, Product product, ContractionShape shape)
    {
        var lanes = s.Target.Type == ScalarType.Double ? 4 : 8;
        var least = Gain * CostModel.Default.Nanoseconds(shape, lanes, Typical);
        Arrangement? best = null;
        foreach (var (left, right) in ((bool, bool)[])[(true, false), (false, true), (true, true)])
        {
            if ((left && Uses(s, product.Factors[0]) < FewestUses) || (right && Uses(s, product.Factors[1]) < FewestUses)) continue;
            var arrangement = Arrange(program, s, product, left, right);
            if (arrangement.Shape is not { } joined) continue;
            var time = CostModel.Default.Nanoseconds(joined, lanes, Typical) + arrangement.Made.Sum(m => Copy(m, lanes));
            if (time < least) (best, least) = (arrangement, time);
        }

        best?.Apply(program, s);
    }

    private static double Copy(Statement copy, int lanes)
    {
        var (from, to) = (OperandLayout.Of(copy.Body)?.Order ?? [], copy.Free);
        var run = from.Reverse().Zip(to.Reverse(), (x, y) => (x, y)).TakeWhile(p => p.x == p.y).Select(p => p.x);
        return CostModel.Default.Copy(Size(to), Size(run), lanes);
    }

    private static double Size(Statement s, Expression e) => Size(s.Domain.Where(e.DependsOn));

    private static double Uses(Statement s, Expression e) => Size(s.Domain.Where(i => !e.DependsOn(i)));

    private static double Size(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate(Typical));

    private static bool TryMaterialise(TensorProgram program, Statement s, Product product, bool left, bool right)
    {
        var arrangement = Arrange(program, s, product, left, right);
        if (arrangement.Shape is null) return false;
        arrangement.Apply(program, s);
        return true;
    }

    /// <summary>A product of which operands are copied.</summary>
    /// <param name="Body">The product.</param>
    /// <param name="Made">The copies.</param>
    /// <param name="Shape">What contraction it is; null if it is none.</param>
    private sealed record Arrangement(Expression Body, IReadOnlyList<Statement> Made, ContractionShape? Shape)
    {
        public void Apply(TensorProgram program, Statement s)
        {
            s.Body = Body;
            program.Statements.InsertRange(program.Statements.IndexOf(s), Made);
        }
    }

    private static Arrangement Arrange(TensorProgram program, Statement s, Product product, bool left, bool right)
    {
        var graph = program.Graph;
        var made = new List<Statement>();
        var original = s.Body;
        var (f, g) = (product.Factors[0], product.Factors[1]);
        var body = graph.Multiply(left ? Operand(f, g, right, "Left") : f, right ? Operand(g, f, left, "Right") : g);
        s.Body = product.Negative ? graph.Negate(body) : body;
        var arrangement = new Arrangement(s.Body, made, ContractionMatcher.Match(s));
        s.Body = original;
        return arrangement;

        Expression Operand(Expression e, Expression other, bool both, string side)
        {
            var indices = Layout(s, e, other, both);
            var own = indices.ToDictionary(i => i, i => graph.NewIndex(i.Name, i.Extent));
            var tensor = program.NewTensor(s.Target.Name + side, s.Target.Type, TensorRole.Intermediate);
            tensor.Shape = indices.Select(i => i.Extent!).ToArray();
            tensor.Definition = new Statement(tensor, indices.Select(i => own[i]).ToArray(), Reducer.None, [], graph.Substitute(e, i => own.TryGetValue(i, out var o) ? graph.Of(o) : null));
            made.Add(tensor.Definition);
            return graph.Read(tensor, indices.Select(i => graph.Of(i)).ToArray());
        }
    }

    // Free indices, then summed ones as the other operand has them; summed ones before those that only this operand has, if elements that
    // lie side by side where they come from then do so here. Rows stay rows, and times stay times.
    private static Index[] Layout(Statement s, Expression e, Expression other, bool both)
    {
        var free = s.Free.Where(e.DependsOn).ToArray();
        var sum = both ? s.Reduced : other.Arguments.SelectMany(a => a.Indices()).Where(s.Reduced.Contains).ToArray();
        var own = free.Where(i => !other.DependsOn(i) && i != s.Free[0]).ToArray();
        if (s.Time is not null || Nearest(e) is not { } nearest || !own.Contains(nearest)) return free.Concat(sum).ToArray();
        return free.Where(i => !own.Contains(i)).Concat(sum).Concat(own).ToArray();
    }

    // The index whose neighbours lie side by side in what is read: the longest, if there are several.
    private static Index? Nearest(Expression e) => e.Reads().Where(r => r.Arguments.Length > 0 && r.Type != ScalarType.Int)
        .SelectMany(r => Linear.Of(r.Arguments[r.Arguments.Length - 1]).Terms)
        .Where(t => t.Term.Kind == ExpressionKind.Index && t.Coefficient == 1)
        .Select(t => t.Term.Index)
        .OrderByDescending(i => i.Extent!.Estimate())
        .FirstOrDefault();
}
