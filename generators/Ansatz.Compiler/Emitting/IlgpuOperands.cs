using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>
/// Maps that only one contraction reads, as an operand of which one tile covers all columns (or rows): each element is fetched once, so it may
/// as well be computed where it is fetched, and needs neither memory nor a kernel of its own.
/// </summary>
internal sealed class IlgpuOperands
{
    // The side of the larger tile of the library's contraction kernels.
    private const long Tile = 128;

    private readonly LoopProgram _loops;
    private readonly Dictionary<Tensor, LoopNest> _maps = [];

    /// <summary>Finds them.</summary>
    public IlgpuOperands(LoopProgram loops)
    {
        _loops = loops;
        var nests = loops.Regions.SelectMany(r => r.Nests).ToArray();
        foreach (var nest in nests.Where(IsMap))
        {
            var tensor = nest.Assignments[0].Tensor;
            var readers = nests.Where(n => n.Expressions().SelectMany(e => e.Reads()).Any(r => r.Tensor == tensor)).ToArray();
            if (readers.Length == 1 && readers[0].Contraction is { IsSparse: false } shape && readers[0].Time is null
                && readers[0].Expressions().SelectMany(e => e.Reads()).Where(r => r.Tensor == tensor).Distinct().ToArray() is [var read]
                && read.Arguments.All(a => a.Kind == ExpressionKind.Index) && !readers[0].Assignments.Any(a => a.Value.Reads().Contains(read))
                && ((shape.A == read && IsOneTile(shape.Columns) && shape.B != read) || (shape.B == read && IsOneTile(shape.Rows) && shape.A != read))) _maps[tensor] = nest;
        }

        // A map that is computed in an operand reads what stays in memory.
        foreach (var nest in _maps.Values.ToArray())
        {
            foreach (var read in nest.Expressions().SelectMany(e => e.Reads())) _maps.Remove(read.Tensor);
        }
    }

    /// <summary>Whether the nest is computed where its result is fetched.</summary>
    public bool Has(LoopNest nest) => nest.Assignments.Count == 1 && Has(nest.Assignments[0].Tensor) && nest.Target is null;

    /// <summary>Whether the tensor needs no memory.</summary>
    public bool Has(Tensor tensor) => _maps.ContainsKey(tensor);

    /// <summary>The statements that are computed in the operands of a contraction, for people.</summary>
    public IEnumerable<string> FormulasOf(LoopNest contraction) => contraction.Contraction is { IsSparse: false } shape
        ? new[] { shape.A, shape.B }.Where(o => o.Kind == ExpressionKind.Read && Has(o.Tensor)).SelectMany(o => _maps[o.Tensor].Formulas)
        : [];

    /// <summary>An operand, or what it is computed from.</summary>
    public Expression ValueOf(Expression operand)
    {
        if (operand.Kind != ExpressionKind.Read || !_maps.TryGetValue(operand.Tensor, out var nest)) return operand;
        return _loops.Tensors.Graph.Substitute(nest.Assignments[0].Value, i => Array.IndexOf(nest.Domain, i) is >= 0 and var d ? operand.Arguments[d] : null);
    }

    private bool IsMap(LoopNest nest) => nest is { Target: null, Time: null, Assignments.Count: 1, Domain.Length: > 0 } && _loops.Buffers[nest.Assignments[0].Tensor] is { Storage: Storage.Whole or Storage.Block, Overwritten: < 0 }
        && nest.Assignments[0].Value.Reads().All(r => _loops.Buffers[r.Tensor].Overwritten < 0);

    private static bool IsOneTile(Index[] indices) => indices.Aggregate(Extent.One, (p, i) => p * i.Extent!).Constant is <= Tile;
}
