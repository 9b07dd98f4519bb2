using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Writes one loop nest as one struct, which says to a kernel of the library what is particular to the nest.</summary>
internal sealed partial class IlgpuEmitterKernel
{
    private readonly LoopProgram _loops;
    private readonly LoopNest _nest;
    private readonly IReadOnlyList<string> _extents;
    private readonly string _name;
    private readonly IlgpuOperands _operands;
    private readonly IlgpuReductions _reductions;

    // What is being written: a method of the struct.
    private CodeWriter _code = new();
    private IlgpuEmitterBody _body;

    public IlgpuEmitterKernel(LoopProgram loops, LoopNest nest, IReadOnlyList<string> extents, string name, IlgpuOperands operands, IlgpuReductions reductions)
    {
        (_loops, _nest, _extents, _name, _operands, _reductions) = (loops, nest, extents, name, operands, reductions);
        _body = new IlgpuEmitterBody(loops, _code, extents);
    }

    /// <summary>Writes the struct.</summary>
    public IlgpuKernel Emit(CodeWriter code)
    {
        foreach (var formula in _operands.FormulasOf(_nest).Concat(_nest.Formulas).Concat(_reductions.With(_nest).SelectMany(n => n.Formulas))) code.Line("// " + formula);
        if (_nest.Reducer.IsMatrix() || _nest.Scatter is not null || (_nest.Target is null && _nest.Time is not null)) return Each(code);
        if (_nest.Contraction is { IsSparse: false }) return Contraction(code);
        if (_nest.Target is not null && _nest.Reducer != Reducer.None) return Reduction(code);
        return _nest.Target is null && FlatReads() is { } reads ? FlatMap(code, reads) : Map(code);
    }

    // The indices that number the kernel's elements: the time of a recurrence is the same for all of them.
    private Index[] Elements => _nest.Domain.Where(i => i != _nest.Time).Except(_nest.Own).ToArray();

    private static Extent Count(IEnumerable<Index> indices) => indices.Aggregate(Extent.One, (p, i) => p * i.Extent!);

    private static string Counted(IReadOnlyCollection<Index> indices) => indices.Count == 0 ? "one" : string.Join(" × ", indices.Select(i => i.Extent!.ToFactor()));

    private string AllElements => Elements.Length == 0 ? "One element" : Counted(Elements) + " elements";

    private string AtTime => _nest.Time is null ? "" : $", at one {_nest.Time.Name}";

    private IlgpuKernel Each(CodeWriter code)
    {
        var what = _nest.Reducer.IsSolve() ? "right side" : _nest.Reducer.IsMatrix() ? "matrix" : _nest.Scatter is not null ? "term" : "element";
        code.Line($"// One thread for each {what}: {Counted(Elements)}{AtTime}.");
        code.Line($"public readonly struct {_name} : IEach<{IlgpuEmitter.MemoryType}>").Open();
        Method(code, "void", "At", [(Elements, "element")], "", () =>
        {
            if (_nest.Reducer.IsMatrix()) Matrix();
            else if (_nest.Scatter is { } place) Scatter(_nest.Target!, place);
            Assign((tensor, value) => Store(tensor, value));
        });
        code.Close();
        var cleared = _nest.Scatter is null || _nest.Continues ? null : _loops.Buffers[_nest.Target!];
        return new IlgpuKernel(_name, $"Each<{IlgpuEmitter.MemoryType}, {_name}>", [Count(Elements)], cleared);
    }

    private IlgpuKernel Map(CodeWriter code)
    {
        var kept = _nest.Computes.Where(IsStored).ToArray();
        var type = ValueType(kept);
        code.Line($"// {AllElements}.");
        code.Line($"public readonly struct {_name} : IMap<{IlgpuEmitter.MemoryType}, {type}>").Open();
        Values(code, kept);
        Method(code, type, "Value", [(Elements, "element")], "", () =>
        {
            var values = new Dictionary<Tensor, string>();
            if (_nest.Target is { } target)
            {
                _body.Prepare([_nest.Term!]);
                _code.Line($"{CsharpText.Type(target.Type)} {_body.Locals.For("value")} = {_body.Text(_nest.Term!)};");
                _body.Registers[target] = values[target] = "value";
            }

            Assign((tensor, value) => values[tensor] = Kept(tensor, value));
            Return(kept, values);
        });
        code.Line();
        Keep(code, kept);
        code.Close();
        return new IlgpuKernel(_name, $"Map<{IlgpuEmitter.MemoryType}, {type}, {_name}>", [Count(Elements)], null);
    }

    private void Keep(CodeWriter code, Tensor[] kept)
    {
        Method(code, "void", "Store", [(Elements, "element")], $", {ValueType(kept)} value", () =>
        {
            foreach (var tensor in kept) _code.Line($"{Place(tensor)} = {(kept.Length == 1 ? "value" : "value." + Name(tensor))};");
        });
    }

    // What an element of a map comes to: a value, or a struct of several.
    private string ValueType(Tensor[] kept) => kept.Length == 1 ? Element(kept[0]) : _name + "." + ValuesType;

    private const string ValuesType = "Values";

    private void Values(CodeWriter code, Tensor[] kept)
    {
        if (kept.Length == 1) return;
        code.Line($"public struct {ValuesType}").Open();
        foreach (var same in kept.GroupBy(Element)) code.Line($"public {same.Key} {string.Join(", ", same.Select(Name))};");
        code.Close().Line();
    }

    private void Return(Tensor[] kept, IReadOnlyDictionary<Tensor, string> values) =>
        _code.Line(kept.Length == 1 ? $"return {values[kept[0]]};" : $"return new() {{ {string.Join(", ", kept.Select(t => $"{Name(t)} = {values[t]}"))} }};");

    // The reads of a map whose every element depends on elements of its own number alone; null for other maps.
    private Expression[]? FlatReads()
    {
        var kept = _nest.Assignments.Select(a => a.Tensor).Where(IsStored).ToArray();
        if (_nest.Domain.Length == 0 || kept.Any(t => t.Type == ScalarType.Bool || _loops.Buffers[t].Overwritten >= 0)) return null;
        var computed = new HashSet<Tensor>(_nest.Computes);
        var nodes = _nest.Assignments.SelectMany(a => a.Value.Nodes()).Distinct().ToArray();
        if (nodes.Any(n => n.Is(Guards.Guarded) || n.Kind == ExpressionKind.Accumulator)) return null;
        var reads = nodes.Where(n => n.Kind == ExpressionKind.Read && _nest.Domain.Any(n.DependsOn)).ToArray();
        if (!reads.All(r => IsFlat(r) && (r.Type != ScalarType.Bool))) return null;
        var places = new HashSet<int>(reads.SelectMany(r => r.Arguments).Select(a => a.Id));
        var elsewhere = _nest.Assignments.Any(a => UsesIndex(a.Value));
        return elsewhere ? null : reads.Where(r => !computed.Contains(r.Tensor)).ToArray();

        bool IsFlat(Expression read)
        {
            var shape = read.Tensor.Shape;
            return read.Arguments.Length == _nest.Domain.Length && _loops.Buffers[read.Tensor].Overwritten < 0
                && Enumerable.Range(0, shape.Length).All(d => read.Arguments[d].Kind == ExpressionKind.Index && read.Arguments[d].Index == _nest.Domain[d] && shape[d].Equals(_nest.Domain[d].Extent));
        }

        bool UsesIndex(Expression e) => e.Kind == ExpressionKind.Index ? _nest.Domain.Contains(e.Index) : e.Kind != ExpressionKind.Read ? e.Arguments.Any(UsesIndex) : !reads.Contains(e) && e.Arguments.Any(UsesIndex);
    }

    private IlgpuKernel FlatMap(CodeWriter code, Expression[] reads)
    {
        var kept = _nest.Computes.Where(IsStored).ToArray();
        var type = ValueType(kept);
        var tensors = reads.Select(r => r.Tensor).Distinct().ToArray();
        var memory = IlgpuEmitter.MemoryType;
        code.Line($"// {AllElements}, four to a thread.");
        code.Line($"public readonly struct {_name} : IFlatMap<{memory}, {type}>").Open();
        Values(code, kept);
        code.Line($"public static {type} Value({memory} memory, long element) => Of(memory{string.Concat(tensors.Select(t => $", memory.{Name(t)}[element]"))});").Line();
        Keep(code, kept);
        code.Line().Line($"public static void FourAt({memory} memory, long four)").Open();
        foreach (var t in tensors) code.Line($"var {Name(t)} = memory.{Name(t)}.Cast<{Element(t)}, Four<{Element(t)}>>()[four];");
        var results = new[] { "A", "B", "C", "D" }.Select(part => $"Of(memory{string.Concat(tensors.Select(t => $", {Name(t)}.{part}"))})").ToArray();
        if (kept.Length == 1)
        {
            code.Line($"memory.{Name(kept[0])}.Cast<{Element(kept[0])}, Four<{Element(kept[0])}>>()[four] = new({string.Join(", ", results)});");
        }
        else
        {
            var names = new IdentifierNames();
            foreach (var t in tensors) names.Take(Name(t));
            var parts = new[] { "a", "b", "c", "d" }.Select(names.For).ToArray();
            code.Line($"var ({string.Join(", ", parts)}) = ({string.Join(", ", results)});");
            foreach (var t in kept) code.Line($"memory.{Name(t)}.Cast<{Element(t)}, Four<{Element(t)}>>()[four] = new({string.Join(", ", parts.Select(p => $"{p}.{Name(t)}"))});");
        }

        code.Close().Line();
        Method(code, type, "Of", [], string.Concat(tensors.Select(t => $", {Element(t)} {Name(t)}")), () =>
        {
            foreach (var t in tensors) _body.Registers[t] = Name(t);
            var values = new Dictionary<Tensor, string>();
            Assign((tensor, value) => values[tensor] = Kept(tensor, value));
            Return(kept, values);
        }, "private");
        code.Close();
        return new IlgpuKernel(_name, $"FlatMap<{memory}, {type}, {_name}>", [Count(Elements)], null);
    }

    private bool IsOne(Expression read, Index index) => Extent.One.Equals(LanePlanner.Stride(read, index, _loops));

    private IlgpuKernel Contraction(CodeWriter code)
    {
        var (shape, target) = (_nest.Contraction!, _nest.Target!);
        var type = CsharpText.Type(target.Type);
        (Index[] Indices, string Number) outer = (shape.Outer.Where(i => i != _nest.Time).ToArray(), "outer"), rows = (shape.Rows, "row"), columns = (shape.Columns, "column");
        (Index[] Indices, string Number) terms = ([.. shape.Repeated, .. shape.Sum], "term");
        code.Line($"// {(outer.Indices.Length == 0 ? "" : Counted(outer.Indices) + " times ")}{Counted(rows.Indices)} rows and {Counted(columns.Indices)} columns{AtTime}, {Counted(terms.Indices)} terms each.");
        code.Line($"public readonly struct {_name} : IContraction<{IlgpuEmitter.MemoryType}, {type}>").Open();
        code.Line($"public static bool RowsAdjacent => {(IsOne(shape.A, shape.Rows[shape.Rows.Length - 1]) ? "true" : "false")};").Line();
        code.Line($"public static bool ColumnsAdjacent => {(IsOne(shape.B, shape.Columns[shape.Columns.Length - 1]) ? "true" : "false")};").Line();
        Method(code, type, "Left", [outer, rows, terms], "", () => Return(shape.A));
        code.Line();
        Method(code, type, "Right", [outer, terms, columns], "", () => Return(shape.B));
        code.Line();
        Method(code, "void", "Store", [outer, rows, columns], $", {type} sum", () =>
        {
            if (shape.Negative) _code.Line("sum = -sum;");
            Finish("sum");
        });
        code.Close();
        return new IlgpuKernel(_name, $"Contract{(type == "double" ? "Double" : "Single")}<{IlgpuEmitter.MemoryType}, {_name}>", [Count(outer.Indices), Count(rows.Indices), Count(columns.Indices), Count(terms.Indices)], null);

        void Return(Expression operand)
        {
            var value = _operands.ValueOf(operand);
            _body.Prepare([value]);
            _code.Line($"return {_body.Text(value)};");
        }
    }

    // Keeps a reduction's result and what is computed from it.
    private void Finish(string result)
    {
        var target = _nest.Target!;
        _body.Registers[target] = result;
        if (IsStored(target)) Store(target, result);
        Assign((tensor, value) => Store(tensor, value));
    }

    private bool IsStored(Tensor tensor) => _loops.Buffers[tensor].Storage != Storage.Register;

    private string Name(Tensor tensor) => _loops.Buffers[tensor].Name;

    private static string Element(Tensor tensor) => IlgpuEmitter.ElementType(tensor);

    private static string Kept(Tensor tensor, string value) => tensor.Type switch
    {
        ScalarType.Bool => $"({value}) ? (byte)1 : (byte)0",
        ScalarType.Int => $"(int)({value})",
        _ => value,
    };

    private string Place(Tensor tensor) => Place(tensor, _nest.Domain);

    private string Place(Tensor tensor, Index[] at)
    {
        var buffer = _loops.Buffers[tensor];
        _body.Buffers.Add(buffer);
        return $"{buffer.Name}[{_body.Offset(buffer, at.Select(i => _loops.Tensors.Graph.Of(i)).ToArray())}]";
    }

    private void Store(Tensor tensor, string value) => _code.Line($"{Place(tensor)} = {Kept(tensor, value)};");

    // Pointwise results in order: one that is used again becomes a local.
    private void Assign(Action<Tensor, string> keep) => Assign(_nest.Assignments, keep);

    private void Assign(IReadOnlyList<Assignment> assignments, Action<Tensor, string> keep)
    {
        _body.Prepare(assignments.Select(a => a.Value));
        for (var k = 0; k < assignments.Count; k++)
        {
            var (tensor, value) = (assignments[k].Tensor, assignments[k].Value);
            var text = _body.Text(value);
            if (assignments.Skip(k + 1).Any(a => a.Value.Reads().Any(r => r.Tensor == tensor)))
            {
                var local = _body.Locals.For(CsharpText.Argument(Name(tensor).Replace("_", "")));
                _code.Line($"var {local} = {text};");
                _body.Registers[tensor] = text = local;
            }

            if (IsStored(tensor)) keep(tensor, text);
        }
    }

    // Nothing is added where the term is a choice that falls on 0: the place may not even exist there.
    private void Scatter(Tensor target, Expression[] place)
    {
        var buffer = _loops.Buffers[target];
        _body.Buffers.Add(buffer);
        var term = _nest.Term!;
        var guards = 0;
        while (term.Is(ScalarOperators.Select) && (term.Arguments[1].IsNumber(0) || term.Arguments[2].IsNumber(0)))
        {
            var holds = term.Arguments[2].IsNumber(0);
            _body.Prepare([]);
            var condition = _body.Text(term.Arguments[0]);
            _code.Line(holds ? $"if ({condition})" : $"if (!({condition}))").Open();
            guards++;
            term = term.Arguments[holds ? 1 : 2];
        }

        _body.Prepare([term]);
        _code.Line($"Atomic.Add(ref {buffer.Name}[{_body.Offset(buffer, place)}], {_body.Text(term)});");
        for (var g = 0; g < guards; g++) _code.Close();
    }
}
