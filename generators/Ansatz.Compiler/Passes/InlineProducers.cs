using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Replaces reads of a pointwise intermediate by its definition where that computes nothing twice or next to nothing: scaled reads
/// and functions of indices everywhere, other producers where their only reader visits each element once. Operands of products that
/// are summed stay tensors, so that contractions remain contractions.
/// </summary>
public static class InlineProducers
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var graph = program.Graph;
        var readers = program.Readers();
        foreach (var producer in program.Statements.ToArray())
        {
            if (!producer.IsMap || producer.Target.Role != TensorRole.Intermediate || (producer.Recurrence is not null && producer.Body.Kind != ExpressionKind.Read)) continue;
            if (!readers.TryGetValue(producer.Target, out var consumers)) continue;
            var cost = Cost(producer.Body);
            var reads = producer.Body.Reads().Count();
            var scaled = IsScaledRead(producer.Body);
            foreach (var consumer in consumers.ToArray())
            {
                // Whole-matrix primitives read memory.
                if (consumer.Reducer.IsMatrix() && !(ContractionMatcher.IsPlain(producer.Body) && producer.Free.All(producer.Body.DependsOn))) continue;
                var operand = IsOperand(consumer, producer.Target);
                var cheap = scaled || (reads == 0 && cost <= 8) || (!operand && reads <= 1 && cost <= 2);
                if (!cheap && !(consumers.Count == 1 && !operand && consumer.Reduced.Length > 0 && VisitsOnce(consumer, producer))) continue;
                var inlined = graph.RewriteReads(consumer.Body, r => r.Tensor == producer.Target ? Definition(graph, producer, r.Arguments) : null);
                consumer.Body = inlined;
                consumer.Scatter = consumer.Scatter?.Select(x => graph.RewriteReads(x, r => r.Tensor == producer.Target ? Definition(graph, producer, r.Arguments) : null)).ToArray();
                foreach (var tensor in inlined.Reads().Select(r => r.Tensor).Distinct())
                {
                    if (!readers.TryGetValue(tensor, out var list)) readers[tensor] = list = [];
                    if (!list.Contains(consumer)) list.Add(consumer);
                }
            }
        }

        EliminateDeadStatements.Run(program);
    }

    /// <summary>The body of a producer at the given index expressions.</summary>
    internal static Expression Definition(ExpressionGraph graph, Statement producer, Expression[] at)
    {
        var map = new Dictionary<Index, Expression>();
        for (var i = 0; i < producer.Free.Length; i++) map[producer.Free[i]] = at[i];
        return graph.Substitute(producer.Body, i => map.TryGetValue(i, out var e) ? e : null);
    }

    internal static int Cost(Expression e) => e.Nodes().Where(n => n.Kind == ExpressionKind.Apply && n.Type is ScalarType.Float or ScalarType.Double or ScalarType.Bool).Sum(n => n.Operator.Cost);

    // c·X[…] with c free of tensors; divisions to find the place are better made once.
    private static bool IsScaledRead(Expression e)
    {
        if (e.Kind == ExpressionKind.Read) return !e.Arguments.Any(a => a.Nodes().Any(n => n.Is(ScalarOperators.Divide) || n.Is(ScalarOperators.Remainder)));
        if (e.Is(ScalarOperators.Negate)) return IsScaledRead(e.Arguments[0]);
        if (e.Is(ScalarOperators.Multiply)) return Plain(e.Arguments[0]) && IsScaledRead(e.Arguments[1]) || Plain(e.Arguments[1]) && IsScaledRead(e.Arguments[0]);
        return e.Is(ScalarOperators.Divide) && Plain(e.Arguments[1]) && IsScaledRead(e.Arguments[0]);

        static bool Plain(Expression x) => x.Kind is ExpressionKind.Constant or ExpressionKind.Extent || (x.Is(ScalarOperators.Cast) && Plain(x.Arguments[0]));
    }

    internal static bool IsOperand(Statement consumer, Tensor tensor) =>
        consumer.Reducer == Reducer.Sum && consumer.Scatter is null && Product.Of(consumer.Body).Factors is { Count: >= 2 } factors
        && factors.Any(f => f.Kind == ExpressionKind.Read && f.Tensor == tensor) && factors.Count(f => consumer.Reduced.Any(f.DependsOn)) >= 2;

    // Distinct indices that are all indices of the consumer, the leading one not summed: rows stay rows.
    private static bool VisitsOnce(Statement consumer, Statement producer)
    {
        foreach (var read in consumer.Reads())
        {
            if (read.Tensor != producer.Target) continue;
            var indices = read.Arguments.Select(a => a.Kind == ExpressionKind.Index ? a.Index : null).ToArray();
            if (indices.Contains(null) || indices.Distinct().Count() != indices.Length) return false;
            if (!consumer.Domain.All(i => indices.Contains(i))) return false;
            if (indices.Length > 0 && consumer.Reduced.Contains(indices[0]!)) return false;
        }

        return true;
    }
}
