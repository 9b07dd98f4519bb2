using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

/// <summary>
/// Gives every computed tensor its extents: the range in which later statements read it. Requires a program as elaborated, in
/// which results have shapes; ensures that every index has an extent, that every index starts at 0, that every read of a given
/// tensor lies inside it (or is listed as a requirement), and that nothing is computed that no result needs.
/// </summary>
public sealed partial class BoundsInference
{
    private readonly TensorProgram _program;
    private readonly Dictionary<int, (int Member, int Node)> _origins;
    private readonly Dictionary<Tensor, (Extent Low, Extent High)[]> _ranges = [];
    private readonly Dictionary<Tensor, Extent[]> _shifts = [];
    private readonly Dictionary<Tensor, List<(Expression Read, int Dimension, Constraints Known)>> _pending = [];
    private readonly List<Problem> _problems = [];

    private BoundsInference(TensorProgram program, Dictionary<int, (int Member, int Node)> origins)
    {
        _program = program;
        _origins = origins;
    }

    /// <summary>Infers all extents in place.</summary>
    /// <returns>The problems found, in the order of the declaration.</returns>
    public static List<Problem> Infer(TensorProgram program, Dictionary<int, (int Member, int Node)> origins)
    {
        var inference = new BoundsInference(program, origins);
        inference.Run();
        return inference._problems.Distinct().OrderBy(p => p.Member).ThenBy(p => p.Node).ToList();
    }

    private void Run()
    {
        foreach (var result in _program.Results) _ranges[result] = result.Shape.Select(e => (Extent.Zero, e - Extent.One)).ToArray();
        var live = new List<Statement>();
        for (var i = _program.Statements.Count - 1; i >= 0; i--)
        {
            var s = _program.Statements[i];
            if (s.Recurrence?.Group is { } group && ReferenceEquals(group.Members[group.Members.Count - 1], s)) Probe(group);
            if (!_ranges.TryGetValue(s.Target, out var ranges)) continue;
            live.Add(s);

            // A matrix is computed as a whole, whatever is read of it.
            foreach (var own in s.Own) ranges[Array.IndexOf(s.Free, own)] = (Extent.Zero, own.Extent! - Extent.One);
            Settle(s, ranges);
            Fix(s, ranges);
            var decided = DecideConditions.Decide(_program.Graph, s.Body);
            Carry(s.Body, decided);
            s.Body = decided;
            Visit(s.Body, Constraints.None, [], s);
        }

        live.Reverse();
        _program.Statements = live;
        if (_shifts.Count == 0) return;
        foreach (var s in live)
        {
            s.Body = _program.Graph.RewriteReads(s.Body, r => _shifts.TryGetValue(r.Tensor, out var shift)
                ? _program.Graph.Read(r.Tensor, r.Arguments.Select((a, d) => _program.Graph.Subtract(a, _program.Graph.Integer(shift[d]))).ToArray())
                : null);
        }
    }

    private void Fix(Statement s, (Extent Low, Extent High)[] ranges)
    {
        var graph = _program.Graph;
        s.Target.Shape = ranges.Select(r => r.High - r.Low + Extent.One).ToArray();
        for (var d = 0; d < ranges.Length; d++) s.Free[d].Extent = s.Target.Shape[d];
        if (ranges.All(r => r.Low.Equals(Extent.Zero))) return;
        _shifts[s.Target] = ranges.Select(r => r.Low).ToArray();
        var shift = s.Free.Select((f, d) => (f, ranges[d].Low)).Where(p => !p.Low.Equals(Extent.Zero)).ToDictionary(p => p.f, p => graph.Add(graph.Of(p.f), graph.Integer(p.Low)));
        var old = s.Body;
        s.Body = graph.Substitute(s.Body, i => shift.TryGetValue(i, out var e) ? e : null);
        Carry(old, s.Body);
    }

    // New reads stand where the old ones stood.
    private void Carry(Expression from, Expression to)
    {
        if (ReferenceEquals(from, to)) return;
        foreach (var read in to.Reads())
        {
            if (!_origins.ContainsKey(read.Id) && from.Reads().FirstOrDefault(r => r.Tensor == read.Tensor && _origins.ContainsKey(r.Id)) is { } old) _origins[read.Id] = _origins[old.Id];
        }
    }

    private const int MostRounds = 12;

    /// <summary>
    /// The ranges of a recurrence's tensors: what readers outside ask for, all times before (or after) that, and then whatever its statements ask of
    /// each other, until nothing changes. Where that has no end, the first value is missing.
    /// </summary>
    private void Probe(Recurrence group)
    {
        _probed = group;
        foreach (var s in group.Members)
        {
            var d = s.Recurrence!.Dimension;
            if (!_ranges.TryGetValue(s.Target, out var known) || known[d].Low is null || _program.Results.Contains(s.Target)) continue;
            known[d] = (Extent.Zero, known[d].High);
        }

        if (group.Backward)
        {
            // How far times go is said by the conditions under which later ones are read.
            _probesLast = true;
            foreach (var s in group.Members) Visit(s.Body, Constraints.None, [], s);
            _probesLast = false;
        }

        for (var round = 0; round < MostRounds; round++)
        {
            var before = Known();
            foreach (var s in group.Members.Reverse())
            {
                if (!_ranges.TryGetValue(s.Target, out var ranges)) continue;
                var graph = _program.Graph;
                var shifted = new Dictionary<Index, Expression>();
                for (var d = 0; d < ranges.Length; d++)
                {
                    var (low, high) = ranges[d].Low is null ? (Extent.Zero, Extent.Zero) : ranges[d];
                    shifted[s.Free[d]] = graph.Add(graph.Of(graph.NewIndex(s.Free[d].Name, high - low + Extent.One)), graph.Integer(low));
                }

                var body = graph.Substitute(s.Body, i => shifted.TryGetValue(i, out var e) ? e : null);
                Visit(DecideConditions.Decide(graph, body), Constraints.None, [], s);
            }

            if (Known() == before)
            {
                _probed = null;
                return;
            }
        }

        _probed = null;
        var reader = group.Members.First(s => s.Reads().Any(r => r.Tensor.Definition?.Recurrence?.Group == group));
        var read = reader.Reads().First(r => r.Tensor.Definition?.Recurrence?.Group == group);
        Report(ProblemCodes.RecurrenceWithoutEnd, read, group.Backward
            ? $"'{Plain(read.Tensor)}' refers to later values of itself without end: say where it begins, as in {reader.Time} < … - 1 ? … : the last value."
            : $"'{Plain(read.Tensor)}' refers to earlier values of itself without end: say where it begins, as in {reader.Time} > 0 ? … : the first value.");
        foreach (var s in group.Members) _ranges.Remove(s.Target);

        string Known() => string.Join(" ", group.Members.Select(s => _ranges.TryGetValue(s.Target, out var r) ? string.Join(",", r.Select(x => $"{x.Low}:{x.High}")) : "-"));
    }

    // What is found while ranges of a recurrence are being sought is no problem yet.
    private Recurrence? _probed;
    private bool _probesLast;

    private void ProbeLast(Expression read, Constraints known)
    {
        if (read.Tensor.Definition?.Recurrence is not { } member || member.Group != _probed || _program.Results.Contains(read.Tensor)) return;
        if (!_ranges.TryGetValue(read.Tensor, out var ranges) || ranges[member.Dimension].Low is null) return;
        if (known.Range(read.Arguments[member.Dimension]).High is not { } last) return;
        if (Constraints.Larger(ranges[member.Dimension].High, last) is { } larger) ranges[member.Dimension] = (ranges[member.Dimension].Low, larger);
    }

    private void Visit(Expression e, Constraints known, HashSet<(int, Constraints)> seen, Statement s)
    {
        if (!seen.Add((e.Id, known))) return;
        if (e.Is(ScalarOperators.Select))
        {
            Visit(e.Arguments[0], known, seen, s);
            Visit(e.Arguments[1], known.With(e.Arguments[0], true), seen, s);
            Visit(e.Arguments[2], known.With(e.Arguments[0], false), seen, s);
            return;
        }

        if (e.Is(ScalarOperators.And) || e.Is(ScalarOperators.Or))
        {
            Visit(e.Arguments[0], known, seen, s);
            Visit(e.Arguments[1], known.With(e.Arguments[0], e.Is(ScalarOperators.And)), seen, s);
            return;
        }

        foreach (var a in e.Arguments) Visit(a, known, seen, s);
        if (e.Kind == ExpressionKind.Read) Read(e, known, s);
    }

    private void Read(Expression read, Constraints known, Statement s)
    {
        var tensor = read.Tensor;
        if (_probesLast)
        {
            ProbeLast(read, known);
            return;
        }

        if (_probed is not null && (tensor.Definition?.Recurrence?.Group != _probed || _program.Results.Contains(tensor))) return;
        for (var d = 0; d < read.Arguments.Length; d++)
        {
            var argument = read.Arguments[d];

            // What is demanded of index data says nothing of the length of what is computed.
            var (low, high) = argument.Kind == ExpressionKind.Read ? (null, null) : (DependsOnData(argument) ? known.WithoutDemands() : known).Range(argument);
            if (tensor.Definition is null || _program.Results.Contains(tensor))
            {
                CheckInside(read, d, known, tensor.Shape[d]);
                continue;
            }

            if (tensor.Definition.Own.Contains(tensor.Definition.Free[d]))
            {
                CheckInside(read, d, known, tensor.Definition.Free[d].Extent!);
                continue;
            }

            if (low is not null && high is not null)
            {
                // Conditions that never hold together: the read is never made.
                if ((high - low).IsNegative()) continue;

                // Conditions that may never hold together say nothing that a length could be taken from.
                // (Within a recurrence they do: the first values are those that no condition excludes.)
                var recurrent = s.Recurrence is { } own && tensor.Definition?.Recurrence?.Group == own.Group;
                if (!recurrent && !(high - low + Extent.One).IsNonNegative()) (low, high) = Constraints.None.Range(argument);
            }

            if (low is null || high is null)
            {
                // Index data: the declaration or other reads must say how long the dimension is.
                if (tensor.DeclaredShape is { } declared)
                {
                    CheckInside(read, d, known, declared[d]);
                    Widen(read, d, Extent.Zero, declared[d] - Extent.One);
                    continue;
                }

                // Judged when all readers have been seen.
                if (_probed is not null)
                {
                    if (!_ranges.ContainsKey(tensor)) _ranges[tensor] = new (Extent, Extent)[read.Arguments.Length];
                    continue;
                }

                if (!_pending.TryGetValue(tensor, out var list)) _pending[tensor] = list = [];
                list.Add((read, d, known));
                if (!_ranges.ContainsKey(tensor)) _ranges[tensor] = new (Extent, Extent)[read.Arguments.Length];
                continue;
            }

            if (tensor.DeclaredShape is { } shape) CheckInside(read, d, known, shape[d]);
            Widen(read, d, low, high);
        }

        if (tensor.Definition is not null && !_ranges.ContainsKey(tensor)) _ranges[tensor] = new (Extent, Extent)[read.Arguments.Length];
    }

    // All readers of the tensor have been seen: reads at index data must lie where the others do.
    private void Settle(Statement s, (Extent Low, Extent High)[] ranges)
    {
        if (_pending.TryGetValue(s.Target, out var pending))
        {
            foreach (var (read, d, known) in pending)
            {
                if (ranges[d].Low is { } low && low.Equals(Extent.Zero)) CheckInside(read, d, known, ranges[d].High + Extent.One);
                else Report(ProblemCodes.ExtentUnknown, read, $"The extents of '{Plain(s.Target)}' do not follow from how it is read: give it extents with [Output].");
            }
        }

        for (var d = 0; d < ranges.Length; d++)
        {
            if (ranges[d].Low is null) ranges[d] = (Extent.Zero, Extent.Zero);
        }
    }

    private void Widen(Expression read, int d, Extent low, Extent high)
    {
        if (!_ranges.TryGetValue(read.Tensor, out var ranges))
        {
            ranges = new (Extent, Extent)[read.Arguments.Length];
            _ranges[read.Tensor] = ranges;
        }

        if (ranges[d].Low is null)
        {
            ranges[d] = (low, high);
            return;
        }

        var (l, h) = (Constraints.Smaller(ranges[d].Low, low), Constraints.Larger(ranges[d].High, high));
        if (l is null || h is null)
        {
            Report(ProblemCodes.ExtentUnknown, read, $"'{Plain(read.Tensor)}' is read up to {ranges[d].High} and up to {high} in dimension {d + 1}; which of the two reaches further cannot be told. Give it extents with [Output].");
            return;
        }

        ranges[d] = (l, h);
    }

    private void CheckInside(Expression read, int d, Constraints known, Extent extent)
    {
        var argument = read.Arguments[d];
        if (_probed is not null || Demands(argument, known, extent) || known.IsWithin(argument, extent)) return;
        var (low, high) = known.Range(argument);
        var other = Transposed(read, d, known, extent);
        var exchanged = other < 0 ? "" : $" With {argument} and {read.Arguments[other]} exchanged it fits.";
        string Hint(string guard) => other < 0 ? guard : $"swap {Math.Min(d, other)} {Math.Max(d, other)}";
        if (low is null || high is null)
        {
            if (argument.Kind == ExpressionKind.Read && argument.Tensor.Definition is { Reducer: Reducer.ArgMax or Reducer.ArgMin } position
                && (extent - position.Reduced.Aggregate(Extent.One, (p, i) => p * i.Extent!)).IsNonNegative()) return;
            Report(ProblemCodes.PossiblyOutOfRange, read, $"Whether {argument} lies in 0 … {extent - Extent.One}, dimension {d + 1} of '{Plain(read.Tensor)}', cannot be told: guard the read, or read at one index data.");
            return;
        }

        if (low.IsNegative())
        {
            Report(ProblemCodes.OutOfRange, read, $"'{Plain(read.Tensor)}' is read at {argument}, which begins at {low}; dimension {d + 1} begins at 0. Guard it: {argument} >= 0 ? … : 0.{exchanged}", Hint($"guard {d} low"));
            return;
        }

        if (!low.IsNonNegative())
        {
            Report(ProblemCodes.PossiblyOutOfRange, read, $"'{Plain(read.Tensor)}' is read at {argument}, which may be negative (from {low}). Guard it: {argument} >= 0 ? … : 0.{exchanged}", Hint($"guard {d} low"));
            return;
        }

        var room = extent - Extent.One - high;
        if (room.IsNonNegative()) return;
        if (room.IsNegative())
        {
            Report(ProblemCodes.OutOfRange, read, $"'{Plain(read.Tensor)}' is read at {argument}, which reaches {high}; dimension {d + 1} has {extent} elements and ends at {extent - Extent.One}.{exchanged}", Hint($"guard {d} high {extent}"));
            return;
        }

        // Where both are known to be short of the other's dimension: one alone may well be meant.
        if (other > d && !known.IsWithin(read.Arguments[other], ShapeOf(read.Tensor)[other]))
            Report(ProblemCodes.TransposedRead, read, $"'{Plain(read.Tensor)}' is read at {argument}, which reaches {high}, in dimension {d + 1}, which has {extent} elements.{exchanged}", Hint(""), Severity.Warning);

        var needed = new ExtentRequirement(high + Extent.One, extent, $"the extent over which dimension {d + 1} of {Plain(read.Tensor)} is read");
        if (!_program.ExtentRequirements.Contains(needed)) _program.ExtentRequirements.Add(needed);
    }

    // The dimension with which this one would have to change places for both to fit, or −1.
    private static int Transposed(Expression read, int d, Constraints known, Extent extent)
    {
        if (ShapeOf(read.Tensor).Length < read.Arguments.Length) return -1;
        for (var other = 0; other < read.Arguments.Length; other++)
        {
            if (other == d) continue;
            var there = ShapeOf(read.Tensor)[other];
            if (known.IsWithin(read.Arguments[d], there) && known.IsWithin(read.Arguments[other], extent)) return other;
        }

        return -1;
    }

    private static Extent[] ShapeOf(Tensor tensor) => tensor.Definition is not null && tensor.DeclaredShape is { } declared ? declared : tensor.Shape;

    private static string Plain(Tensor tensor) => tensor.Name.StartsWith("#", StringComparison.Ordinal) ? tensor.Name.Substring(1) : tensor.Name;

    private void Report(string code, Expression read, string message, string hint = "", Severity severity = Severity.Error)
    {
        if (_probed is not null) return;
        var (member, node) = _origins.TryGetValue(read.Id, out var where) ? where : (-1, 0);
        _problems.Add(new Problem(code, member, node, message, severity) { Hint = hint, Related = read.Tensor.DeclaredAt == member ? -1 : read.Tensor.DeclaredAt });
    }
}
