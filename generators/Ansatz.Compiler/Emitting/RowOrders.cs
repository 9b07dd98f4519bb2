using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>The positions of index data grouped by row, once per call for all scatters that share them, and what else comes before such scatters.</summary>
internal sealed class RowOrders(LoopProgram loops, IdentifierNames names, PreparedOperands prepared)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The methods that work out rows which are not index data as they stand.</summary>
    public CodeWriter Methods { get; } = new();

    /// <summary>The field that holds the order of a scatter's positions; it is made before the phase.</summary>
    public string For(int phase, LoopNest nest, LoopBuffer target)
    {
        var positions = nest.Rows!.Positions;
        var count = positions.Aggregate(Extent.One, (p, i) => p * i.Extent!).ToCSharp();
        var rows = nest.Target!.Shape[0].ToCSharp();
        var order = Order(phase, nest, positions, count, rows);
        if (target.IsRowSparse) Before(phase, $"gradients.{(nest.Continues ? "AddRows" : $"SetRows<{CsharpText.Type(target.Tensor.Type)}>")}({target.Tensor.Of!.Ordinal}, {order});");
        else if (!nest.Continues) Before(phase, ScalarNestEmitter.Clear(target));
        return order;
    }

    private void Before(int phase, string line)
    {
        if (!prepared.Lines.Contains((phase, line))) prepared.Lines.Add((phase, line));
    }

    private string Order(int phase, LoopNest nest, Index[] positions, string count, string rows)
    {
        var row = nest.Scatter![0];
        var conditions = Guards.Around(nest.Term!).Conditions;
        var key = $"{Canonical(row, positions)} {string.Concat(conditions.Select(c => $"{Canonical(c.Condition, positions)}{c.Holds} "))}{count} {rows}";
        if (_known.TryGetValue(key, out var known)) return known;
        var stem = row.Reads().Select(r => loops.Buffers[r.Tensor].Name).FirstOrDefault() ?? loops.Buffers[nest.Target!].Name;
        var order = _known[key] = names.For(stem + "Order");
        prepared.Fields.Add(("RowOrder", order));
        var data = conditions.Count == 0 && IsStored(row, positions) ? loops.Buffers[row.Tensor].Name
            : $"{Method(names.For(stem + "Rows"), nest, positions, row, conditions)}(Reserve<int>({prepared.Buffers++}, {count}))";
        prepared.Lines.Add((phase, $"{order}.Group(Workers, {data}, {count}, {rows}, Reserve<int>({prepared.Buffers++}, RowOrder.MemoryFor({count})));"));
        return order;
    }

    // The expression with the positions under names that say which they are.
    private string Canonical(Expression e, Index[] positions) =>
        loops.Tensors.Graph.Substitute(e, i => Array.IndexOf(positions, i) is var k and >= 0 ? loops.Tensors.Graph.Raw(_position, ScalarType.Int, loops.Tensors.Graph.Integer(Extent.Of(k))) : null).Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static readonly Operators.Operator _position = new("position", 1) { Csharp = "", Gpu = "", Cost = 0 };

    // Index data in memory, one number for each position.
    private bool IsStored(Expression row, Index[] positions) => row.Kind == ExpressionKind.Read && row.Arguments.Length > 0 && loops.Buffers[row.Tensor].Storage is Storage.Given or Storage.Whole or Storage.Result
        && row.Arguments.Select(a => a.Kind == ExpressionKind.Index ? a.Index : null).SequenceEqual(positions) && row.Tensor.Shape.SequenceEqual(positions.Select(i => i.Extent!));

    // int* Rows(int* rows): the row of each position, -1 where a condition around the term does not hold.
    private string Method(string name, LoopNest nest, Index[] positions, Expression row, List<(Expression Condition, bool Holds)> conditions)
    {
        var around = new Surroundings(loops, new LoopRegion()) { Locals = new() };
        foreach (var i in positions)
        {
            around.Names[i] = i.Name;
            around.Locals.Take(i.Name);
        }

        var next = around.Locals.For("next");
        Methods.Line();
        Methods.Line($"// The row of {loops.Buffers[nest.Target!].Name} to which each {(positions.Length == 0 ? "term" : string.Join(",", positions.Select(i => i.Name)))} is added{(conditions.Count > 0 ? "; none where its term is 0 by choice" : "")}.");
        Methods.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Methods.Line($"private int* {name}(int* rows)").Open();
        Methods.Line($"var {next} = rows;");
        foreach (var i in positions) Methods.Line($"for (nint {i.Name} = 0; {i.Name} < {around.Text(i.Extent!)}; {i.Name}++)").Open();
        var writer = new BodyWriter(around, Methods);
        var tests = string.Join(" && ", conditions.Select(c => $"{(c.Holds ? "" : "!")}({writer.Scalar(Guards.Apply(loops.Tensors.Graph, c.Condition))})"));
        Methods.Line($"*{next}++ = {(tests.Length > 0 ? $"{tests} ? " : "")}(int)({writer.Scalar(row)}){(tests.Length > 0 ? " : -1" : "")};");
        foreach (var _ in positions) Methods.Close();
        Methods.Line("return rows;").Close();
        return name;
    }
}
