using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Scheduling;

/// <summary>
/// TensorProgram → LoopProgram. A statement is row-local to another when it reads it at its own first index; statements that are
/// row-local to each other run together over blocks of rows, whatever they are: forward pass and adjoint alike. What reads across
/// rows begins a new phase.
/// </summary>
public sealed class Scheduler
{
    private readonly TensorProgram _program;
    private readonly ExpressionGraph _graph;
    private readonly CompilerOptions _options;
    private readonly Dictionary<Statement, int> _phase = [];
    private readonly Dictionary<Tensor, LoopNest> _computedIn = [];
    private readonly Dictionary<LoopNest, LoopRegion> _regionOf = [];
    private readonly LoopProgram _loops;
    private readonly Dictionary<Statement, Statement[]> _sums;
    private readonly Dictionary<Statement, Statement> _partOf;
    private readonly HashSet<Statement> _byRow;
    private readonly Statement[] _statements;

    private Scheduler(TensorProgram program, CompilerOptions options)
    {
        _program = program;
        _graph = program.Graph;
        _options = options;
        _loops = new LoopProgram(program);
        _sums = options.IsDisabled("FuseStatements") ? [] : ScatterSums.Of(program);
        _partOf = _sums.SelectMany(p => p.Value.Select(s => (s, p.Key))).ToDictionary(p => p.s, p => p.Key);
        _statements = program.Statements.Where(s => !_sums.ContainsKey(s)).ToArray();

        // Rows are known for all that is added to a tensor, or for nothing.
        _byRow = [.. _statements.Where(s => (_partOf.TryGetValue(s, out var sum) ? _sums[sum] : [s]).All(RowScatter.Is))];
    }

    /// <summary>Schedules a program.</summary>
    public static LoopProgram Schedule(TensorProgram program, CompilerOptions options)
    {
        var scheduler = new Scheduler(program, options);
        scheduler.Run();
        return scheduler._loops;
    }

    private void Run()
    {
        var names = new IdentifierNames();
        foreach (var name in _program.Given.SelectMany(t => t.Shape).Concat(_program.Statements.SelectMany(s => s.Domain).Select(i => i.Extent!)).SelectMany(e => e.Names)) if (!name.StartsWith("(", StringComparison.Ordinal)) names.Take(name);
        foreach (var t in _program.Given) _loops.Buffers[t] = new LoopBuffer(t, names.For(t.Name), Storage.Given);
        var known = new HashSet<string>(_program.Given.Select(t => t.Name), StringComparer.Ordinal);
        foreach (var t in _program.Statements.Select(s => s.Target))
        {
            // Two tensors of one name (an equation used twice) are told apart by a number.
            var stem = t.Name;
            for (var k = 2; !known.Add(t.Name); k++) t.Name = stem + k;
            _loops.Buffers[t] = new LoopBuffer(t, names.For(t.Name), Storage.Whole);
        }

        foreach (var (part, sum) in _partOf.Select(p => (p.Key, p.Value))) _loops.Buffers[part.Target] = _loops.Buffers[sum.Target];

        AssignPhases();
        foreach (var group in Groups()) Region(group);
        foreach (var region in _loops.Regions)
        {
            foreach (var nest in region.Nests) LanePlanner.Plan(nest, _loops);
        }

        AssignStorage();
        foreach (var region in _loops.Regions) region.BlockRows = BlockRows(region);
        NameIndices(names);
    }

    // Index names must differ from each other and from everything else that the text names.
    private void NameIndices(IdentifierNames names)
    {
        var named = new Dictionary<TimeLoop, HashSet<string>>();
        foreach (var region in _loops.Regions)
        {
            if (region.Row is { } row)
            {
                // The name with a 0 behind it is that of the block's first row.
                var stem = row.Name;
                row.Name = names.Fresh(stem, []);
                for (var k = 2; names.IsTaken(row.Name + "0"); k++) row.Name = names.Fresh(stem + k, []);
            }

            foreach (var nest in region.Nests)
            {
                var taken = new HashSet<string>(StringComparer.Ordinal);
                if (region.Row is { } first) taken.UnionWith([first.Name, first.Name + "0"]);
                if (nest.Loop is { } loop)
                {
                    // One name for the loop; the nests' own times are named beside it, and differ within the loop.
                    if (!named.TryGetValue(loop, out var times))
                    {
                        loop.Time.Name = names.Fresh(loop.Time.Name, taken);
                        named[loop] = times = [loop.Time.Name];
                    }

                    taken.UnionWith(times);
                    if (nest.Time != loop.Time)
                    {
                        nest.Time!.Name = names.Fresh(nest.Time.Name, taken);
                        times.Add(nest.Time.Name);
                        taken.Add(nest.Time.Name);
                    }
                }

                foreach (var i in nest.Domain.Concat(nest.Reduced).Where(i => i != region.Row && i != nest.Loop?.Time && i != nest.Time))
                {
                    i.Name = names.Fresh(i.Name, taken);
                    taken.Add(i.Name);
                }
            }
        }
    }

    private bool HasRows(Statement s) => s.Free.Length > 0 && s.Scatter is null && !_sums.ContainsKey(s) && s.Recurrence is not { Group.HasRows: false } && !s.Own.Contains(s.Free[0]);

    private bool IsRowLocal(Statement reader, Expression read)
    {
        if (read.Tensor.Definition is not { } made || !HasRows(made) || !HasRows(reader)) return false;
        return read.Arguments[0].Kind == ExpressionKind.Index && read.Arguments[0].Index == reader.Free[0] && made.Free[0].Extent!.Equals(reader.Free[0].Extent);
    }

    private void AssignPhases()
    {
        var separate = _options.IsDisabled("FuseRegions");
        var count = 0;
        foreach (var s in _program.Statements)
        {
            if (_phase.ContainsKey(s)) continue;
            IReadOnlyList<Statement> together = s.Recurrence?.Group.Members ?? [s];
            var phase = 0;
            foreach (var member in together)
            {
                foreach (var read in member.Reads())
                {
                    if (read.Tensor.Definition is not { } made || together.Contains(made)) continue;
                    phase = Math.Max(phase, _phase[made] + (IsRowLocal(member, read) ? 0 : 1));
                }
            }

            foreach (var member in together) _phase[member] = separate ? count : phase;
            count++;
            if (!_sums.TryGetValue(s, out var parts)) continue;

            // What is summed in place is complete when its parts are. These run one after the other: each shares its rows among threads in its own way.
            for (var k = 1; k < parts.Length; k++) _phase[parts[k]] = Math.Max(_phase[parts[k]], _phase[parts[k - 1]] + 1);
            _phase[s] = _phase[parts[parts.Length - 1]];
        }
    }

    // Statements of one phase that are row-local to each other, in program order; groups by phase.
    private IEnumerable<List<Statement>> Groups()
    {
        var leader = _statements.ToDictionary(s => s, s => s);
        Statement Find(Statement s) => leader[s] == s ? s : leader[s] = Find(leader[s]);
        foreach (var s in _statements)
        {
            foreach (var read in s.Reads())
            {
                if (read.Tensor.Definition is { } made && _phase[made] == _phase[s]) leader[Find(made)] = Find(s);
            }
        }

        // Scatters over the same points run together: they read the same.
        foreach (var together in _statements.Where(s => s.Scatter is not null && !_options.IsDisabled("FuseRegions")).GroupBy(s => (_phase[s], string.Join(",", s.Free.Select(i => i.Extent!)), _byRow.Contains(s))))
        {
            foreach (var s in together) leader[Find(s)] = Find(together.First());
        }

        return _statements.GroupBy(Find).Select(g => g.ToList()).OrderBy(g => _phase[g[0]]).ThenBy(g => _program.Statements.IndexOf(g[0]));
    }

    private void Region(List<Statement> statements)
    {
        var first = statements[0];
        var region = new LoopRegion
        {
            Number = _loops.Regions.Count,
            Phase = _phase[first],
            Row = HasRows(first) ? _graph.NewIndex(first.Free[0].Name, first.Free[0].Extent) : null,
        };
        var loops = new Dictionary<Recurrence, TimeLoop>();
        foreach (var s in statements)
        {
            if (s.Recurrence is { } member && !loops.ContainsKey(member.Group)) loops[member.Group] = Loop(member.Group);
            Place(region, s, s.Recurrence is { } m ? loops[m.Group] : null);
        }

        _loops.Regions.Add(region);
    }

    // From the first step in which a statement runs to the last.
    private TimeLoop Loop(Recurrence group)
    {
        var first = group.Members[0];
        var loop = new TimeLoop(_graph.NewIndex(first.Time!.Name, null), group.Backward) { First = group.Members.Min(s => s.Recurrence!.Delay) };
        foreach (var s in group.Members)
        {
            var end = s.Time!.Extent! + Extent.Of(s.Recurrence!.Delay);
            loop.End = loop.End.Equals(Extent.Zero) ? end : Checking.Constraints.Larger(loop.End, end) ?? loop.End + end;
        }

        loop.Time.Extent = loop.End;
        return loop;
    }

    private void Place(LoopRegion region, Statement s, TimeLoop? loop)
    {
        var contraction = _options.IsDisabled("RecogniseContractions") ? null : ContractionMatcher.Match(s) ?? SparseMatcher.Match(_graph, s);
        if (s.IsMap && !_options.IsDisabled("FuseStatements") && TryJoin(region, s, loop)) return;
        var delay = s.Recurrence?.Delay ?? 0;
        var domain = s.Free.Select((f, d) => d == 0 && region.Row is { } row && HasRows(s) ? row
            : loop is not null && delay == 0 && f == s.Time ? loop.Time : _graph.NewIndex(f.Name, f.Extent)).ToArray();
        var time = s.Recurrence is { } member ? domain[member.Dimension] : null;
        var map = new Dictionary<Index, Expression>();
        for (var d = 0; d < domain.Length; d++) map[s.Free[d]] = _graph.Of(domain[d]);
        var reduced = s.Reduced.Select(i => _graph.NewIndex(i.Name, i.Extent)).ToArray();
        for (var d = 0; d < reduced.Length; d++) map[s.Reduced[d]] = _graph.Of(reduced[d]);
        Expression Rename(Expression e) => _graph.Substitute(e, i => map.TryGetValue(i, out var x) ? x : null);
        Index Renamed(Index i) => map[i].Index;
        Index[] All(Index[] indices) => indices.Select(Renamed).ToArray();
        var nest = s.IsMap
            ? new LoopNest { Domain = domain, Loop = loop, Time = time, Times = s.Time?.Extent, Delay = delay }
            : new LoopNest
            {
                Domain = domain,
                Loop = loop,
                Time = time,
                Times = s.Time?.Extent,
                Delay = delay,
                Reduced = reduced,
                Reducer = s.Reducer,
                Target = s.Target,
                Term = contraction is null or { IsSparse: true } ? s.Scatter is null ? Guards.Apply(_graph, Rename(s.Body)) : Rename(s.Body) : null,
                Scatter = s.Scatter?.Select(Rename).ToArray(),
                Rows = _byRow.Contains(s) ? new RowScatter(domain.Take(domain.Length - s.Scatter!.Length + 1).ToArray(), domain.Skip(domain.Length - s.Scatter.Length + 1).ToArray()) : null,
                Continues = _partOf.TryGetValue(s, out var whole) && _computedIn.ContainsKey(whole.Target),
                Contraction = contraction is { } c
                    ? new ContractionShape(Rename(c.A), Rename(c.B), All(c.Rows), All(c.Columns), All(c.Sum), All(c.Repeated), All(c.Outer), c.Negative) { PlaceDimension = c.PlaceDimension }
                    : null,
            };
        if (s.IsMap) nest.Assignments.Add(new Assignment(s.Target, Guards.Apply(_graph, Rename(s.Body))));
        nest.Formulas.Add(_partOf.TryGetValue(s, out var sum) ? sum.Target.Name + s.ToString().Substring(s.Target.Name.Length) : s.ToString());
        region.Nests.Add(nest);
        _computedIn[s.Target] = nest;
        if (sum is not null) _computedIn[sum.Target] = nest;
        _regionOf[nest] = region;
    }

    /// <summary>Adds a pointwise statement to a nest over the same indices, after everything that it reads.</summary>
    private bool TryJoin(LoopRegion region, Statement s, TimeLoop? loop)
    {
        var earliest = 0;
        foreach (var read in s.Reads())
        {
            if (_computedIn.TryGetValue(read.Tensor, out var nest) && _regionOf[nest] == region) earliest = Math.Max(earliest, region.Nests.IndexOf(nest));
        }

        for (var k = earliest; k < region.Nests.Count; k++)
        {
            var nest = region.Nests[k];
            if (nest.Scatter is not null || (nest.Target is not null && (nest.Contraction is null or { Repeated.Length: > 0 } || _options.IsDisabled("FuseEpilogues")))) continue;
            if (nest.Loop != loop || (loop is not null && (nest.Delay != s.Recurrence!.Delay || !nest.Times!.Equals(s.Time!.Extent) || Array.IndexOf(nest.Domain, nest.Time) != s.Recurrence.Dimension))) continue;
            if (nest.Domain.Length != s.Free.Length || !nest.Domain.Zip(s.Free, (a, b) => a == nest.Time || a.Extent!.Equals(b.Extent)).All(x => x)) continue;
            var map = new Dictionary<Index, Expression>();
            for (var d = 0; d < s.Free.Length; d++) map[s.Free[d]] = _graph.Of(nest.Domain[d]);
            var body = _graph.Substitute(s.Body, i => map[i]);
            var inside = nest.Computes.ToArray();
            if (!body.Reads().Where(r => inside.Contains(r.Tensor)).All(r => IsAt(r, nest.Domain) || IsOfAnotherTime(r, nest))) continue;
            var value = Guards.Apply(_graph, body);
            if (nest.Contraction is { } c && !(LanePlanner.HasVectorForm(value, s.Target.Type) && KeepsGroup(c.Rows, value, inside) && KeepsGroup(c.Columns, value, inside))) continue;
            nest.Assignments.Add(new Assignment(s.Target, value));
            nest.Formulas.Add(s.ToString());
            _computedIn[s.Target] = nest;
            return true;
        }

        return false;
    }

    // The kernel counts a group of indices as one: every read must step through memory as the group does.
    private bool KeepsGroup(Index[] group, Expression value, Tensor[] inside)
    {
        if (group.Length == 1) return true;
        var visited = new HashSet<int>();
        if (UsesIndexItself(value)) return false;
        foreach (var read in value.Reads())
        {
            if (inside.Contains(read.Tensor)) continue;
            for (var k = 0; k + 1 < group.Length; k++)
            {
                var (outer, inner) = (LanePlanner.Stride(read, group[k], _loops), LanePlanner.Stride(read, group[k + 1], _loops));
                if (outer is null || inner is null || !outer.Equals(inner * group[k + 1].Extent!)) return false;
            }
        }

        return true;

        bool UsesIndexItself(Expression e) => visited.Add(e.Id) && (e.Kind == ExpressionKind.Index ? group.Contains(e.Index) : e.Kind != ExpressionKind.Read && e.Arguments.Any(UsesIndexItself));
    }

    // What another step of the loop over time has computed is in memory, wherever it is read.
    private static bool IsOfAnotherTime(Expression read, LoopNest nest) => nest.Loop is not null && read.Tensor.Definition?.Recurrence is { } member
        && !(read.Arguments[member.Dimension] is { Kind: ExpressionKind.Index } at && at.Index == nest.Time);

    private static bool IsAt(Expression read, Index[] domain) => read.Arguments.Select(a => a.Kind == ExpressionKind.Index ? a.Index : null).SequenceEqual(domain);

    private void AssignStorage()
    {
        var readers = new Dictionary<Tensor, HashSet<LoopNest>>();
        foreach (var region in _loops.Regions)
        {
            foreach (var nest in region.Nests)
            {
                foreach (var tensor in nest.Expressions().SelectMany(e => e.Reads()).Select(r => r.Tensor))
                {
                    if (!readers.TryGetValue(tensor, out var set)) readers[tensor] = set = [];
                    set.Add(nest);
                }
            }
        }

        foreach (var s in _program.Statements.Where(s => !_partOf.ContainsKey(s)))
        {
            var buffer = _loops.Buffers[s.Target];
            buffer.IsRowSparse = s.Target is { Role: TensorRole.Gradient, Of.Role: TensorRole.Parameter } && (_sums.TryGetValue(s, out var parts) ? parts : [s]).All(_byRow.Contains);
            var nest = _computedIn[s.Target];
            if (s.Target.Role != TensorRole.Intermediate)
            {
                buffer.Storage = s.Target.Role is TensorRole.Loss or TensorRole.Update or TensorRole.Hessian ? Storage.Whole : Storage.Result;
                continue;
            }

            var by = readers.TryGetValue(s.Target, out var found) ? found : [];
            var registers = nest.Assignments.Any(a => a.Tensor == s.Target) || nest.Contraction is not null;
            var kept = s.Recurrence is not null && nest.Expressions().SelectMany(e => e.Reads()).Any(r => r.Tensor == s.Target && !IsAt(r, nest.Domain));
            buffer.Storage = registers && !kept && by.All(n => n == nest) ? Storage.Register
                : s.Free.Length > 0 && _regionOf[nest].Row is not null && by.All(n => _regionOf[n] == _regionOf[nest]) ? Storage.Block : Storage.Whole;
            if (buffer.Storage != Storage.Register && s.Recurrence is { } member && !_options.IsDisabled("OverwriteSteps") && by.All(n => ReadsInTheSameStep(n, nest, s.Target, member.Dimension))) buffer.Overwrite(member.Dimension);
        }

        foreach (var region in _loops.Regions)
        {
            // One block of rows needs no whole tensors; without rows there are no blocks.
            if (region.Row is not null) continue;
            foreach (var tensor in region.Nests.SelectMany(n => n.Computes)) if (_loops.Buffers[tensor].Storage == Storage.Block) _loops.Buffers[tensor].Storage = Storage.Whole;
        }
    }

    // A nest runs `Delay` steps after its own time.
    private static bool ReadsInTheSameStep(LoopNest reader, LoopNest maker, Tensor tensor, int dimension)
    {
        if (reader.Loop is null || reader.Loop != maker.Loop || reader.Time is not { } time) return false;
        return reader.Expressions().SelectMany(e => e.Reads()).Where(r => r.Tensor == tensor).Select(r => Linear.Of(r.Arguments[dimension]))
            .All(at => at.Count == 1 && at.Coefficient(time) == 1 && at.Offset.Equals(Extent.Of(reader.Delay - maker.Delay)));
    }

    // Half of what processors of today have at least.
    private const double SecondLevelCache = 256 * 1024;

    private int BlockRows(LoopRegion region)
    {
        if (region.Row is not { } row) return 1;
        var contractions = region.Nests.Where(n => n.Contraction is not null).ToArray();
        if (contractions.Length > 0)
        {
            // Where there is a loop over time, its steps have no more rows than the block has.
            var times = new HashSet<Extent>(region.Nests.Where(n => n.Loop is not null).Select(n => n.Loop!.End));
            var within = contractions.Select(n => n.Contraction!.Rows.Contains(row) ? n.Contraction.Rows.Where(i => i != row && !times.Contains(i.Extent!)).Aggregate(1.0, (p, i) => p * i.Extent!.Estimate()) : 32).ToArray();
            // Blocks of more rows use the prepared operands more often; they should stay in the second-level cache.
            var width = region.Nests.SelectMany(n => n.Expressions().SelectMany(e => e.Reads()).Select(r => r.Tensor).Concat(n.Computes)).Distinct()
                .Where(t => _loops.Buffers[t].Storage != Storage.Register && t.Shape.Length > 0 && t.Shape[0].Equals(row.Extent)).Sum(t => _loops.Buffers[t].Strides[0].Estimate());
            // A sparse matrix is laid out anew for each block.
            var rows = region.Nests.Count == 1 || contractions.Any(n => n.Contraction!.IsSparse) ? 96 : width * 64 <= 192 * 1024 ? 64 : 32;
            // As many as the product with the most rows within a row asks for, and as many as that with the fewest does where the cache has room for them.
            var room = Math.Floor(SecondLevelCache / (Math.Max(1, width) * sizeof(float)));
            return (int)Math.Max(1, Math.Max(rows / Math.Max(1, within.Max()), Math.Min(room, rows / Math.Max(1, within.Min()))));
        }

        var elements = region.Nests.Max(n => (n.Reducer.IsMatrix() ? n.Domain : n.Domain.Concat(n.Reduced)).Where(i => i != row).Aggregate(1.0, (p, i) => p * i.Extent!.Estimate()));

        // What one nest has brought to the first-level cache, the next should find there.
        var most = region.Nests.Count == 1 ? 16384 : 4096;
        return (int)Math.Min(4096, Math.Max(1, Math.Pow(2, Math.Floor(Math.Log(Math.Max(1, most / elements), 2)))));
    }
}
