using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Writes one loop nest as one kernel: the thread's number becomes the nest's indices, reductions are loops inside the thread.</summary>
internal sealed partial class IlgpuEmitterKernel
{
    private readonly LoopProgram _loops;
    private readonly LoopNest _nest;
    private readonly CodeWriter _code = new();
    private readonly IlgpuEmitterBody _body;
    private readonly string _index, _memory;

    public IlgpuEmitterKernel(LoopProgram loops, LoopNest nest, IReadOnlyList<string> extents)
    {
        _loops = loops;
        _nest = nest;
        _body = new IlgpuEmitterBody(loops, _code, extents);
        foreach (var i in nest.Domain.Concat(nest.Reduced)) _body.Locals.Take(i.Name);
        _index = _body.Locals.For("index");
        _memory = _body.Locals.For("memory");
    }

    /// <summary>Writes the method.</summary>
    public IlgpuKernel Emit(CodeWriter code, string name)
    {
        var domain = Threads();
        var threads = domain.Aggregate(Extent.One, (p, i) => p * i.Extent!);
        Decode();
        if (_nest.Reducer.IsMatrix()) Matrix();
        else if (_nest.Target is not null) Reduce();
        Assign();

        var arguments = _loops.Buffers.Values.Distinct().Where(_body.Buffers.Contains).OrderBy(b => IlgpuEmitter.IsNumber(b)).ToArray();
        var used = arguments.Select(b => b.Name).Concat(_body.Extents).ToArray();
        foreach (var formula in _nest.Formulas) code.Line("// " + formula);
        code.Line($"// One thread for each {(_nest.Reducer.IsSolve() ? "right side" : _nest.Reducer.IsMatrix() ? "matrix" : _nest.Scatter is null ? "element" : "term")}: {(domain.Length == 0 ? "one in all" : string.Join(" × ", domain.Select(i => i.Extent!.ToFactor())))}{(_nest.Time is null ? "" : $", at one {_nest.Time.Name}")}.");
        code.Line($"public static void {name}(Index1D {_index}, {IlgpuEmitter.MemoryType} {_memory}{(_nest.Time is { } time ? ", long " + time.Name : "")})").Open();
        code.Line(used.Length == 1 ? $"var {used[0]} = {_memory}.{used[0]};" : $"var ({string.Join(", ", used)}) = ({string.Join(", ", used.Select(u => $"{_memory}.{u}"))});");
        code.Lines(_code.ToString().TrimEnd('\n').Split('\n')).Close();
        return new IlgpuKernel(name, threads, _nest.Scatter is null || _nest.Continues ? null : _loops.Buffers[_nest.Target!], _nest.Loop is { } loop ? new IlgpuStep(loop, _nest.Delay, _nest.Times!) : null);
    }

    // The indices that the thread's number counts.
    private Index[] Threads() => _nest.Domain.Where(i => i != _nest.Time).Except(_nest.Own).ToArray();

    // The last index runs fastest, so that neighbouring threads reach neighbouring memory. A grid has at most 2³¹ threads: this part
    // is in 32 bits, everything after it in 64.
    private void Decode()
    {
        var domain = Threads();
        if (domain.Length == 0) return;
        if (domain.Length == 1)
        {
            _code.Line($"long {domain[0].Name} = {_index};");
            return;
        }

        var rest = _body.Locals.For("rest");
        _code.Line($"int {rest} = {_index};");
        for (var d = domain.Length - 1; d > 0; d--)
        {
            var extent = domain[d].Extent!.Constant is null ? $"(int)({_body.Text(domain[d].Extent!)})" : domain[d].Extent!.ToCSharp();
            _code.Line($"long {domain[d].Name} = {rest} % {extent};");
            _code.Line($"{rest} /= {extent};");
        }

        _code.Line($"long {domain[0].Name} = {rest};");
    }

    private bool IsStored(Tensor tensor) => _loops.Buffers[tensor].Storage != Storage.Register;

    // A result is as long as the domain and row-major, so its element is the thread's own number, but for the time of a recurrence.
    private void Store(Tensor tensor, string value)
    {
        var buffer = _loops.Buffers[tensor];
        _body.Buffers.Add(buffer);
        var stored = tensor.Type switch
        {
            ScalarType.Bool => $"({value}) ? (byte)1 : (byte)0",
            ScalarType.Int => $"(int)({value})",
            _ => value,
        };
        var place = _nest.Time is null ? _index : _body.Offset(buffer, _nest.Domain.Select(i => _loops.Tensors.Graph.Of(i)).ToArray());
        _code.Line($"{buffer.Name}[{place}] = {stored};");
    }

    private void Assign()
    {
        _body.Prepare(_nest.Assignments.Select(a => a.Value));
        for (var k = 0; k < _nest.Assignments.Count; k++)
        {
            var (tensor, value) = (_nest.Assignments[k].Tensor, _nest.Assignments[k].Value);
            var text = _body.Text(value);
            if (_nest.Assignments.Skip(k + 1).Any(a => a.Value.Reads().Any(r => r.Tensor == tensor)))
            {
                var local = _body.Locals.For(CsharpText.Argument(_loops.Buffers[tensor].Name.Replace("_", "")));
                _code.Line($"var {local} = {text};");
                _body.Registers[tensor] = text = local;
            }

            if (IsStored(tensor)) Store(tensor, text);
        }
    }

    private void Reduce()
    {
        var target = _nest.Target!;
        if (_nest.Scatter is not null)
        {
            Scatter(target, _nest.Scatter);
            return;
        }

        var result = _nest.Contraction is not null ? Contract() : _nest.Reducer switch
        {
            Reducer.None => Single(),
            Reducer.ArgMax or Reducer.ArgMin => Position(),
            Reducer.LogSumExp => LogSumExp(),
            _ => Accumulate(),
        };
        _body.Registers[target] = result;
        if (IsStored(target)) Store(target, result);
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

    private string Contract()
    {
        var shape = _nest.Contraction!;
        var sum = _body.Locals.For("sum");
        _code.Line($"{CsharpText.Type(_nest.Target!.Type)} {sum} = 0;");
        Loop([.. shape.Repeated, .. shape.Sum], [shape.A, shape.B], () => _code.Line($"{sum} += {_body.Text(shape.A, 5)} * {_body.Text(shape.B, 6)};"));
        if (shape.Negative) _code.Line($"{sum} = -{sum};");
        return sum;
    }

    private string Single()
    {
        _body.Prepare([_nest.Term!]);
        return _body.Text(_nest.Term!);
    }

    private string Accumulate()
    {
        var type = CsharpText.Type(_nest.Target!.Type);
        var sum = _body.Locals.For(_nest.Reducer == Reducer.Sum ? "sum" : "extreme");
        var first = _nest.Reducer switch { Reducer.Max => type + ".NegativeInfinity", Reducer.Min => type + ".PositiveInfinity", _ => "0" };
        _code.Line($"{type} {sum} = {first};");
        Loop(_nest.Reduced, [_nest.Term!], () => _code.Line(_nest.Reducer == Reducer.Sum
            ? $"{sum} += {_body.Text(_nest.Term!)};"
            : $"{sum} = GpuElementary.{_nest.Reducer}({sum}, {_body.Text(_nest.Term!)});"));
        return sum;
    }

    // First index on ties; a NaN wins, and of several the first.
    private string Position()
    {
        var type = CsharpText.Type(_nest.Term!.Type);
        var (best, at, here, value) = (_body.Locals.For("best"), _body.Locals.For("at"), _body.Locals.For("position"), _body.Locals.For("value"));
        _code.Line($"{type} {best} = 0;");
        _code.Line($"int {at} = 0;");
        _code.Line($"int {here} = 0;");
        Loop(_nest.Reduced, [_nest.Term!], () =>
        {
            _code.Line($"{type} {value} = {_body.Text(_nest.Term!)};");
            _code.Line($"if ({here} == 0 || {value} {(_nest.Reducer == Reducer.ArgMax ? ">" : "<")} {best} || (GpuElementary.IsNaN({value}) && !GpuElementary.IsNaN({best})))").Open();
            _code.Line($"{best} = {value};");
            _code.Line($"{at} = {here};").Close().Line();
            _code.Line($"{here}++;");
        });
        return at;
    }

    // Twice over the terms: what is largest, then the sum of the exponentials of the distances from it.
    private string LogSumExp()
    {
        var type = CsharpText.Type(_nest.Term!.Type);
        var (largest, sum) = (_body.Locals.For("largest"), _body.Locals.For("sum"));
        _code.Line($"{type} {largest} = {type}.NegativeInfinity;");
        Loop(_nest.Reduced, [_nest.Term!], () => _code.Line($"{largest} = GpuElementary.Max({largest}, {_body.Text(_nest.Term!)});"));
        _code.Line($"if ({largest} == {type}.NegativeInfinity) {largest} = 0;");
        _code.Line($"{type} {sum} = 0;");
        Loop(_nest.Reduced, [_nest.Term!], () => _code.Line($"{sum} += GpuElementary.Exp({_body.Text(_nest.Term!, ScalarOperators.Subtract.Precedence)} - {largest});"));
        _code.Line($"{sum} = {largest} + GpuElementary.Log({sum});");
        return sum;
    }

    private void Loop(Index[] indices, Expression[] written, Action body)
    {
        foreach (var i in indices) _code.Line($"for (long {i.Name} = 0; {i.Name} < {_body.Text(i.Extent!)}; {i.Name}++)").Open();
        _body.Enter(written);
        body();
        _body.Leave();
        foreach (var _ in indices) _code.Close();
    }
}
