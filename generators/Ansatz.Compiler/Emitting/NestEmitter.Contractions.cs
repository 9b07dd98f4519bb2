using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

// Nests that begin with a contraction: one call of the runtime's kernel, and a struct for what happens to its results.
internal sealed partial class NestEmitter
{
    private void Contraction(LoopNest nest)
    {
        var c = nest.Contraction!;
        var element = CsharpText.Type(Real(nest));
        var target = nest.Target!;
        var stored = IsStored(target) ? target : nest.Assignments.FirstOrDefault(a => IsStored(a.Tensor))?.Tensor ?? target;
        var output = PlaceOf(stored, nest.Domain);
        var (rowsIndex, columnsIndex, sumIndex) = (c.Rows[c.Rows.Length - 1], c.Columns[c.Columns.Length - 1], c.Sum[c.Sum.Length - 1]);
        var placeA = Place.Of(loops.Buffers[c.A.Tensor], c.A.Arguments, region.Row);
        var placeB = Place.Of(loops.Buffers[c.B.Tensor], c.B.Arguments, region.Row);
        var epilogue = Epilogue(nest, element, stored, out var around);
        var m = Product(c.Rows);
        var n = Product(c.Columns);
        var k = Product(c.Sum);
        var loopsAround = c.Outer.Concat(c.Repeated).ToArray();
        var count = OpenLoops(loopsAround);
        var dependsB = (region.Row is { } row && !placeB.Stride(row).Equals(Extent.Zero)) || loopsAround.Any(o => !placeB.Stride(o).Equals(Extent.Zero));
        string panels;
        if (dependsB)
        {
            panels = prepared.Inside(method, element, m, k, n, Address(placeB, loopsAround), placeB.Stride(sumIndex), placeB.Stride(columnsIndex), target);
        }
        else
        {
            var total = c.Rows.Aggregate(Extent.One, (p, i) => p * i.Extent!);
            panels = prepared.Before(region.Phase, element, total.ToCSharp(), k, n, placeB, sumIndex, columnsIndex, loops.Buffers[c.B.Tensor].Name);
        }

        var operands = $"{m}, {n}, {k}, {Address(placeA, loopsAround)}, {placeA.Stride(rowsIndex).ToCSharp()}, {placeA.Stride(sumIndex).ToCSharp()}, {panels}, "
            + $"{Address(output, c.Outer)}, {output.Stride(rowsIndex).ToCSharp()}";
        method.Line(c.Repeated.Length > 0
            ? $"Contraction.AddRows({string.Join(" && ", c.Repeated.Select(i => $"{i.Name} == 0"))}, {operands});"
            : $"Contraction.Rows({operands}, {(epilogue is null ? $"new Keep<{element}>()" : Construct(epilogue, around!))});");
        CloseLoops(count);

        string Product(Index[] indices)
        {
            var whole = indices.Where(i => i != region.Row).Aggregate(Extent.One, (p, i) => p * i.Extent!);
            return !indices.Contains(region.Row!) || region.Row is null ? whole.ToCSharp() : whole.Equals(Extent.One) ? "rows" : $"rows * {whole.ToFactor()}";
        }
    }

    private string Address(Place place, Index[] outer)
    {
        var text = place.Buffer.Name + (place.Constant.Equals(Extent.Zero) ? "" : $" + {place.Constant.ToFactor()}");
        if (region.Row is { } row && place.Buffer.Storage != Storage.Block && !outer.Contains(row))
        {
            var stride = place.Stride(row);
            if (!stride.Equals(Extent.Zero)) text += $" + {row.Name}0{Times(stride)}";
        }

        foreach (var o in outer)
        {
            var stride = place.Stride(o);
            if (stride.Equals(Extent.Zero)) continue;
            var name = o == region.Row && place.Buffer.Storage != Storage.Block ? $"({o.Name}0 + {o.Name})" : o.Name;
            text += $" + {name}{Times(stride)}";
        }

        return text;
    }

    private string? Epilogue(LoopNest nest, string element, Tensor stored, out Surroundings? around)
    {
        var c = nest.Contraction!;
        around = null;
        if (nest.Assignments.Count == 0 && !c.Negative) return null;
        var graph = loops.Tensors.Graph;
        var real = Real(nest);
        var z = graph.Accumulator(real);
        var value = c.Negative ? graph.Negate(z) : z;

        // The kernel counts rows and columns over groups of indices; the last index of a group stands for the group, the others are 0.
        var (rows, columns) = (c.Rows[c.Rows.Length - 1], c.Columns[c.Columns.Length - 1]);
        around = Struct(columns, rows, c.Outer, rows.Name, columns.Name);
        foreach (var merged in c.Rows.Concat(c.Columns).Where(i => i != rows && i != columns)) around.Names[merged] = "0";
        var epilogue = new LoopNest { Domain = nest.Domain, Lane = columns };
        foreach (var a in nest.Assignments) epilogue.Assignments.Add(new Assignment(a.Tensor, graph.RewriteReads(a.Value, r => r.Tensor == nest.Target ? value : null)));
        var body = new CodeWriter();
        var writer = new BodyWriter(around, body);
        var result = Assign(epilogue, around, writer, body, stored);
        if (stored == nest.Target) result = c.Negative ? "-z" : "z";
        body.Line($"return {result};");
        var cost = epilogue.Assignments.Sum(a => Passes.InlineProducers.Cost(a.Value)) + (2 * (epilogue.Assignments.Count(a => IsStored(a.Tensor)) - 1));
        var name = typeNames.For((nest.Assignments.Count > 0 ? nest.Assignments[nest.Assignments.Count - 1].Tensor.Name : nest.Target!.Name) + "Epilogue");
        WriteStruct(name, around, $"IEpilogue<{element}>", structs =>
        {
            if (cost <= 4) structs.Line("public static bool InRegisters => true;");
            structs.Line(Inline);
            Body(structs, $"public Vector256<{element}> Apply<TLanes>(Vector256<{element}> z, nint {rows.Name}, nint {columns.Name}, TLanes lanes) where TLanes : struct, ILanes", body);
        });
        return name;
    }
}
