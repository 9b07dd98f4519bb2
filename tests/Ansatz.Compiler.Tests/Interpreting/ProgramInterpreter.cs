using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Tests.Interpreting;

/// <summary>Runs a tensor program, statement by statement and point by point, in double precision.</summary>
internal sealed class ProgramInterpreter
{
    private readonly TensorProgram _program;
    private readonly Dictionary<Tensor, DenseTensor> _memory = [];
    private readonly PointEvaluator _point;

    private ProgramInterpreter(TensorProgram program, ExtentValues extents, Func<Tensor, DenseTensor> given)
    {
        _program = program;
        _point = new PointEvaluator(extents, t => _memory[t]);
        foreach (var t in program.Given) _memory[t] = given(t);
    }

    public long Multiplications => _point.Multiplications;

    public DenseTensor this[Tensor tensor] => _memory[tensor];

    /// <summary>The results by name.</summary>
    public Dictionary<string, DenseTensor> Results => _program.Results.ToDictionary(t => t.Name, t => _memory[t]);

    public static ProgramInterpreter Run(TensorProgram program, ExtentValues extents, Func<Tensor, DenseTensor> given)
    {
        var interpreter = new ProgramInterpreter(program, extents, given);
        foreach (var s in program.Statements)
        {
            if (s.Recurrence?.Group is not { } group) interpreter.Run(s);
            else if (group.Members[0] == s) interpreter.Run(group);
        }

        return interpreter;
    }

    // Step by step, every statement at its own time.
    private void Run(Recurrence group)
    {
        foreach (var s in group.Members) _memory[s.Target] = new DenseTensor(_point.Extents.Of(s.Target.Shape));
        var first = group.Members.Min(s => s.Recurrence!.Delay);
        var end = group.Members.Max(s => _point.Extents.Of(s.Time!.Extent!) + s.Recurrence!.Delay);
        for (var k = first; k < end; k++)
        {
            var step = group.Backward ? end - 1 - (k - first) : k;
            foreach (var s in group.Members)
            {
                var time = (int)(step - s.Recurrence!.Delay);
                if (time >= 0 && time < _point.Extents.Of(s.Time!.Extent!)) Run(s, time);
            }
        }
    }

    private void Run(Statement s, int? time = null)
    {
        var target = time is null ? new DenseTensor(_point.Extents.Of(s.Target.Shape)) : _memory[s.Target];
        _memory[s.Target] = target;
        if (s.Scatter is { } scatter)
        {
            target.Clear();
            _point.ForAll(s.Domain.ToArray(), _ =>
            {
                _point.Forget();
                _point.Add(s.Target, scatter, s.Body);
            });
            return;
        }

        var ranges = s.Free.Select(i => i == s.Time ? (time!.Value, time.Value + 1) : (0, _point.Extents.Of(i.Extent!))).ToArray();
        if (s.Reducer.IsMatrix())
        {
            _point.Matrix(s.Target, s.Free, ranges, s.Own, s.Reducer, s.Reduced, s.Operands);
            return;
        }

        _point.ForAll(s.Free, ranges, at =>
        {
            var reduction = new Reduction(s.Reducer);
            _point.Forget();
            _point.ForAll(s.Reduced, _ => reduction.Add(_point.Evaluate(s.Body)));
            target.Write(s.Target.Name, at, reduction.Value());
        });
    }
}
