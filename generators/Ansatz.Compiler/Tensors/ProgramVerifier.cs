using Ansatz.Compiler.Contractions;

namespace Ansatz.Compiler.Tensors;

/// <summary>Checks what every tensor program must satisfy, whatever pass it comes from.</summary>
public static class ProgramVerifier
{
    /// <summary>Verifies.</summary>
    /// <param name="program">The program.</param>
    /// <param name="after">The pass that has just run, for the message.</param>
    /// <exception cref="InvalidOperationException">Something does not hold.</exception>
    public static void Verify(TensorProgram program, string after)
    {
        var known = new HashSet<Tensor>(program.Given);
        var owners = new Dictionary<Index, Statement>();
        foreach (var s in program.Statements)
        {
            void Require(bool holds, string what)
            {
                if (!holds) throw new InvalidOperationException($"After {after}: {what} in: {s}");
            }

            Require(ReferenceEquals(s.Target.Definition, s), "the target has another definition");
            Require(s.Scatter is not null || s.Target.Shape.SequenceEqual(s.Free.Select(i => i.Extent!)), "the target's shape is not that of the free indices");
            Require(s.Scatter is null || s.Scatter.Length == s.Target.Shape.Length, "the scatter map has another rank than the target");
            Require((s.Reducer == Reducer.None) == (s.Reduced.Length == 0) || s.Scatter is not null, "reducer and reduced indices do not fit");
            if (s.Reducer.IsMatrix())
            {
                Require(s.Operands.Length == s.Reducer.OperandCount() && s.Operands.All(ContractionMatcher.IsPlain), "a whole-matrix primitive does not read as many tensors as it has operands");
                Require(s.Own.Length == s.Reducer.OwnCount(), "a whole-matrix primitive has not the free indices of its result");
                Require(s.Reduced.All(i => s.Body.DependsOn(i)), "a whole-matrix primitive reduces over what it does not read");
            }

            foreach (var i in s.Domain)
            {
                Require(i.Extent is not null, $"index {i} has no extent");
                Require(!owners.ContainsKey(i), $"index {i} belongs to two statements");
                owners[i] = s;
            }

            foreach (var n in s.Body.Nodes().Concat(s.Scatter?.SelectMany(x => x.Nodes()) ?? []))
            {
                if (n.Kind == ExpressionKind.Index) Require(s.Domain.Contains(n.Index), $"index {n.Index} is not bound");
                if (n.Kind != ExpressionKind.Read) continue;
                Require(known.Contains(n.Tensor) || (s.Recurrence is { } r && n.Tensor.Definition?.Recurrence?.Group == r.Group), $"{n.Tensor} is read before it is computed");
                Require(n.Arguments.Length == n.Tensor.Shape.Length, $"{n.Tensor} has {n.Tensor.Shape.Length} dimensions");
                Require(n.Arguments.All(a => a.Type == ScalarType.Int), $"{n.Tensor} is read at an index that is no whole number");
            }

            Require(known.Add(s.Target), "the target is computed twice");
        }

        foreach (var r in program.Results)
        {
            if (!known.Contains(r)) throw new InvalidOperationException($"After {after}: the result {r} is not computed.");
        }
    }
}
