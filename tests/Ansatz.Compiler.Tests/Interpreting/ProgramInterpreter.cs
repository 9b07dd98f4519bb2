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
        foreach (var s in program.Statements) interpreter.Run(s);
        return interpreter;
    }

    private void Run(Statement s)
    {
        var target = new DenseTensor(_point.Extents.Of(s.Target.Shape));
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

        _point.ForAll(s.Free, at =>
        {
            var reduction = new Reduction(s.Reducer);
            _point.Forget();
            _point.ForAll(s.Reduced, _ => reduction.Add(_point.Evaluate(s.Body)));
            target.Write(s.Target.Name, at, reduction.Value());
        });
    }
}
