using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// A costly function of the same elements in several statements is computed once: forward pass and adjoint share it. Gelu and its slope
/// count as the same, for they share an exponential: the slope is computed where the value is, and kept for the way back.
/// </summary>
public static class ShareFunctions
{
    private const int Costly = 8;

    private sealed record Use(Statement Statement, Expression Node, Index[] Indices);

    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        ReadHolders(program);
        var graph = program.Graph;
        var slots = new List<Index>();
        var uses = new Dictionary<string, List<Use>>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var s in program.Statements)
        {
            foreach (var n in s.Body.Nodes())
            {
                if (n.Kind != ExpressionKind.Apply || n.Operator.Cost < Costly || n.Type is not (ScalarType.Float or ScalarType.Double) || !IsSimple(s, n)) continue;
                var indices = Order(n);
                while (slots.Count < indices.Length) slots.Add(graph.NewIndex("k" + slots.Count, null));
                var map = indices.Select((i, k) => (i, k)).ToDictionary(p => p.i, p => graph.Of(slots[p.k]));
                var key = $"{graph.Substitute(n, i => map.TryGetValue(i, out var x) ? x : null).Id} {string.Join(",", indices.Select(i => i.Extent!.ToString()))}";
                if (!uses.TryGetValue(key, out var list))
                {
                    uses[key] = list = [];
                    order.Add(key);
                }

                list.Add(new Use(s, n, indices));
            }
        }

        foreach (var key in order)
        {
            var list = uses[key].Where(u => u.Statement.Body.Nodes().Contains(u.Node)).ToList();
            if (list.Count == 0) continue;
            var first = list[0];
            var companion = first.Node.Is(FunctionOperators.GeluSlope) && program.Statements.TakeWhile(s => s != first.Statement)
                .Any(s => s.Body.Nodes().Any(n => n.Is(FunctionOperators.Gelu) && SameElements(graph, n.Arguments[0], first.Node.Arguments[0])));
            if (list.Select(u => u.Statement).Distinct().Count() < 2 && !companion) continue;
            Share(program, list);
        }
    }

    // What a statement has computed as a whole is read, whatever it is made of: the adjoint of tanh needs the value, not its argument.
    private static void ReadHolders(TensorProgram program)
    {
        var graph = program.Graph;
        var holders = new List<Statement>();
        foreach (var s in program.Statements)
        {
            foreach (var holder in holders)
            {
                if (!s.Body.Nodes().Any(n => n.Is(holder.Body.Operator))) continue;
                s.Body = graph.Rewrite(s.Body, n => n.Is(holder.Body.Operator) && Match(holder, n) is { } at ? graph.Read(holder.Target, at) : null);
            }

            if (s.IsMap && s.Body.Kind == ExpressionKind.Apply && s.Body.Operator.Cost >= Costly && s.Body.Reads().Any()) holders.Add(s);
        }
    }

    // The indices at which the holder's body is this expression, or null.
    private static Expression[]? Match(Statement holder, Expression e)
    {
        var at = new Dictionary<Index, Index>();
        if (!Same(holder.Body, e) || !holder.Free.All(at.ContainsKey)) return null;
        var indices = holder.Free.Select(i => at[i]).ToArray();
        return indices.Distinct().Count() == indices.Length ? indices.Select(i => e.Nodes().First(n => n.Kind == ExpressionKind.Index && n.Index == i)).ToArray() : null;

        bool Same(Expression a, Expression b)
        {
            if (a.Kind != b.Kind || a.Type != b.Type || a.Arguments.Length != b.Arguments.Length) return false;
            if (a.Kind == ExpressionKind.Index)
            {
                if (at.TryGetValue(a.Index, out var known)) return known == b.Index;
                if (b.Index.Extent is null || !b.Index.Extent.Equals(a.Index.Extent)) return false;
                at[a.Index] = b.Index;
                return true;
            }

            if (a.Indices().Length == 0) return ReferenceEquals(a, b);
            if (a.Kind == ExpressionKind.Read && a.Tensor != b.Tensor || a.Kind == ExpressionKind.Apply && a.Operator != b.Operator) return false;
            for (var k = 0; k < a.Arguments.Length; k++) if (!Same(a.Arguments[k], b.Arguments[k])) return false;
            return true;
        }
    }

    private static bool SameElements(ExpressionGraph graph, Expression a, Expression b)
    {
        var (left, right) = (Order(a), Order(b));
        if (left.Length != right.Length || !left.Zip(right, (x, y) => x.Extent!.Equals(y.Extent)).All(same => same)) return false;
        var map = left.Zip(right, (x, y) => (x, y)).ToDictionary(p => p.x, p => graph.Of(p.y));
        return ReferenceEquals(graph.Substitute(a, i => map.TryGetValue(i, out var x) ? x : null), b);
    }

    // Every index that the function depends on occurs alone in some read, and none of its reads stands under a condition.
    private static bool IsSimple(Statement s, Expression n)
    {
        if (n.Nodes().Any(x => x.Type == ScalarType.Bool || x.Kind == ExpressionKind.Index && x.Index.Extent is null)) return false;
        if (!n.Reads().Any() || n.Reads().Any(r => r.Arguments.Any(a => a.Kind is not (ExpressionKind.Index or ExpressionKind.Extent)))) return false;
        return !s.Body.Nodes().Any(x => x.Is(ScalarOperators.Select) && x.Nodes().Contains(n) && !ReferenceEquals(x, n));
    }

    // The indices in the order in which reads name them: rows first.
    private static Index[] Order(Expression n) => n.Reads().OrderByDescending(r => r.Arguments.Length).SelectMany(r => r.Arguments).Where(a => a.Kind == ExpressionKind.Index).Select(a => a.Index)
        .Concat(n.Indices()).Distinct().ToArray();

    private static void Share(TensorProgram program, List<Use> list)
    {
        var graph = program.Graph;
        var first = list[0];
        var holder = list.FirstOrDefault(u => u.Statement.IsMap && ReferenceEquals(u.Statement.Body, u.Node) && u.Statement.Free.SequenceEqual(u.Indices)
            && program.Statements.IndexOf(u.Statement) <= program.Statements.IndexOf(first.Statement));
        Tensor tensor;
        if (holder is not null)
        {
            tensor = holder.Statement.Target;
        }
        else
        {
            var own = first.Indices.ToDictionary(i => i, i => graph.NewIndex(i.Name, i.Extent));
            var argument = first.Node.Reads().OrderByDescending(r => r.Arguments.Length).First().Tensor;
            tensor = program.NewTensor($"{argument.Name}{first.Node.Operator.Name}", first.Node.Type, TensorRole.Intermediate);
            tensor.Shape = first.Indices.Select(i => i.Extent!).ToArray();
            tensor.Definition = new Statement(tensor, first.Indices.Select(i => own[i]).ToArray(), Reducer.None, [], graph.Substitute(first.Node, i => own.TryGetValue(i, out var o) ? graph.Of(o) : null));
            program.Statements.Insert(program.Statements.IndexOf(first.Statement), tensor.Definition);
        }

        foreach (var use in list)
        {
            if (holder is not null && use.Statement == holder.Statement) continue;
            var read = graph.Read(tensor, use.Indices.Select(i => graph.Of(i)).ToArray());
            use.Statement.Body = graph.Rewrite(use.Statement.Body, n => ReferenceEquals(n, use.Node) ? read : null);
        }
    }
}
