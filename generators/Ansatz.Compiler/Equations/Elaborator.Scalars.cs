using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

/// <summary>Operators and functions on numbers, with the conversions that C# makes.</summary>
public sealed partial class Elaborator
{
    private Expression Function(string holder, string name, Expression[] arguments, Action here)
    {
        here();
        if (holder.EndsWith("CounterRandom", StringComparison.Ordinal) || holder.EndsWith("CounterRandomF", StringComparison.Ordinal))
            return _graph.Apply(FunctionOperators.Find(name)!, holder.EndsWith("F", StringComparison.Ordinal) ? ScalarType.Float : ScalarType.Double, arguments);
        var type = holder switch
        {
            "MathF" => ScalarType.Float,
            "Math" when name is not ("Max" or "Min" or "Abs" or "Clamp" or "Sign") => ScalarType.Double,
            _ => arguments.Max(a => a.Type),
        };
        if (type == ScalarType.Int && holder == "Functions" && name is not ("Constant" or "Max" or "Min" or "Clamp")) type = ScalarType.Float;
        var a = arguments.Select(x => Implicit(x, type)).ToArray();
        switch (name)
        {
            case "Max" when a.Length == 2: return _graph.Apply(ScalarOperators.Max, type, a);
            case "Min" when a.Length == 2: return _graph.Apply(ScalarOperators.Min, type, a);
            case "Clamp" when a.Length == 3: return _graph.Apply(ScalarOperators.Min, type, _graph.Apply(ScalarOperators.Max, type, a[0], a[1]), a[2]);
            case "Relu": return _graph.Apply(ScalarOperators.Max, type, a[0], _graph.Number(0, type));
            case "LeakyRelu":
                var slope = a.Length > 1 ? a[1] : _graph.Number(0.01, type);
                return _graph.Select(_graph.Apply(ScalarOperators.Greater, ScalarType.Bool, a[0], _graph.Number(0, type)), a[0], _graph.Multiply(slope, a[0]));
            case "Silu": return _graph.Multiply(a[0], _graph.Function(FunctionOperators.Sigmoid, a[0]));
            case "GeluTanh":
                var cube = _graph.Multiply(_graph.Multiply(a[0], a[0]), a[0]);
                var inner = _graph.Multiply(_graph.Number(0.79788456080286535588, type), _graph.Add(a[0], _graph.Multiply(_graph.Number(0.044715, type), cube)));
                return _graph.Multiply(_graph.Multiply(_graph.Number(0.5, type), a[0]), _graph.Add(_graph.Number(1, type), _graph.Function(FunctionOperators.Tanh, inner)));
            case "FusedMultiplyAdd": return _graph.Add(_graph.Multiply(a[0], a[1]), a[2]);
            case "Reciprocal" or "ReciprocalEstimate": return _graph.Divide(_graph.Number(1, type), a[0]);
            case "Log" when a.Length == 2: return _graph.Divide(_graph.Function(FunctionOperators.Log, a[0]), _graph.Function(FunctionOperators.Log, a[1]));
            case "Sign":
                // A whole number in C#, whatever it is the sign of.
                var zero = _graph.Number(0, type);
                return _graph.Select(_graph.Apply(ScalarOperators.Greater, ScalarType.Bool, a[0], zero), _graph.Integer(Extent.One),
                    _graph.Select(_graph.Apply(ScalarOperators.Less, ScalarType.Bool, a[0], zero), _graph.Integer(Extent.Of(-1)), _graph.Integer(Extent.Zero)));
        }

        var op = FunctionOperators.Find(name);
        if (op is null || op.Arity != a.Length) throw Fail(ProblemCodes.NotSupported, $"'{holder}.{name}' with {a.Length} arguments is not a function of the notation.");
        if (type == ScalarType.Int && name != "Constant") throw Fail(ProblemCodes.NotSupported, $"'{name}' of a whole number is not part of the notation; cast it.");
        var result = _graph.Apply(op, type, a);
        if (holder == "Math" && type == ScalarType.Double && arguments.All(x => x.Type is ScalarType.Float or ScalarType.Int) && arguments.Any(x => x.Type == ScalarType.Float)) _detours.Add(result.Id);
        return result;
    }

    private Expression Binary(string sign, Expression a, Expression b)
    {
        if (a.Type == ScalarType.Bool || b.Type == ScalarType.Bool)
        {
            if (a.Type == b.Type && sign is "==" or "!=")
            {
                var same = _graph.Select(a, b, _graph.Apply(ScalarOperators.Not, ScalarType.Bool, b));
                return sign == "==" ? same : _graph.Apply(ScalarOperators.Not, ScalarType.Bool, same);
            }

            throw Fail(ProblemCodes.TypeConflict, $"'{sign}' does not apply to truth values.");
        }

        var type = a.Type > b.Type ? a.Type : b.Type;
        (a, b) = (Implicit(a, type), Implicit(b, type));
        switch (sign)
        {
            case "+": return _graph.Add(a, b);
            case "-": return _graph.Subtract(a, b);
            case "*": return _graph.Multiply(a, b);
            case "/": return _graph.Divide(a, b);
            case "%" when type == ScalarType.Int: return _graph.Apply(ScalarOperators.Remainder, type, a, b);
            case "%": throw Fail(ProblemCodes.NotSupported, "'%' of real numbers is not part of the notation.");
            case "==": return _graph.Apply(ScalarOperators.Equal, ScalarType.Bool, a, b);
            case "!=": return _graph.Apply(ScalarOperators.NotEqual, ScalarType.Bool, a, b);
            case "<": return _graph.Apply(ScalarOperators.Less, ScalarType.Bool, a, b);
            case "<=": return _graph.Apply(ScalarOperators.LessOrEqual, ScalarType.Bool, a, b);
            case ">": return _graph.Apply(ScalarOperators.Greater, ScalarType.Bool, a, b);
            default: return _graph.Apply(ScalarOperators.GreaterOrEqual, ScalarType.Bool, a, b);
        }
    }

    private Expression Conditional(Expression condition, Expression yes, Expression no)
    {
        var type = yes.Type > no.Type ? yes.Type : no.Type;
        return _graph.Select(Truth(condition), Implicit(yes, type), Implicit(no, type));
    }

    private Expression Truth(Expression e) => e.Type == ScalarType.Bool ? e : throw Fail(ProblemCodes.TypeConflict, "A condition is not a truth value.");

    private Expression Numeric(Expression e, Func<Expression, Expression> use) => e.Type == ScalarType.Bool ? throw Fail(ProblemCodes.TypeConflict, "A number was expected.") : use(e);

    // What C# converts without a cast: whole numbers to real ones, float to double.
    private Expression Implicit(Expression e, ScalarType type) => e.Type == type ? e
        : e.Type == ScalarType.Bool || type == ScalarType.Bool || e.Type > type ? throw Fail(ProblemCodes.TypeConflict, $"A value of type {e.Type.ToString().ToLowerInvariant()} stands where {type.ToString().ToLowerInvariant()} is needed.")
        : _graph.Convert(e, type);

    private Expression Convert(Expression e, ScalarType type, SExpression at, ModelInstance owner, int line)
    {
        if (ReferenceEquals(owner, _root)) _here = (line, at.Node);
        if (at.Head == "cast" && e.Type != ScalarType.Bool && type != ScalarType.Bool) return _graph.Convert(e, type);
        return Implicit(e, type);
    }
}
