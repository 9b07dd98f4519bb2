using System.Text.RegularExpressions;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

// Sums at places that index data name.
internal sealed partial class NestEmitter
{
    // Whole rows: grouped by row each is summed by one thread. Where one thread does all in the order of the positions anyway, several tables
    // are added to at once, since their terms read the same.
    private void ScatterRows(LoopNest[] together)
    {
        var group = together.Select(n => orders.For(region.Phase, n, loops.Buffers[n.Target!])).ToArray();
        if (together.Length > 1)
        {
            method.Line($"if ({string.Join(" && ", group.Distinct().Select(o => $"{o}.IsInOrder"))})").Open();
            method.Line("if (chunk == 0)").Open();
            Scatter(together);
            method.Close().Close().Line("else").Open();
        }

        for (var k = 0; k < together.Length; k++) AddRows(together[k], group[k]);
        if (together.Length > 1) method.Close();
    }

    private void AddRows(LoopNest nest, string order)
    {
        var (positions, columns) = (nest.Rows!.Positions, nest.Rows.Columns);
        var element = CsharpText.Type(nest.Target!.Type);
        var outer = columns.Take(columns.Length - 1).ToArray();
        var column = columns.Length > 0 ? columns[columns.Length - 1].Name : NoRow(nest);
        var position = positions.Length == 1 ? positions[0].Name : typeNames.Fresh("position", nest.Domain.Select(i => i.Name).Append(column).ToArray());
        var row = loops.Tensors.Graph.NewIndex(typeNames.Fresh("row", nest.Domain.Select(i => i.Name).Append(column).Append(position).ToArray()), null);
        var around = Struct(nest.Lane, null, outer, position, column);
        around.Locals.Take(around.Names[row] = row.Name);
        if (columns.Length > 0) around.Names[columns[columns.Length - 1]] = column;
        foreach (var i in positions)
        {
            around.Names[i] = i.Name;
            around.Locals.Take(i.Name);
        }

        if (positions.Length == 0) around.Locals.Take(position);
        around.Group = (positions, position);
        var body = new CodeWriter();
        var writer = new BodyWriter(around, body);

        // The row is given: neither read nor guarded.
        var term = loops.Tensors.Graph.Rewrite(Guards.Apply(loops.Tensors.Graph, Guards.Around(nest.Term!).Term), e => IsRow(e) || (e.Is(Guards.Guarded) && IsRow(e.Arguments[1])) ? loops.Tensors.Graph.Of(row) : null);
        bool IsRow(Expression e) => ReferenceEquals(e, nest.Scatter![0]);
        writer.Prepare([term], Real(nest));
        body.Line($"return {(nest.Lane is null ? writer.Scalar(term) : writer.Vector(term))};");
        var whole = Decode(positions, position, body, around);
        var name = typeNames.For(nest.Target.Name + "Term");
        WriteStruct(name, around, nest.Lane is null ? $"INumberTerm<{element}>" : $"IRowTerm<{element}>", structs =>
        {
            structs.Line(Inline);
            var signature = nest.Lane is null ? $"public {element} At(nint {position}, nint {row.Name}, nint {column})"
                : $"public Vector256<{element}> At<TLanes>(nint {position}, nint {row.Name}, nint {column}, TLanes lanes) where TLanes : struct, ILanes";
            Body(structs, signature, whole);
        });
        var buffer = loops.Buffers[nest.Target];
        var count = OpenLoops(outer);
        var target = buffer.Name + string.Concat(outer.Select((o, d) => $" + {o.Name}{Times(buffer.Strides[d + 1])}"));
        method.Line($"{order}.{(buffer.IsRowSparse && !nest.Continues ? "Set" : "Add")}{(nest.Lane is null ? "Numbers" : "")}(chunk, {(columns.Length > 0 ? Count(columns[columns.Length - 1]) : "1")}, {target}, {buffer.Strides[0].ToCSharp()}, {Construct(name, around)}{(nest.Lane is not null && Beside() is { } beside ? $", {beside}" : "")});");
        CloseLoops(count);

        // A table whose row of the same number the terms read: the runtime fetches it in time, together with the target's.
        string? Beside() => nest.Term!.Reads().Where(r => r.Tensor.Type == nest.Target!.Type && r.Arguments.Length > 0 && IsRow(r.Arguments[0])).Select(r => loops.Buffers[r.Tensor])
            .FirstOrDefault(b => b.Storage is Storage.Given or Storage.Whole && b.Strides[0].Equals(buffer.Strides[0]))?.Name;
    }

    // Position by position is what the runtime counts; where a term needs one of its indices by itself, it is worked out.
    private static CodeWriter Decode(Index[] positions, string position, CodeWriter body, Surroundings around)
    {
        var text = body.ToString();
        if (positions.Length < 2) return body;
        var whole = new CodeWriter();
        for (var k = 0; k < positions.Length; k++)
        {
            if (!Regex.IsMatch(text, $@"\b{positions[k].Name}\b")) continue;
            var behind = positions.Skip(k + 1).Aggregate(Extent.One, (p, i) => p * i.Extent!);
            var value = behind.Equals(Extent.One) ? position : $"{position} / {around.Text(behind, operand: true)}";
            whole.Line($"var {positions[k].Name} = {value}{(k > 0 ? $" % {around.Text(positions[k].Extent!, operand: true)}" : "")};");
        }

        return whole.Lines(text.TrimEnd('\n').Split('\n'));
    }

    // Rows of the targets are added to one after the other: two of them may be the same.
    private void Scatter(LoopNest[] together)
    {
        var graph = loops.Tensors.Graph;
        var nest = together[0];
        var (rows, outer) = Split(nest);
        var laneName = nest.Lane!.Name;
        var rowName = rows?.Name ?? (laneName == "row" ? "none" : "row");
        var around = Struct(nest.Lane, rows, outer, rowName, laneName);
        var body = new CodeWriter();
        var (conditions, _) = Guards.Around(nest.Term!);
        foreach (var (condition, holds) in conditions)
        {
            var text = new BodyWriter(around, body).Scalar(condition);
            body.Line(holds ? $"if ({text})" : $"if (!({text}))").Open();
        }

        var writer = new BodyWriter(around, body);
        var values = together.Select(n => Guards.Apply(graph, Here(n, Guards.Around(n.Term!).Term))).ToArray();
        writer.Prepare(values, Real(nest));
        for (var k = 0; k < together.Length; k++)
        {
            var sum = writer.Vector(values[k]);
            var place = writer.Address(Place.Of(loops.Buffers[together[k].Target!], together[k].Scatter!.Select(x => Here(together[k], x)).ToArray(), region.Row));
            body.Line($"lanes.Store({place}, lanes.Load({place}) + {sum});");
        }

        foreach (var _ in conditions) body.Close();
        var element = CsharpText.Type(Real(nest));
        var name = typeNames.For(nest.Target!.Name + "Body");
        WriteStruct(name, around, $"IRowBody<{element}>", structs =>
        {
            structs.Line(Inline);
            Body(structs, $"public void Apply<TLanes>(nint {rowName}, nint {laneName}, TLanes lanes) where TLanes : struct, ILanes", body);
        });
        foreach (var n in together.Where(n => n is { Rows: null, Continues: false })) method.Line(ScalarNestEmitter.Clear(loops.Buffers[n.Target!]));
        var count = OpenLoops(outer);
        method.Line($"Loops.Map<{element}, {name}>({Count(rows)}, {Count(nest.Lane)}, {Construct(name, around)});");
        CloseLoops(count);

        Expression Here(LoopNest other, Expression e) => other == nest ? e : graph.Substitute(e, i => Array.IndexOf(other.Domain, i) is var d and >= 0 ? graph.Of(nest.Domain[d]) : null);
    }
}
