using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>Drops statements that no result needs.</summary>
public static class EliminateDeadStatements
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var needed = new HashSet<Tensor>(program.Results);
        var open = new Stack<Tensor>(program.Results);
        while (open.Count > 0)
        {
            if (open.Pop().Definition is not { } s) continue;
            foreach (var r in s.Reads()) if (needed.Add(r.Tensor)) open.Push(r.Tensor);
        }

        program.Statements = program.Statements.Where(s => needed.Contains(s.Target)).ToList();
    }
}
