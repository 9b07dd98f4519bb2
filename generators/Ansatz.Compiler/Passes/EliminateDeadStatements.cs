using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>Drops statements that no result needs.</summary>
public static class EliminateDeadStatements
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var needed = new HashSet<Tensor>(program.Results);
        var kept = new List<Statement>();
        for (var i = program.Statements.Count - 1; i >= 0; i--)
        {
            var s = program.Statements[i];
            if (!needed.Contains(s.Target)) continue;
            kept.Add(s);
            foreach (var r in s.Reads()) needed.Add(r.Tensor);
        }

        kept.Reverse();
        program.Statements = kept;
    }
}
