using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Tests.Interpreting;

/// <summary>
/// Runs a loop program: region by region, block of rows by block of rows, nest by nest. Memory lives as long as its storage says: a
/// block's elements are forgotten when the next block begins, those in registers after their point.
/// </summary>
internal sealed class LoopInterpreter
{
    private readonly LoopProgram _loops;
    private readonly Dictionary<Tensor, DenseTensor> _memory = [];
    private readonly Dictionary<Tensor, int> _phaseOf = [];
    private readonly PointEvaluator _point;
    private int _phase;

    private LoopInterpreter(LoopProgram loops, ExtentValues extents, Func<Tensor, DenseTensor> given)
    {
        _loops = loops;
        _point = new PointEvaluator(extents, Memory);
        foreach (var shared in loops.Buffers.GroupBy(p => p.Value, p => p.Key))
        {
            var (buffer, memory) = (shared.Key, shared.Key.Storage == Storage.Given ? given(shared.Key.Tensor) : new DenseTensor(extents.Of(shared.Key.Tensor.Shape)));
            foreach (var tensor in shared.Append(buffer.Tensor)) _memory[tensor] = memory;
        }
    }

    /// <summary>The results by name.</summary>
    public static Dictionary<string, DenseTensor> Run(LoopProgram loops, ExtentValues extents, Func<Tensor, DenseTensor> given)
    {
        var interpreter = new LoopInterpreter(loops, extents, given);
        foreach (var region in loops.Regions)
        {
            if (region.Phase < interpreter._phase) throw new InvalidOperationException("Phases go back.");
            interpreter._phase = region.Phase;
            foreach (var tensor in region.Nests.SelectMany(n => n.Computes)) interpreter._phaseOf.Add(tensor, region.Phase);
        }

        foreach (var region in loops.Regions) interpreter.Run(region);
        return loops.Tensors.Results.ToDictionary(t => t.Name, t => interpreter._memory[t]);
    }

    private DenseTensor Memory(Tensor tensor) => !_phaseOf.TryGetValue(tensor, out var phase) || phase <= _phase
        ? _memory[tensor]
        : throw new InvalidOperationException($"{tensor} of phase {phase} is read in phase {_phase}.");

    private void Run(LoopRegion region)
    {
        _phase = region.Phase;
        foreach (var tensor in region.Nests.Where(n => n is { Scatter: not null, Continues: false }).SelectMany(n => n.Computes)) _memory[tensor].Clear();
        if (region.Row is not { } row)
        {
            RunAll(region, null, (0, 0));
            return;
        }

        // Small blocks, so that small tensors have several: how many rows a block has must not matter.
        var (rows, height) = (_point.Extents.Of(row.Extent!), Math.Min(region.BlockRows, 2));
        for (var first = 0; first < rows; first += height)
        {
            foreach (var tensor in region.Nests.SelectMany(n => n.Computes))
            {
                if (_loops.Buffers[tensor].Storage == Storage.Block) _memory[tensor].Forget();
            }

            RunAll(region, row, (first, Math.Min(rows, first + height)));
        }
    }

    // Nests of one loop over time stand side by side and run step by step.
    private void RunAll(LoopRegion region, Index? row, (int, int) block)
    {
        for (var k = 0; k < region.Nests.Count; k++)
        {
            if (region.Nests[k].Loop is not { } loop)
            {
                Run(region.Nests[k], row, block, null);
                continue;
            }

            var together = region.Nests.Skip(k).TakeWhile(n => n.Loop == loop).ToArray();
            if (region.Nests.Count(n => n.Loop == loop) != together.Length) throw new InvalidOperationException("Nests of a loop are not side by side.");
            var end = _point.Extents.Of(loop.End);
            for (var j = loop.First; j < end; j++)
            {
                var step = loop.Backward ? end - 1 - (j - loop.First) : j;
                foreach (var nest in together)
                {
                    var time = (int)(step - nest.Delay);
                    if (time >= 0 && time < _point.Extents.Of(nest.Times!)) Run(nest, row, block, time);
                }
            }

            k += together.Length - 1;
        }
    }

    private void Run(LoopNest nest, Index? row, (int, int) block, int? time)
    {
        var ranges = nest.Domain.Select(i => i == row ? block : time is not null && i == nest.Time ? (time.Value, time.Value + 1) : (0, _point.Extents.Of(i.Extent!))).ToArray();
        if (nest.Reducer.IsMatrix())
        {
            if (nest.Assignments.Count > 0) throw new InvalidOperationException("Statements have joined a whole-matrix primitive.");
            _point.Matrix(nest.Target!, nest.Domain, ranges, nest.Own, nest.Reducer, nest.Reduced, nest.Operands);
            return;
        }

        var registers = nest.Computes.Where(t => _loops.Buffers[t].Storage == Storage.Register).ToArray();
        _point.ForAll(nest.Domain, ranges, at =>
        {
            _point.Forget();
            if (nest.Scatter is { } scatter)
            {
                _point.ForAll(nest.Reduced, _ =>
                {
                    _point.Forget();
                    _point.Add(nest.Target!, scatter, nest.Term!);
                });
                return;
            }

            if (nest.Target is { } target) _memory[target].Write(target.Name, at, nest.Contraction is { } c ? Contract(c, nest) : Reduce(nest));
            foreach (var (tensor, value) in nest.Assignments)
            {
                _point.Forget();
                _memory[tensor].Write(tensor.Name, at, _point.Evaluate(value));
            }

            foreach (var tensor in registers) _memory[tensor].Forget(tensor.Name, at);
        });
    }

    private double Reduce(LoopNest nest)
    {
        var reduction = new Reduction(nest.Reducer);
        _point.ForAll(nest.Reduced, _ => reduction.Add(_point.Evaluate(nest.Term!)));
        return reduction.Value();
    }

    private double Contract(ContractionShape c, LoopNest nest)
    {
        if (!c.Rows.Concat(c.Columns).Concat(c.Outer).OrderBy(i => i.Id).SequenceEqual(nest.Domain.OrderBy(i => i.Id))) throw new InvalidOperationException("Rows, columns and outer indices are not the nest's.");
        Require(c.A, c.Rows);
        if (!c.IsSparse)
        {
            Require(c.A, c.Sum);
            Require(c.B, c.Sum);
            Require(c.B, c.Columns);
        }

        var sum = 0.0;
        _point.ForAll([.. c.Repeated, .. c.Sum], _ => sum += _point.Evaluate(c.A) * _point.Evaluate(c.B));
        return c.Negative ? -sum : sum;
    }

    // The kernels count a group of indices as one: one step of an outer index is a whole run of the inner one.
    private void Require(Expression read, Index[] group)
    {
        for (var k = 0; k + 1 < group.Length; k++)
        {
            if (Step(group[k]) != Step(group[k + 1]) * _point.Extents.Of(group[k + 1].Extent!)) throw new InvalidOperationException($"{group[k]} and {group[k + 1]} do not lie side by side in {read}.");
        }

        int Step(Index index) => read.Arguments.Zip(_loops.Buffers[read.Tensor].Strides, (a, s) => a.Kind == ExpressionKind.Index && a.Index == index ? _point.Extents.Of(s) : 0).Sum();
    }
}
