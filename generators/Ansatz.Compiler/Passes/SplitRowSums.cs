using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Σ_{n,o} f → Σ_n Σ_o f where n is the row of the tensors that are summed: the inner sum belongs to the rows, and what it reads need not
/// be kept for all rows at once. Likewise Σ_n f → Σ_n F[n] with F a tensor of the rows.
/// </summary>
public static class SplitRowSums
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var graph = program.Graph;
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Reducer is not (Reducer.Sum or Reducer.Max or Reducer.Min) || s.Scatter is not null || s.Free.Length > 0 || (s.Reduced.Length == 1 && s.Body.Kind == ExpressionKind.Read)) continue;
            var row = s.Reduced[0];
            var computed = s.Body.Reads().Where(r => r.Tensor.Definition is not null).ToArray();
            if (computed.Length == 0 || !computed.All(r => r.Arguments.Length > 0 && r.Arguments[0].Kind == ExpressionKind.Index && r.Arguments[0].Index == row)) continue;
            var inner = program.NewTensor(s.Target.Name + "Rows", s.Target.Type, TensorRole.Intermediate);
            inner.Shape = [row.Extent!];
            inner.Definition = new Statement(inner, [row], s.Reduced.Length == 1 ? Reducer.None : s.Reducer, s.Reduced.Skip(1).ToArray(), s.Body);
            var index = graph.NewIndex(row.Name, row.Extent);
            s.Target.Definition = new Statement(s.Target, [], s.Reducer, [index], graph.Read(inner, graph.Of(index)));
            var at = program.Statements.IndexOf(s);
            program.Statements[at] = inner.Definition;
            program.Statements.Insert(at + 1, s.Target.Definition);
        }
    }
}
