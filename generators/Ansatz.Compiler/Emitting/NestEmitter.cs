using System.Text.RegularExpressions;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Writes one loop nest: a line or a few in the region's method, and a struct for what happens at a point.</summary>
internal sealed partial class NestEmitter(LoopProgram loops, LoopRegion region, CodeWriter method, CodeWriter structs, IdentifierNames typeNames, PreparedOperands prepared, RowOrders orders)
{
    private const string Inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";

    private readonly IdentifierNames _loopLocals = new();
    private LoopNest? _nest;

    /// <summary>How many nests from this one on are written as one: scatters without conditions over the same points, or two sums of the same rows.</summary>
    public int Together(IReadOnlyList<LoopNest> nests, int first)
    {
        var count = 1;
        if (first + 1 < nests.Count && AreSumsOfRows(nests[first], nests[first + 1])) return 2;
        if (!CanJoin(nests[first])) return count;
        while (first + count < nests.Count && CanJoin(nests[first + count]) && nests[first + count].Domain.Select(i => i.Extent).SequenceEqual(nests[first].Domain.Select(i => i.Extent))
            && Real(nests[first + count]) == Real(nests[first])) count++;
        return count;

        static bool CanJoin(LoopNest nest) => nest.Scatter is not null && nest.Loop is null && nest.Lane is not null && Guards.Around(nest.Term!).Conditions.Count == 0;
    }

    private bool AreSumsOfRows(LoopNest nest, LoopNest next)
    {
        return IsSum(nest) && IsSum(next) && Real(nest) == Real(next) && nest.Lane!.Extent!.Equals(next.Lane!.Extent) && nest.Reduced[0].Extent!.Equals(next.Reduced[0].Extent)
            && nest.Domain.Length == next.Domain.Length && !next.Term!.Reads().Any(r => r.Tensor == nest.Target) && next.Term.Reads().Any(r => nest.Term!.Reads().Any(o => o.Tensor == r.Tensor));

        bool IsSum(LoopNest n) => n.Reducer == Reducer.Sum && n.Loop is null && n.Scatter is null && n.Contraction is null && n.Lane is not null && !n.LaneIsReduced && n.Reduced.Length == 1
            && n.Lane == n.Domain[n.Domain.Length - 1] && n.Domain.All(i => i == n.Lane || i == region.Row) && n.Lane != region.Row;
    }

    /// <summary>Writes nests that are one, by <see cref="Together"/>.</summary>
    public void Emit(LoopNest[] together)
    {
        _nest = together[0];
        var closes = OpenTime(_nest);
        Write(together);
        for (; closes > 0; closes--) method.Close();
    }

    // The nest's own time, if it is not the loop's, and where it begins and ends.
    private int OpenTime(LoopNest nest)
    {
        if (nest.Loop is not { } loop || nest.Time is not { } time) return 0;
        var step = loop.Time.Name;
        var conditions = new List<string>();
        if (nest.Delay > loop.First) conditions.Add($"{step} >= {Extent.Of(nest.Delay).ToCSharp()}");
        var end = nest.Times! + Extent.Of(nest.Delay);
        if (!end.Equals(loop.End)) conditions.Add($"{step} < {end.ToCSharp()}");
        if (conditions.Count > 0) method.Line($"if ({string.Join(" && ", conditions)})").Open();
        if (time != loop.Time) method.Line($"nint {time.Name} = {step}{(nest.Delay == 0 ? "" : nest.Delay > 0 ? $" - {Extent.Of(nest.Delay).ToCSharp()}" : $" + {Extent.Of(-nest.Delay).ToCSharp()}")};");
        return conditions.Count > 0 ? 1 : 0;
    }

    private void Write(LoopNest[] together)
    {
        var nest = together[0];
        foreach (var formula in together.SelectMany(n => n.Formulas)) method.Line("// " + formula);
        if (nest.Reducer.IsMatrix()) Matrix(nest);
        else if (nest.Contraction is { IsSparse: true }) SparseContraction(nest);
        else if (nest.Contraction is not null) Contraction(nest);
        else if (nest.Rows is not null) ScatterRows(together);
        else if (nest.Lane is null) new ScalarNestEmitter(loops, region, method, _loopLocals).Emit(nest);
        else if (nest.Scatter is not null) Scatter(together);
        else if (nest.Reducer == Reducer.None) Map(nest);
        else Reduction(nest, together.Length > 1 ? together[1] : null);
    }

    private static ScalarType Real(LoopNest nest) => nest.Expressions().SelectMany(e => e.Nodes()).Select(n => n.Type).Concat(nest.Computes.Select(t => t.Type)).FirstOrDefault(t => t is ScalarType.Float or ScalarType.Double);

    private bool IsStored(Tensor tensor) => loops.Buffers[tensor].Storage != Storage.Register;

    private Surroundings Struct(Index? lane, Index? rows, Index[] outer, string rowName, string laneName)
    {
        var around = new Surroundings(loops, region) { Lane = lane, RowIsLocal = true };
        foreach (var taken in new[] { rowName, laneName, "lanes", "z", "sum", around.FirstRow }.Concat(loops.Buffers.Values.Select(b => b.Name)).Concat(outer.Select(o => o.Name))) around.Locals.Take(taken);
        if (rows is not null) around.Names[rows] = rowName;
        if (lane is not null) around.Names[lane] = laneName;
        foreach (var o in outer) around.Names[o] = around.Capture(o.Name, "nint", o.Name);
        around.Outer.UnionWith(outer);
        return around;
    }

    /// <summary>The pieces of the iteration that the runtime's loop runs: rows, columns, and loops around it.</summary>
    private (Index? Rows, Index[] Outer) Split(LoopNest nest)
    {
        var rest = nest.Domain.Where(i => i != nest.Lane && i != nest.Time).ToArray();
        Index[] time = nest.Time is null ? [] : [nest.Time];
        return rest.Length == 0 ? (null, time) : (rest[rest.Length - 1], time.Concat(rest.Take(rest.Length - 1)).ToArray());
    }

    // A name for the row of a nest that has none: one that no index has.
    private static string NoRow(LoopNest nest) => new[] { "row", "none", "single", "only" }.First(name => nest.Domain.Concat(nest.Reduced).Count(i => i.Name == name) == 0);

    // How often an index runs in this region: the region's row over the block only.
    private string Count(Index? index) => index is null ? "1" : index == region.Row ? "rows" : index.Extent!.ToCSharp();

    // The loop over time is open already, around all nests of the recurrence.
    private int OpenLoops(Index[] outer)
    {
        var opened = outer.Where(o => o != _nest?.Time).ToArray();
        foreach (var o in opened)
        {
            method.Line($"for (nint {o.Name} = 0; {o.Name} < {Count(o)}; {o.Name}++)").Open();
        }

        return opened.Length;
    }

    private void CloseLoops(int count)
    {
        for (var i = 0; i < count; i++) method.Close();
    }

    private void Map(LoopNest nest)
    {
        var (rows, outer) = Split(nest);
        var laneName = nest.Lane!.Name;
        var rowName = rows?.Name ?? NoRow(nest);
        var around = Struct(nest.Lane, rows, outer, rowName, laneName);
        var body = new CodeWriter();
        var writer = new BodyWriter(around, body);
        Assign(nest, around, writer, body, null);
        var element = CsharpText.Type(Real(nest));
        var name = typeNames.For(nest.Assignments[nest.Assignments.Count - 1].Tensor.Name + "Body");
        WriteStruct(name, around, $"IRowBody<{element}>", structs =>
        {
            structs.Line(Inline);
            Body(structs, $"public void Apply<TLanes>(nint {rowName}, nint {laneName}, TLanes lanes) where TLanes : struct, ILanes", body);
        });
        var loopCount = OpenLoops(outer);
        method.Line($"Loops.Map<{element}, {name}>({Count(rows)}, {Count(nest.Lane)}, {Construct(name, around)});");
        CloseLoops(loopCount);
    }

    // Writes the assignments of a nest; gives the text of the one that the caller stores, if there is one.
    private string? Assign(LoopNest nest, Surroundings around, BodyWriter writer, CodeWriter body, Tensor? returned)
    {
        if (nest.Assignments.Count > 0) writer.Prepare(nest.Assignments.Select(a => a.Value), Real(nest));
        string? result = null;
        var values = nest.Assignments.Select(a => a.Value).ToArray();
        for (var k = 0; k < nest.Assignments.Count; k++)
        {
            var (tensor, value) = (nest.Assignments[k].Tensor, nest.Assignments[k].Value);
            var again = nest.Assignments.Skip(k + 1).Any(a => a.Value.Reads().Any(r => r.Tensor == tensor));
            var text = writer.Vector(value);
            if ((again || (returned == tensor && k + 1 < nest.Assignments.Count)) && !text.All(c => char.IsLetterOrDigit(c) || c == '_'))
            {
                var local = around.Locals.For(CsharpText.Argument(loops.Buffers[tensor].Name.Replace("_", "")).TrimStart('@'));
                body.Line($"var {local} = {text};");
                text = local;
            }

            if (again) around.Registers[tensor] = text;
            if (returned == tensor) result = text;
            else if (IsStored(tensor)) body.Line(Store(around, writer, tensor, nest.Domain, text));
        }

        return result;
    }

    private string Store(Surroundings around, BodyWriter writer, Tensor tensor, Index[] domain, string value)
    {
        var place = PlaceOf(tensor, domain);
        var stride = place.Stride(around.Lane!);
        return stride.Equals(Extent.One) ? $"lanes.Store({writer.Address(place)}, {value});" : $"lanes.StoreStrided({writer.Address(place)}, {around.Text(stride)}, {value});";
    }

    private Place PlaceOf(Tensor tensor, Index[] domain) =>
        Place.Of(loops.Buffers[tensor], domain.Select(i => loops.Tensors.Graph.Of(i)).ToArray(), region.Row);

    private void Reduction(LoopNest nest, LoopNest? next)
    {
        var real = Real(nest);
        var element = CsharpText.Type(real);
        var target = nest.Target!;
        var simple = nest.Reduced.Length == 1;
        var inner = nest.Reduced.Where(i => i != nest.Lane).ToArray();
        if (nest.LaneIsReduced)
        {
            // Lanes along the reduction: one number for every row.
            var (rows, outer) = Split(nest);
            if (PlainElements(nest, rows, nest.Lane!, outer, inner, element) is { } plain)
            {
                var loopCount = OpenLoops(outer);
                var into = PlaceOf(target, nest.Domain);
                method.Line($"Loops.{nest.Reducer}Columns({Count(rows)}, {Count(nest.Lane)}, {TargetPointer(into, outer)}, {(rows is null ? "1" : into.Stride(rows).ToCSharp())}, {plain});");
                CloseLoops(loopCount);
                return;
            }

            var (name, around) = Term(nest, rows, outer, inner, element, rows?.Name ?? NoRow(nest));
            var count = OpenLoops(outer);
            var place = PlaceOf(target, nest.Domain);
            var step = rows is null ? Extent.One : place.Stride(rows);
            var arguments = target.Type == ScalarType.Int ? $"<{element}, {name}>" : "";
            method.Line($"Loops.{nest.Reducer}Columns{arguments}({Count(rows)}, {Count(nest.Lane)}, {TargetPointer(place, outer)}, {step.ToCSharp()}, {Construct(name, around)});");
            CloseLoops(count);
            return;
        }

        if (simple && nest.Reducer == Reducer.Sum)
        {
            // Lanes along the result: rows are added up.
            if (next is not null)
            {
                var shared = OpenLoops(nest.Domain.Where(i => i != nest.Lane).ToArray());
                method.Line($"Loops.SumRows({Count(nest.Reduced[0])}, {Count(nest.Lane)}, {PairOfSums(nest, next, element)});");
                CloseLoops(shared);
                return;
            }

            var sum = SumOfRows(nest, element);
            var count = OpenLoops(nest.Domain.Where(i => i != nest.Lane).ToArray());
            method.Line($"Loops.SumRows({Count(nest.Reduced[0])}, {Count(nest.Lane)}, {sum});");
            CloseLoops(count);
            return;
        }

        MapReduction(nest, element);
    }

    // Where the sums go, and what is summed.
    private string SumOfRows(LoopNest nest, string element)
    {
        var outer = nest.Domain.Where(i => i != nest.Lane).ToArray();
        var target = TargetPointer(PlaceOf(nest.Target!, nest.Domain), outer);
        if (PlainElements(nest, nest.Reduced[0], nest.Lane!, outer, [], element) is { } plain) return $"{target}, {plain}";
        var (name, around) = Term(nest, nest.Reduced[0], outer, [], element, nest.Reduced[0].Name);
        return $"{target}, {Construct(name, around)}";
    }

    // Where two sums go, and what is summed: one struct, so that what both read is read once.
    private string PairOfSums(LoopNest nest, LoopNest next, string element)
    {
        var graph = loops.Tensors.Graph;
        var outer = nest.Domain.Where(i => i != nest.Lane).ToArray();
        var (row, lane) = (nest.Reduced[0], nest.Lane!);
        var other = graph.Substitute(next.Term!, i => i == next.Reduced[0] ? graph.Of(row) : Array.IndexOf(next.Domain, i) is var d and >= 0 ? graph.Of(nest.Domain[d]) : null);
        var around = Struct(lane, row, outer, row.Name, lane.Name);
        foreach (var taken in new[] { "first", "second" }) around.Locals.Take(taken);
        var body = new CodeWriter();
        var writer = new BodyWriter(around, body);
        writer.Prepare([nest.Term!, other], Real(nest));
        body.Line($"first = {writer.Vector(nest.Term!)};");
        body.Line($"second = {writer.Vector(other)};");
        var name = typeNames.For(next.Target!.Name + "Terms");
        WriteStruct(name, around, $"IElementPair<{element}>", structs =>
        {
            structs.Line(Inline);
            Body(structs, $"public void At<TLanes>(nint {row.Name}, nint {lane.Name}, TLanes lanes, out Vector256<{element}> first, out Vector256<{element}> second) where TLanes : struct, ILanes", body);
        });
        return $"{TargetPointer(PlaceOf(nest.Target!, nest.Domain), outer)}, {TargetPointer(PlaceOf(next.Target!, nest.Domain), outer)}, {Construct(name, around)}";
    }

    // A term that is nothing but a tensor, side by side along the lanes: the runtime has its struct.
    private string? PlainElements(LoopNest nest, Index? rows, Index lane, Index[] outer, Index[] inner, string element)
    {
        if (inner.Length > 0 || nest.Term is not { Kind: ExpressionKind.Read } read || nest.Reducer is Reducer.ArgMax or Reducer.ArgMin) return null;
        var place = Place.Of(loops.Buffers[read.Tensor], read.Arguments, region.Row);
        if (place.Data.Count > 0 || !place.Constant.Equals(Extent.Zero) || !place.Stride(lane).Equals(Extent.One)) return null;
        return $"new Elements<{element}>({Address(place, outer)}, {(rows is null ? "0" : place.Stride(rows).ToCSharp())})";
    }

    // The address of the target at the outer indices, at the block's first row if the rows are the loop's own.
    private string TargetPointer(Place place, Index[] outer)
    {
        var text = place.Buffer.Name;
        if (place.RowLocal && !place.FirstRowStride.Equals(Extent.Zero)) text += $" + {region.Row!.Name}0{Times(place.FirstRowStride)}";
        foreach (var o in outer)
        {
            var stride = place.Stride(o);
            if (!stride.Equals(Extent.Zero)) text += $" + {o.Name}{Times(stride)}";
        }

        return text;
    }

    private static string Times(Extent stride) => stride.Equals(Extent.One) ? "" : $" * {stride.ToFactor()}";

    private (string Name, Surroundings Around) Term(LoopNest nest, Index? rows, Index[] outer, Index[] inner, string element, string rowName)
    {
        var laneName = nest.Lane!.Name;
        var around = Struct(nest.Lane, rows, outer, rowName, laneName);
        var body = new CodeWriter();
        if (inner.Length == 0)
        {
            var writer = new BodyWriter(around, body);
            writer.Prepare([nest.Term!], Real(nest));
            body.Line($"return {writer.Vector(nest.Term!)};");
        }
        else
        {
            Accumulate(nest, around, body, inner, element);
            body.Line("return sum;");
        }

        var name = typeNames.For(nest.Target!.Name + "Term");
        WriteStruct(name, around, $"IElement<{element}>", structs =>
        {
            structs.Line(Inline);
            Body(structs, $"public Vector256<{element}> At<TLanes>(nint {rowName}, nint {laneName}, TLanes lanes) where TLanes : struct, ILanes", body);
        });
        return (name, around);
    }

    // var sum = …; loops over the inner reduced indices.
    private void Accumulate(LoopNest nest, Surroundings around, CodeWriter body, Index[] inner, string element)
    {
        var initial = nest.Reducer switch
        {
            Reducer.Max => $"Vector256.Create({element}.NegativeInfinity)",
            Reducer.Min => $"Vector256.Create({element}.PositiveInfinity)",
            _ => $"Vector256<{element}>.Zero",
        };
        body.Line($"var sum = {initial};");
        foreach (var i in inner)
        {
            around.Names[i] = i.Name;
            body.Line($"for (nint {i.Name} = 0; {i.Name} < {around.Text(i.Extent!)}; {i.Name}++)").Open();
        }

        var writer = new BodyWriter(around, body);
        var term = nest.Term!;
        writer.Prepare(term.Is(ScalarOperators.Multiply) ? term.Arguments : [term], Real(nest));
        body.Line(nest.Reducer switch
        {
            Reducer.Max => $"sum = Elementary.Max(sum, {writer.Vector(term)});",
            Reducer.Min => $"sum = Elementary.Min(sum, {writer.Vector(term)});",
            _ when term.Is(ScalarOperators.Multiply) => $"sum = Lanes.MultiplyAdd({writer.Vector(term.Arguments[0])}, {writer.Vector(term.Arguments[1])}, sum);",
            _ => $"sum += {writer.Vector(term)};",
        });
        foreach (var _ in inner) body.Close();
    }

    // Lanes along the result, all reduced indices inside.
    private void MapReduction(LoopNest nest, string element)
    {
        var (rows, outer) = Split(nest);
        var laneName = nest.Lane!.Name;
        var rowName = rows?.Name ?? NoRow(nest);
        var around = Struct(nest.Lane, rows, outer, rowName, laneName);
        var body = new CodeWriter();
        if (nest.Reducer == Reducer.LogSumExp)
        {
            var largest = new LoopNest { Domain = nest.Domain, Reduced = nest.Reduced, Reducer = Reducer.Max, Target = nest.Target, Term = nest.Term, Lane = nest.Lane };
            Accumulate(largest, around, body, nest.Reduced, element);
            body.Line($"var largest = Vector256.ConditionalSelect(Vector256.Equals(sum, Vector256.Create({element}.NegativeInfinity)), Vector256<{element}>.Zero, sum);");
            body.Line($"sum = Vector256<{element}>.Zero;");
            foreach (var i in nest.Reduced) body.Line($"for (nint {i.Name} = 0; {i.Name} < {around.Text(i.Extent!)}; {i.Name}++)").Open();
            var writer = new BodyWriter(around, body);
            writer.Prepare([nest.Term!], Real(nest));
            body.Line($"sum += Elementary.Exp({writer.Vector(nest.Term!)} - largest);");
            foreach (var _ in nest.Reduced) body.Close();
            body.Line("sum = largest + Elementary.Log(sum);");
        }
        else
        {
            Accumulate(nest, around, body, nest.Reduced, element);
        }

        body.Line(Store(around, new BodyWriter(around, body), nest.Target!, nest.Domain, "sum"));
        var name = typeNames.For(nest.Target!.Name + "Body");
        WriteStruct(name, around, $"IRowBody<{element}>", structs =>
        {
            structs.Line(Inline);
            Body(structs, $"public void Apply<TLanes>(nint {rowName}, nint {laneName}, TLanes lanes) where TLanes : struct, ILanes", body);
        });
        var count = OpenLoops(outer);
        method.Line($"Loops.Map<{element}, {name}>({Count(rows)}, {Count(nest.Lane)}, {Construct(name, around)});");
        CloseLoops(count);
    }

    private void WriteStruct(string name, Surroundings around, string implements, Action<CodeWriter> members)
    {
        structs.Line();
        var body = new CodeWriter();
        body.Indent(3);
        members(body);
        var text = body.ToString();
        around.Captured.RemoveAll(c => !Regex.IsMatch(text.Substring(Math.Max(0, text.IndexOf("TLanes lanes", StringComparison.Ordinal))), $@"\b{c.Name}\b"));
        var fields = string.Join(", ", around.Captured.Select(f => $"{f.Type} {f.Name}"));
        structs.Line($"private readonly unsafe struct {name}({fields}) : {implements}").Open();
        structs.Lines(text.TrimEnd().Split('\n').Select(l => l.Length > 12 ? l.Substring(12) : l.Trim()));
        structs.Close();
    }

    // A body of one statement is an expression.
    private static void Body(CodeWriter structs, string signature, CodeWriter body)
    {
        var lines = Split(body).ToArray();
        if (lines.Count(l => l.EndsWith(";", StringComparison.Ordinal)) == 1 && lines[0][0] != '{' && !lines[0].StartsWith("for ", StringComparison.Ordinal) && !lines[0].StartsWith("if ", StringComparison.Ordinal))
        {
            structs.Line(signature + " =>");
            structs.Lines(lines.Select((l, k) => "    " + (k == 0 && l.StartsWith("return ", StringComparison.Ordinal) ? l.Substring(7) : l)));
            return;
        }

        structs.Line(signature).Open();
        structs.Lines(lines).Close();
    }

    private string Construct(string name, Surroundings around) => $"new {name}({string.Join(", ", around.Captured.Select(f => f.Value))})";

    private static IEnumerable<string> Split(CodeWriter body) => body.ToString().TrimEnd('\n').Split('\n');
}
