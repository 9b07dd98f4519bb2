using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>Statements that compute the same, up to the names of indices, become one.</summary>
public static class EliminateCommonStatements
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var graph = program.Graph;
        var slots = new List<Index>();
        var known = new Dictionary<string, Statement>(StringComparer.Ordinal);
        var replaced = new Dictionary<Tensor, Tensor>();
        var kept = new List<Statement>();
        foreach (var s in program.Statements)
        {
            if (replaced.Count > 0) RewriteReads(graph, s, r => replaced.TryGetValue(r.Tensor, out var other) ? graph.Read(other, r.Arguments) : null);
            var domain = s.Domain.ToArray();
            while (slots.Count < domain.Length) slots.Add(graph.NewIndex("k" + slots.Count, null));
            var map = domain.Select((i, k) => (i, k)).ToDictionary(p => p.i, p => graph.Of(slots[p.k]));
            var body = graph.Substitute(s.Body, i => map[i]);
            var key = $"{s.Reducer} {body.Id} {s.Free.Length} {(s.Scatter is null ? "" : string.Join(",", s.Scatter.Select(x => graph.Substitute(x, i => map[i]).Id)) + " into " + string.Join(",", s.Target.Shape.Select(e => e.ToString())))} {string.Join(",", domain.Select(i => i.Extent!.ToString()))}";
            if (!known.TryGetValue(key, out var first) || s.Recurrence is not null)
            {
                // What belongs to a recurrence stays: earlier statements of it may read it.
                known[key] = s;
                kept.Add(s);
                continue;
            }

            if (s.Target.Role == TensorRole.Intermediate)
            {
                replaced[s.Target] = first.Target;
                continue;
            }

            if (first.Target.Role == TensorRole.Intermediate && s.Scatter is null && first.Scatter is null && first.Recurrence is null)
            {
                // The result takes the intermediate's place; what read the intermediate reads the result.
                s.Target.Definition = new Statement(s.Target, first.Free, first.Reducer, first.Reduced, first.Body);
                var at = kept.IndexOf(first);
                kept[at] = s.Target.Definition;
                known[key] = s.Target.Definition;
                replaced[first.Target] = s.Target;
                foreach (var t in replaced.Where(p => p.Value == first.Target).Select(p => p.Key).ToArray()) replaced[t] = s.Target;
                for (var i = at + 1; i < kept.Count; i++) RewriteReads(graph, kept[i], r => r.Tensor == first.Target ? graph.Read(s.Target, r.Arguments) : null);
                continue;
            }

            // Two results that are the same: the second is a copy.
            var free = s.Free.Select(i => graph.NewIndex(i.Name, i.Extent)).ToArray();
            s.Target.Definition = s.Scatter is null ? new Statement(s.Target, free, Reducer.None, [], graph.Read(first.Target, free.Select(i => graph.Of(i)).ToArray())) : s;
            kept.Add(s.Target.Definition);
        }

        program.Statements = kept;
    }

    private static void RewriteReads(ExpressionGraph graph, Statement s, Func<Expression, Expression?> replacement)
    {
        s.Body = graph.RewriteReads(s.Body, replacement);
        s.Scatter = s.Scatter?.Select(x => graph.RewriteReads(x, replacement)).ToArray();
    }
}
