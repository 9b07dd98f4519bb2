using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Scheduling;

/// <summary>
/// Finds tensors that are nothing but a sum of scatters which nothing else reads: the scatters may all add to that tensor itself, and nobody
/// has to go over tensors as long as the table.
/// </summary>
internal static class ScatterSums
{
    /// <summary>The sums, each with the statements of its parts, in the order of the program.</summary>
    public static Dictionary<Statement, Statement[]> Of(TensorProgram program)
    {
        var sums = new Dictionary<Statement, Statement[]>();
        var readers = program.Readers();
        foreach (var s in program.Statements)
        {
            if (!s.IsMap || s.Recurrence is not null) continue;
            var parts = new HashSet<Statement>();
            if (Gather(s, s.Body, parts, readers)) sums[s] = program.Statements.Where(parts.Contains).ToArray();
        }

        return sums;
    }

    private static bool Gather(Statement s, Expression e, HashSet<Statement> parts, Dictionary<Tensor, List<Statement>> readers)
    {
        if (e.Is(ScalarOperators.Add)) return e.Arguments.All(a => Gather(s, a, parts, readers));
        return e.Kind == ExpressionKind.Read && e.Type == s.Target.Type && e.Tensor is { Role: TensorRole.Intermediate, Definition: { Scatter: not null, Recurrence: null } scatter } && readers[e.Tensor].Count == 1
            && e.Tensor.Shape.SequenceEqual(s.Target.Shape) && e.Arguments.Select(a => a.Kind == ExpressionKind.Index ? a.Index : null).SequenceEqual(s.Free) && parts.Add(scatter);
    }
}
