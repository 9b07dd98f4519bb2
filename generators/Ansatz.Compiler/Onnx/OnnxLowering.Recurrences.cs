using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>
/// Recurrences as loops. In the graph that is repeated the time is a number, and a tensor of the recurrence is its value at one time. What is read of steps before is carried from step to
/// step, 0 before the first, where a condition keeps it from being chosen; values of all times are stacked where something outside reads them.
/// </summary>
internal sealed partial class OnnxLowering
{
    // The time of each statement as a number, made where something asks for it.
    private readonly Dictionary<Index, Lazy<string>> _times = [];
    private Recurrence? _loop;

    // For each tensor of the loop the names of its values of earlier steps, the last one first.
    private readonly Dictionary<Tensor, List<string>> _carried = [];

    private void Loop(Recurrence group)
    {
        var members = group.Members;
        var begin = members.Min(s => s.Recurrence!.Delay);
        var end = members.Select(s => s.Time!.Extent! + Extent.Of(s.Recurrence!.Delay)).Aggregate((a, b) => Constraints.Larger(a, b) ?? throw Unsupported($"a recurrence over times {a} and {b}"));
        var name = string.Join(", ", members.Select(s => s.Target.Name.TrimStart('#')));
        var body = new OnnxGraph($"one step of {name}");
        var (step, more) = (Unique("step"), Unique("more"));
        body.Inputs.Add(new OnnxPort(step, OnnxType.Int64, []));
        body.Inputs.Add(new OnnxPort(more, OnnxType.Bool, []));
        (_loop, _here) = (group, body);
        _carried.Clear();
        foreach (var s in members)
        {
            _statement = s;
            _times[s.Time!] = new Lazy<string>(() => Time(step, s, begin, end));
            Lower(s);
        }

        // Its own outputs: whether it goes on, what it hands on, what is stacked.
        _statement = members[0];
        var loop = new OnnxNode("Loop") { Inputs = [Scalar(end - Extent.Of(begin)), ""] };
        Emit(Node("Identity", [more]).Outputs[0], new OnnxPort("", OnnxType.Bool, []));
        foreach (var s in members.Where(s => _carried.ContainsKey(s.Target)))
        {
            _statement = s;
            var port = new OnnxPort("", TypeOf(s.Target.Type), AtOneTime(s));
            var carried = _carried[s.Target];
            for (var k = 0; k < carried.Count; k++)
            {
                body.Inputs.Add(port with { Name = carried[k] });
                Emit(Node("Identity", [k == 0 ? _tensors[s.Target] : carried[k - 1]]).Outputs[0], port);
                loop.Inputs.Add(Zeros(s));
                loop.Outputs.Add(Unique($"{s.Target.Name}/last"));
            }
        }

        var stacked = members.Where(s => _program.Results.Contains(s.Target) || _program.Statements.Any(r => !members.Contains(r) && r.Reads().Any(x => x.Tensor == s.Target))).ToArray();
        foreach (var s in stacked)
        {
            _statement = s;
            Emit(Node("Identity", [_tensors[s.Target]]).Outputs[0], new OnnxPort("", TypeOf(s.Target.Type), AtOneTime(s)));
            loop.Outputs.Add(Unique($"{s.Target.Name}/steps"));
        }

        loop.Attributes.Add(new OnnxAttribute("body") { Body = body });
        (_loop, _here) = (null, _root);
        _root.Items.Add(new OnnxEquation([.. members.Select(s => s.ToString())]));
        _root.Items.Add(loop);
        for (var k = 0; k < stacked.Length; k++) Stacked(stacked[k], loop.Outputs[loop.Outputs.Count - stacked.Length + k], begin, end);
        foreach (var s in members) _times.Remove(s.Time!);

        void Emit(string value, OnnxPort port) => body.Outputs.Add(port with { Name = value });
    }

    // The time of a statement at a step of the loop.
    private string Time(string step, Statement s, long begin, Extent end)
    {
        var delay = s.Recurrence!.Delay;
        var time = s.Recurrence.Group.Backward ? Node("Sub", [Scalar(end - Extent.Of(1 + delay)), step]).Outputs[0]
            : begin == delay ? step : Node("Add", [step, Number(begin - delay)]).Outputs[0];
        if (begin == delay && (s.Time!.Extent! + Extent.Of(delay)).Equals(end)) return time;

        // A statement with fewer times runs in every step, too: at its nearest time, and what comes out is discarded.
        return Node("Min", [Node("Max", [time, Number(0)]).Outputs[0], Scalar(s.Time!.Extent! - Extent.One)]).Outputs[0];
    }

    private static Extent[] AtOneTime(Statement s) => [.. s.Free.Where(i => i != s.Time).Select(i => i.Extent!)];

    private string Zeros(Statement s)
    {
        var zero = Number(s.Target.Type == ScalarType.Int ? _graph.Integer(Extent.Zero) : _graph.Number(0, s.Target.Type));
        var shape = AtOneTime(s);
        if (shape.Length == 0) return zero;
        var (extents, text) = (Vector(shape), string.Join(", ", shape.Select(e => e.ToString())));
        return InRoot($"zeros {s.Target.Type} {text}", () => Node("Expand", [zero, extents]));
    }

    // The values of all steps as the tensor of all times: those of its own times, in their order, along its own dimension.
    private void Stacked(Statement s, string name, long begin, Extent end)
    {
        _statement = s;
        var (time, delay, dimension) = (s.Time!.Extent!, s.Recurrence!.Delay, s.Recurrence.Dimension);
        var start = s.Recurrence.Group.Backward ? end - time - Extent.Of(delay) : Extent.Of(delay - begin);
        if (!start.Equals(Extent.Zero) || !time.Equals(end - Extent.Of(begin))) name = Node("Slice", [name, Vector([start]), Vector([start + time]), Integers(0)]).Outputs[0];
        if (s.Recurrence.Group.Backward) name = Node("Slice", [name, Integers(-1), Integers(-long.MaxValue), Integers(0), Integers(-1)]).Outputs[0];
        var axes = s.Free.Where((_, d) => d != dimension).Prepend(s.Time!).ToArray();
        _tensors[s.Target] = Named(s.Target, Transposed(new OnnxValue(name, s.Target.Type, axes), s.Free));
    }

    // A tensor of the loop around: its value of this step or of an earlier one.
    private (string Name, Extent[] Shape, Expression[] Places)? Carried(Expression e)
    {
        if (_loop is null || e.Tensor.Definition is not { Recurrence: { } read } made || read.Group != _loop) return null;
        var steps = _statement!.Recurrence!.Delay - Linear.Of(e.Arguments[read.Dimension]).Offset.Constant!.Value - read.Delay;
        if (_loop.Backward) steps = -steps;
        Expression[] places = [.. e.Arguments.Where((_, d) => d != read.Dimension)];
        var shape = AtOneTime(made);
        places = [.. places.Select((a, d) => Inside(a, shape[d]))];
        if (steps == 0) return (_tensors[e.Tensor], shape, places);
        if (!_carried.TryGetValue(e.Tensor, out var names)) _carried[e.Tensor] = names = [];
        while (names.Count < steps) names.Add(Unique($"{e.Tensor.Name.TrimStart('#')}/{(names.Count == 0 ? "" : $"{names.Count + 1} ")}before"));
        return (names[(int)steps - 1], shape, places);
    }
}
