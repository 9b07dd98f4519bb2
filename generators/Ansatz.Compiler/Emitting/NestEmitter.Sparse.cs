using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

// Contractions with a sparse matrix: one call of the runtime's kernel, and a struct for the elements of the matrix and their places.
internal sealed partial class NestEmitter
{
    private void SparseContraction(LoopNest nest)
    {
        var c = nest.Contraction!;
        var real = Real(nest);
        var element = CsharpText.Type(real);
        var stored = IsStored(nest.Target!) ? nest.Target! : nest.Assignments.FirstOrDefault(a => IsStored(a.Tensor))?.Tensor ?? nest.Target!;
        var output = PlaceOf(stored, nest.Domain);
        var graph = loops.Tensors.Graph;

        // A is given from its place 0 on; rows and places step through it.
        var placeA = Place.Of(loops.Buffers[c.A.Tensor], c.A.Arguments.Select((x, d) => d == c.PlaceDimension ? graph.Integer(Extent.Zero) : x).ToArray(), region.Row);
        var rows = c.Rows[c.Rows.Length - 1];
        var epilogue = Epilogue(nest, element, stored, out var around);
        var (terms, surroundings) = SparseTerms(nest, real);
        var whole = c.Rows.Where(i => i != region.Row).Aggregate(Extent.One, (p, i) => p * i.Extent!);
        var m = region.Row is null || !c.Rows.Contains(region.Row) ? whole.ToCSharp() : whole.Equals(Extent.One) ? "rows" : $"rows * {whole.ToFactor()}";
        var count = c.Sum.Aggregate(Extent.One, (p, i) => p * i.Extent!);
        var closes = OpenLoops(c.Outer);
        method.Line($"Contraction.SparseRows<{element}, {(real == ScalarType.Double ? "long" : "int")}, {terms}, {epilogue ?? $"Keep<{element}>"}>({m}, {Count(c.Columns[0])}, {count.ToCSharp()}, {c.A.Tensor.Shape[c.PlaceDimension].ToCSharp()}, "
            + $"{Address(placeA, c.Outer)}, {placeA.Stride(rows).ToCSharp()}, {loops.Buffers[c.A.Tensor].Strides[c.PlaceDimension].ToCSharp()}, {Construct(terms, surroundings)}, "
            + $"{Address(output, c.Outer)}, {output.Stride(rows).ToCSharp()}, {(epilogue is null ? $"new Keep<{element}>()" : Construct(epilogue, around!))});");
        CloseLoops(closes);
    }

    // The summed indices run as one, along the lanes.
    private (string Name, Surroundings Around) SparseTerms(LoopNest nest, ScalarType real)
    {
        var (c, graph) = (nest.Contraction!, loops.Tensors.Graph);
        var column = c.Columns[0];
        var term = c.Sum.Length == 1 ? c.Sum[0]
            : graph.NewIndex(typeNames.Fresh("term", [.. nest.Domain.Select(i => i.Name)]), c.Sum.Aggregate(Extent.One, (p, i) => p * i.Extent!));
        var element = CsharpText.Type(real);
        var place = real == ScalarType.Double ? "long" : "int";
        var around = Struct(term, null, c.Outer, column.Name, term.Name);
        around.Names[column] = column.Name;
        var (value, at) = (Flat(c.B), Flat(c.A.Arguments[c.PlaceDimension]));
        var (values, places) = (new CodeWriter(), new CodeWriter());
        var writer = new BodyWriter(around, values);
        writer.Prepare([value], real);
        values.Line($"return {writer.Vector(value)};");
        writer = new BodyWriter(around, places);
        writer.Prepare([at], real);
        places.Line($"return {writer.Whole(at)};");
        var name = typeNames.For(nest.Target!.Name + "Matrix");
        WriteStruct(name, around, $"ISparseTerms<{element}, {place}>", structs =>
        {
            structs.Line(Inline);
            Body(structs, $"public Vector256<{element}> Value<TLanes>(nint {column.Name}, nint {term.Name}, TLanes lanes) where TLanes : struct, ILanes", values);
            structs.Line();
            structs.Line(Inline);
            Body(structs, $"public Vector256<{place}> Place<TLanes>(nint {column.Name}, nint {term.Name}, TLanes lanes) where TLanes : struct, ILanes", places);
        });
        return (name, around);

        Expression Flat(Expression e) => c.Sum.Length == 1 ? e : graph.Substitute(e, i => Array.IndexOf(c.Sum, i) is var k and >= 0 ? Digit(k) : null);

        Expression Digit(int k)
        {
            var behind = c.Sum.Skip(k + 1).Aggregate(Extent.One, (p, i) => p * i.Extent!);
            var digit = behind.Equals(Extent.One) ? graph.Of(term) : graph.Divide(graph.Of(term), graph.Integer(behind));
            return k == 0 ? digit : graph.Apply(ScalarOperators.Remainder, ScalarType.Int, digit, graph.Integer(c.Sum[k].Extent!));
        }
    }
}
