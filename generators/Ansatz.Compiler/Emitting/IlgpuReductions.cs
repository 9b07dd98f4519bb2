using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>
/// Nests that are computed together with a reduction before them, because the same threads have the same terms at hand: further reductions over
/// the same terms, and maps over all terms that use what they come to. Their indices become those of the reduction.
/// </summary>
internal sealed class IlgpuReductions
{
    // Fewer elements than this leave a device idle if one team works on each, and longer rows do not stay in the cache.
    private const double FewestElements = 256;
    private const double LongestRow = 16384;

    private readonly LoopProgram _loops;
    private readonly Dictionary<LoopNest, List<LoopNest>> _with = [];
    private readonly HashSet<LoopNest> _taken = [];

    /// <summary>Finds them among nests in the order in which they run.</summary>
    public IlgpuReductions(LoopProgram loops, IReadOnlyList<LoopNest> nests)
    {
        _loops = loops;
        for (var k = 0; k < nests.Count; k++)
        {
            var first = nests[k];
            if (!IsReduction(first)) continue;
            var group = new List<LoopNest>();
            var last = k + 1;
            for (; last < nests.Count && IsSibling(first, group, nests[last]); last++) group.Add(Renamed(nests[last], first.Domain.Concat(first.Reduced).ToArray()));
            if (group.Count == 0)
            {
                for (; last < nests.Count && IsVisit(first, group, nests[last]); last++) group.Add(Renamed(nests[last], first.Domain.Concat(first.Reduced).ToArray()));
            }

            if (group.Count > 0) _with[first] = group;
            for (var taken = k + 1; taken < last; taken++) _taken.Add(nests[taken]);
            k = last - 1;
        }
    }

    /// <summary>Whether the nest is computed with one before it.</summary>
    public bool Has(LoopNest nest) => _taken.Contains(nest);

    /// <summary>The nests that are computed with this one, over its indices.</summary>
    public IReadOnlyList<LoopNest> With(LoopNest nest) => _with.TryGetValue(nest, out var group) ? group : [];

    /// <summary>Whether terms lie side by side rather than the elements of neighbours: as the plan for vectors says, or else as most reads do.</summary>
    public static bool IsAlong(LoopNest nest, LoopProgram loops)
    {
        if (nest.Lane is not null) return nest.LaneIsReduced;
        var elements = nest.Domain.Where(i => i != nest.Time).ToArray();
        if (elements.Length == 0) return true;
        var reads = nest.Term!.Reads().Distinct().ToArray();
        return reads.Count(r => IsOne(r, nest.Reduced[nest.Reduced.Length - 1])) >= reads.Count(r => IsOne(r, elements[elements.Length - 1]));

        bool IsOne(Expression read, Index index) => Extent.One.Equals(LanePlanner.Stride(read, index, loops));
    }

    private static bool IsReduction(LoopNest nest) => nest is { Target: not null, Contraction: null or { IsSparse: true }, Scatter: null, Time: null } && nest.Reducer != Reducer.None && !nest.Reducer.IsMatrix();

    private bool IsSibling(LoopNest first, List<LoopNest> group, LoopNest other)
    {
        if (!IsReduction(other) || !IsSimple(first) || !IsSimple(other) || first.Target!.Type != other.Target!.Type) return false;
        if (!Extents(first.Domain).SequenceEqual(Extents(other.Domain)) || !Extents(first.Reduced).SequenceEqual(Extents(other.Reduced)) || IsAlong(first, _loops) != IsAlong(other, _loops)) return false;
        return !ReadsAny(other, first.Computes.Concat(group.SelectMany(g => g.Computes)));
    }

    private static bool IsSimple(LoopNest nest) => nest.Reducer is Reducer.Sum or Reducer.Max or Reducer.Min;

    private bool IsVisit(LoopNest first, List<LoopNest> group, LoopNest map)
    {
        if (map is not { Target: null, Time: null } || map.Computes.Any(t => _loops.Buffers[t].Overwritten >= 0) || !IsAlong(first, _loops) || first.Reducer is Reducer.ArgMax or Reducer.ArgMin) return false;
        if (first.Domain.Length == 0 || !Extents(first.Domain.Concat(first.Reduced)).SequenceEqual(Extents(map.Domain))) return false;
        if (first.Domain.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate(1000)) < FewestElements || first.Reduced.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate(1e9)) > LongestRow) return false;
        if (ReadsAny(map, first.Assignments.Select(a => a.Tensor).Concat(group.SelectMany(g => g.Computes)))) return false;

        // Of the reduction only the very element, which each thread has.
        var reads = map.Expressions().SelectMany(e => e.Reads()).Where(r => r.Tensor == first.Target).ToArray();
        return reads.Length > 0 && reads.All(r => r.Arguments.Length == first.Domain.Length && r.Arguments.Select((a, d) => a.Kind == ExpressionKind.Index && a.Index == map.Domain[d]).All(same => same));
    }

    private static bool ReadsAny(LoopNest nest, IEnumerable<Tensor> tensors)
    {
        var read = new HashSet<Tensor>(nest.Expressions().SelectMany(e => e.Reads()).Select(r => r.Tensor));
        return tensors.Any(read.Contains);
    }

    private static IEnumerable<Extent> Extents(IEnumerable<Index> indices) => indices.Select(i => i.Extent!);

    private LoopNest Renamed(LoopNest nest, Index[] indices)
    {
        var own = nest.Domain.Concat(nest.Reduced).ToArray();
        Expression Over(Expression e) => _loops.Tensors.Graph.Substitute(e, i => Array.IndexOf(own, i) is >= 0 and var k ? _loops.Tensors.Graph.Of(indices[k]) : null);
        var renamed = new LoopNest
        {
            Domain = indices.Take(nest.Domain.Length).ToArray(),
            Reduced = indices.Skip(nest.Domain.Length).Take(nest.Reduced.Length).ToArray(),
            Reducer = nest.Reducer,
            Target = nest.Target,
            Term = nest.Term is null ? null : Over(nest.Term),
        };
        renamed.Assignments.AddRange(nest.Assignments.Select(a => new Assignment(a.Tensor, Over(a.Value))));
        renamed.Formulas.AddRange(nest.Formulas);
        return renamed;
    }
}
