using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Writes a nest that has no vector form: plain loops over elements.</summary>
internal sealed class ScalarNestEmitter(LoopProgram loops, LoopRegion region, CodeWriter method, IdentifierNames loopLocals)
{
    /// <summary>Writes the nest.</summary>
    public void Emit(LoopNest nest)
    {
        // Nests of one loop over time stand in one scope
        var around = new Surroundings(loops, region) { Locals = nest.Loop is null ? new() : loopLocals };
        foreach (var i in nest.Domain.Concat(nest.Reduced))
        {
            around.Names[i] = i.Name;
            around.Locals.Take(i.Name);
        }

        if (nest.Loop is { } loop) around.Locals.Take(loop.Time.Name);
        if (nest.Scatter is not null)
        {
            Scatter(nest, around);
            return;
        }

        var indices = nest.Domain.Where(i => i != nest.Time).ToArray();
        foreach (var i in indices) Open(around, i);
        if (nest.Reducer == Reducer.None) Assign(nest, around);
        else Reduce(nest, around);
        foreach (var _ in indices) method.Close();
    }

    private void Open(Surroundings around, Index i)
    {
        var (first, end) = i == region.Row ? ($"{i.Name}0", $"{i.Name}0 + rows") : ("0", around.Text(i.Extent!));
        method.Line($"for (nint {i.Name} = {first}; {i.Name} < {end}; {i.Name}++)").Open();
    }

    private string Element(Surroundings around, Tensor tensor, IReadOnlyList<Expression> at)
    {
        var place = Place.Of(loops.Buffers[tensor], at, region.Row);
        var offset = around.Offset(place, null, x => new BodyWriter(around, method).Scalar(x) is var t && t.Contains(" ") ? $"({t})" : t);
        return $"{loops.Buffers[tensor].Name}[{(offset.Length == 0 ? "0" : offset)}]";
    }

    private Expression[] At(LoopNest nest) => nest.Domain.Select(i => loops.Tensors.Graph.Of(i)).ToArray();

    private void Assign(LoopNest nest, Surroundings around)
    {
        var writer = new BodyWriter(around, method);
        var real = nest.Computes.Select(t => t.Type).FirstOrDefault(t => t == ScalarType.Double) == ScalarType.Double ? ScalarType.Double : ScalarType.Float;
        writer.Prepare(nest.Assignments.Select(a => a.Value), real);
        foreach (var a in nest.Assignments)
        {
            var text = writer.Scalar(a.Value);
            var again = nest.Assignments.Any(b => b != a && b.Value.Reads().Any(r => r.Tensor == a.Tensor));
            if (again)
            {
                var local = around.Locals.For(CsharpText.Argument(loops.Buffers[a.Tensor].Name.Replace("_", "")).TrimStart('@') + "Value");
                method.Line($"var {local} = {text};");
                around.Registers[a.Tensor] = text = local;
            }

            if (loops.Buffers[a.Tensor].Storage != Storage.Register) method.Line($"{Element(around, a.Tensor, At(nest))} = {text};");
        }
    }

    private void Reduce(LoopNest nest, Surroundings around)
    {
        var type = CsharpText.Type(nest.Term!.Type);
        string Result(string name) => around.Locals.For(name);
        switch (nest.Reducer)
        {
            case Reducer.ArgMax or Reducer.ArgMin:
                var (best, at, here, value) = (Result("best"), Result("at"), Result("position"), Result("value"));
                method.Line($"{type} {best} = {type}.{(nest.Reducer == Reducer.ArgMax ? "NegativeInfinity" : "PositiveInfinity")};");
                method.Line($"int {at} = 0, {here} = 0;");
                Loop(nest, around, writer =>
                {
                    method.Line($"var {value} = {writer.Scalar(nest.Term)};");
                    method.Line($"if ({here} == 0 || {value} {(nest.Reducer == Reducer.ArgMax ? ">" : "<")} {best} || ({type}.IsNaN({value}) && !{type}.IsNaN({best}))) ({best}, {at}) = ({value}, {here});");
                    method.Line($"{here}++;");
                });
                method.Line($"{Element(around, nest.Target!, At(nest))} = {at};");
                return;
            case Reducer.LogSumExp:
                var (largest, sum) = (Result("largest"), Result("sum"));
                method.Line($"var {largest} = {type}.NegativeInfinity;");
                Loop(nest, around, writer => method.Line($"{largest} = Elementary.Max({largest}, {writer.Scalar(nest.Term)});"));
                method.Line($"if ({type}.IsNegativeInfinity({largest})) {largest} = 0;");
                method.Line($"{type} {sum} = 0;");
                Loop(nest, around, writer => method.Line($"{sum} += Elementary.Exp({writer.Scalar(nest.Term)} - {largest});"));
                method.Line($"{Element(around, nest.Target!, At(nest))} = {type}.IsPositiveInfinity({largest}) ? {largest} : {largest} + Elementary.Log({sum});");
                return;
            default:
                var total = Result("sum");
                method.Line($"{type} {total} = {nest.Reducer switch { Reducer.Max => type + ".NegativeInfinity", Reducer.Min => type + ".PositiveInfinity", _ => "0" }};");
                Loop(nest, around, writer => method.Line(nest.Reducer == Reducer.Sum ? $"{total} += {writer.Scalar(nest.Term)};" : $"{total} = Elementary.{nest.Reducer}({total}, {writer.Scalar(nest.Term)});"));
                method.Line($"{Element(around, nest.Target!, At(nest))} = {total};");
                return;
        }
    }

    private void Loop(LoopNest nest, Surroundings around, Action<BodyWriter> body)
    {
        foreach (var i in nest.Reduced) Open(around, i);
        var writer = new BodyWriter(around, method);
        writer.Prepare([nest.Term!], nest.Term!.Type);
        body(writer);
        foreach (var _ in nest.Reduced) method.Close();
    }

    /// <summary>The line that empties a buffer.</summary>
    public static string Clear(LoopBuffer buffer) => $"new Span<{CsharpText.Type(buffer.Tensor.Type)}>({buffer.Name}, checked((int)({buffer.Length.ToCSharp()}))).Clear();";

    private void Scatter(LoopNest nest, Surroundings around)
    {
        var buffer = loops.Buffers[nest.Target!];
        if (!nest.Continues) method.Line(Clear(buffer));
        foreach (var i in nest.Domain) Open(around, i);
        var (conditions, term) = Guards.Around(nest.Term!);
        foreach (var (condition, holds) in conditions)
        {
            var text = new BodyWriter(around, method).Scalar(condition);
            method.Line(holds ? $"if ({text})" : $"if (!({text}))").Open();
        }

        var writer = new BodyWriter(around, method);
        writer.Prepare([term], term.Type);
        var value = writer.Scalar(term);
        method.Line($"{Element(around, nest.Target!, nest.Scatter!)} += {value};");
        foreach (var _ in conditions) method.Close();
        foreach (var _ in nest.Domain) method.Close();
    }
}
