using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Scheduling;

/// <summary>
/// Keeps a program to a stated memory: as long as its intermediates take more, some pointwise value that is kept for later regions or loops (the
/// values of the forward pass that the adjoint reads) is computed again where it is read. What is cheapest for the bytes it saves goes first.
/// </summary>
public static class Recomputation
{
    /// <summary>Transforms the program until its schedule keeps to the memory, or nothing is left that would help.</summary>
    /// <param name="program">Transformed in place.</param>
    /// <param name="loops">Its schedule.</param>
    /// <param name="bytes">What the intermediates may take; extents that are not known while compiling count as 64.</param>
    /// <param name="options">Those of the schedule.</param>
    /// <param name="cancellation">Stops between trials.</param>
    /// <returns>The schedule of the transformed program.</returns>
    public static LoopProgram Fit(TensorProgram program, LoopProgram loops, double bytes, CompilerOptions options, CancellationToken cancellation)
    {
        var names = new List<string>();
        while (loops.Memory().Estimate() > bytes)
        {
            var single = Candidates(program, loops).ToArray();
            if ((Best(program, loops, single.Select(c => new[] { c }), options, cancellation) ?? Best(program, loops, Groups(single), options, cancellation)) is not { } best) break;
            loops = Trial.Of(program, loops, best.Candidates, options).Loops;
            names.AddRange(best.Candidates.Select(c => c.Tensor.Name));
        }

        loops.Recomputed = names;
        return loops;
    }

    private static Trial? Best(TensorProgram program, LoopProgram loops, IEnumerable<Candidate[]> choices, CompilerOptions options, CancellationToken cancellation)
    {
        Trial? best = null;
        foreach (var candidates in choices)
        {
            cancellation.ThrowIfCancellationRequested();
            var trial = Trial.Of(program, loops, candidates, options);
            trial.Undo();
            if (trial.Saved > 0 && (best is null || trial.Cost * best.Saved < best.Cost * trial.Saved)) best = trial;
        }

        return best;
    }

    // Kept pointwise values with the statements that read them in another loop or region than the one that computes them.
    private static IEnumerable<Candidate> Candidates(TensorProgram program, LoopProgram loops)
    {
        var places = loops.Regions.SelectMany(region => region.Nests.SelectMany(nest => nest.Computes.Select(tensor => (tensor, Place: (object?)nest.Loop ?? region))))
            .ToDictionary(p => p.tensor, p => p.Place);
        var readers = program.Readers();
        foreach (var s in program.Statements)
        {
            if (!s.IsMap || s.Target.Role != TensorRole.Intermediate || loops.Buffers[s.Target].Storage is not (Storage.Whole or Storage.Block)) continue;
            if (!readers.TryGetValue(s.Target, out var all) || all.Any(r => r.Reducer.IsMatrix())) continue;
            var far = all.Where(r => places[r.Target] != places[s.Target]).ToArray();
            // A contraction reads its operands from memory.
            if (far.Length > 0 && !far.Any(r => InlineProducers.IsOperand(r, s.Target))) yield return new Candidate(s.Target, far);
        }
    }

    // Values that are made of the same one: computed again together they need it to be kept but once.
    private static IEnumerable<Candidate[]> Groups(Candidate[] candidates) =>
        candidates.SelectMany(c => c.Tensor.Definition!.Reads().Select(r => r.Tensor).Distinct().Select(of => (of, c)))
            .GroupBy(p => p.of, p => p.c).Where(g => g.Count() > 1).Select(g => g.ToArray());

    private sealed record Candidate(Tensor Tensor, Statement[] Readers);

    /// <summary>The program with some values computed again where they are read.</summary>
    private sealed class Trial
    {
        private readonly TensorProgram _program;
        private readonly List<Statement> _statements;
        private readonly (Statement Statement, Expression Body, Expression[]? Scatter)[] _before;

        private Trial(TensorProgram program, Candidate[] candidates)
        {
            _program = program;
            Candidates = candidates;
            _statements = program.Statements.ToList();
            _before = candidates.SelectMany(c => c.Readers).Distinct().Select(r => (r, r.Body, r.Scatter)).ToArray();
        }

        public Candidate[] Candidates { get; }

        public LoopProgram Loops { get; private set; } = null!;

        public double Saved { get; private set; }

        public double Cost { get; private set; }

        public static Trial Of(TensorProgram program, LoopProgram loops, Candidate[] candidates, CompilerOptions options)
        {
            var trial = new Trial(program, candidates);
            foreach (var (tensor, readers) in candidates)
            {
                var made = tensor.Definition!;
                Expression? Again(Expression read) => read.Tensor == tensor ? InlineProducers.Definition(program.Graph, made, read.Arguments) : null;
                foreach (var reader in readers)
                {
                    reader.Body = program.Graph.RewriteReads(reader.Body, Again);
                    reader.Scatter = reader.Scatter?.Select(x => program.Graph.RewriteReads(x, Again)).ToArray();
                }

                trial.Cost += Math.Max(1, InlineProducers.Cost(made.Body)) * readers.Sum(r => r.Domain.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate()));
            }

            EliminateDeadStatements.Run(program);
            RecurrenceFinder.Run(program);
            trial.Loops = Scheduler.Schedule(program, options);
            trial.Saved = loops.Memory().Estimate() - trial.Loops.Memory().Estimate();
            return trial;
        }

        public void Undo()
        {
            foreach (var (statement, body, scatter) in _before) (statement.Body, statement.Scatter) = (body, scatter);
            _program.Statements = _statements.ToList();
            RecurrenceFinder.Run(_program);
        }
    }
}
