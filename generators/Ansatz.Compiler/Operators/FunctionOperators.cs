using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Operators;

/// <summary>The operator table, second half: functions, by the name under which <c>MathF</c>, <c>Math</c> or <c>Ansatz.Functions</c> has them.</summary>
public static class FunctionOperators
{
    private const double InverseSqrtTwoPi = 0.39894228040143267794;
    private const double TwoOverSqrtPi = 1.12837916709551257390;
    private static readonly Dictionary<string, Operator> _byName = new(StringComparer.Ordinal);

    // Functions that are standard ONNX operators under the same name.
    private static readonly HashSet<string> _ofOnnx = new(("Exp Log Sqrt Tanh Sigmoid Erf Gelu Softplus Sin Cos Tan Sinh Cosh Asin Acos Atan Asinh Acosh Atanh Abs Sign Floor Round").Split(' '), StringComparer.Ordinal);

    /// <summary>eˣ.</summary>
    public static readonly Operator Exp = Unary("Exp", 8, Math.Exp, (g, n, _) => n);

    /// <summary>Natural logarithm.</summary>
    public static readonly Operator Log = Unary("Log", 10, Math.Log, (g, n, x) => g.Divide(g.Number(1, n.Type), x));

    /// <summary>Square root.</summary>
    public static readonly Operator Sqrt = Unary("Sqrt", 4, Math.Sqrt, (g, n, _) => g.Divide(g.Number(0.5, n.Type), n));

    /// <summary>Hyperbolic tangent.</summary>
    public static readonly Operator Tanh = Unary("Tanh", 12, Math.Tanh, (g, n, _) => g.Subtract(g.Number(1, n.Type), g.Multiply(n, n)));

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static readonly Operator Sigmoid = Unary("Sigmoid", 12, null, (g, n, _) => g.Multiply(n, g.Subtract(g.Number(1, n.Type), n)));

    /// <summary>Error function.</summary>
    public static readonly Operator Erf = Unary("Erf", 16, null, (g, n, x) => g.Multiply(g.Number(TwoOverSqrtPi, n.Type), g.Function(Exp!, g.Negate(g.Multiply(x, x)))));

    /// <summary>x·Φ(x), Φ the standard normal distribution function.</summary>
    public static readonly Operator Gelu = Unary("Gelu", 18, null, (g, _, x) => g.Function(GeluSlope!, x));

    /// <summary>Derivative of <see cref="Gelu"/>: Φ(x) + x·φ(x); its own is φ(x)·(2 − x²).</summary>
    public static readonly Operator GeluSlope = Unary("GeluSlope", 18, null, (g, n, x) => g.Multiply(
        g.Multiply(g.Number(InverseSqrtTwoPi, n.Type), g.Function(Exp!, g.Multiply(g.Number(-0.5, n.Type), g.Multiply(x, x)))),
        g.Subtract(g.Number(2, n.Type), g.Multiply(x, x))));

    /// <summary>log(1 + eˣ).</summary>
    public static readonly Operator Softplus = Unary("Softplus", 20, null, (g, _, x) => g.Function(Sigmoid!, x));

    /// <summary>log σ(x).</summary>
    public static readonly Operator LogSigmoid = Unary("LogSigmoid", 20, null, (g, _, x) => g.Function(Sigmoid!, g.Negate(x)));

    /// <summary>Sine.</summary>
    public static readonly Operator Sin = Unary("Sin", 12, Math.Sin, (g, _, x) => g.Function(Cos!, x));

    /// <summary>Cosine.</summary>
    public static readonly Operator Cos = Unary("Cos", 12, Math.Cos, (g, _, x) => g.Negate(g.Function(Sin!, x)));

    /// <summary>Tangent.</summary>
    public static readonly Operator Tan = Unary("Tan", 20, Math.Tan, (g, n, _) => g.Add(g.Number(1, n.Type), g.Multiply(n, n)));

    /// <summary>Hyperbolic sine.</summary>
    public static readonly Operator Sinh = Unary("Sinh", 16, Math.Sinh, (g, _, x) => g.Function(Cosh!, x));

    /// <summary>Hyperbolic cosine.</summary>
    public static readonly Operator Cosh = Unary("Cosh", 16, Math.Cosh, (g, _, x) => g.Function(Sinh!, x));

    /// <summary>Inverse sine.</summary>
    public static readonly Operator Asin = Unary("Asin", 20, Math.Asin, (g, n, x) => g.Divide(g.Number(1, n.Type), g.Function(Sqrt, g.Subtract(g.Number(1, n.Type), g.Multiply(x, x)))));

    /// <summary>Inverse cosine.</summary>
    public static readonly Operator Acos = Unary("Acos", 20, Math.Acos, (g, n, x) => g.Divide(g.Number(-1, n.Type), g.Function(Sqrt, g.Subtract(g.Number(1, n.Type), g.Multiply(x, x)))));

    /// <summary>Inverse tangent.</summary>
    public static readonly Operator Atan = Unary("Atan", 20, Math.Atan, (g, n, x) => g.Divide(g.Number(1, n.Type), g.Add(g.Number(1, n.Type), g.Multiply(x, x))));

    /// <summary>Inverse hyperbolic sine.</summary>
    public static readonly Operator Asinh = Unary("Asinh", 20, null, (g, n, x) => g.Divide(g.Number(1, n.Type), g.Function(Sqrt, g.Add(g.Multiply(x, x), g.Number(1, n.Type)))));

    /// <summary>Inverse hyperbolic cosine.</summary>
    public static readonly Operator Acosh = Unary("Acosh", 20, null, (g, n, x) => g.Divide(g.Number(1, n.Type), g.Function(Sqrt, g.Subtract(g.Multiply(x, x), g.Number(1, n.Type)))));

    /// <summary>Inverse hyperbolic tangent.</summary>
    public static readonly Operator Atanh = Unary("Atanh", 20, null, (g, n, x) => g.Divide(g.Number(1, n.Type), g.Subtract(g.Number(1, n.Type), g.Multiply(x, x))));

    /// <summary>Cube root.</summary>
    public static readonly Operator Cbrt = Unary("Cbrt", 20, null, (g, n, _) => g.Divide(g.Number(1.0 / 3, n.Type), g.Multiply(n, n)));

    /// <summary>Binary logarithm.</summary>
    public static readonly Operator Log2 = Unary("Log2", 12, null, (g, n, x) => g.Divide(g.Number(1.44269504088896340736, n.Type), x));

    /// <summary>Decimal logarithm.</summary>
    public static readonly Operator Log10 = Unary("Log10", 12, Math.Log10, (g, n, x) => g.Divide(g.Number(0.43429448190325182765, n.Type), x));

    /// <summary>|x|; slope 0 at 0.</summary>
    public static readonly Operator Abs = Unary("Abs", 1, Math.Abs, (g, n, x) => g.Function(Sign!, x));

    /// <summary>−1, 0 or 1.</summary>
    public static readonly Operator Sign = Unary("Sign", 2, null, null);

    /// <summary>Largest whole number not above.</summary>
    public static readonly Operator Floor = Unary("Floor", 1, Math.Floor, null);

    /// <summary>Smallest whole number not below.</summary>
    public static readonly Operator Ceiling = Unary("Ceiling", 1, Math.Ceiling, null, onnx: "Ceil");

    /// <summary>Nearest whole number, halves to even.</summary>
    public static readonly Operator Round = Unary("Round", 1, x => Math.Round(x), null);

    /// <summary>Whole part.</summary>
    public static readonly Operator Truncate = Unary("Truncate", 1, Math.Truncate, null);

    /// <summary>xʸ.</summary>
    public static readonly Operator Pow = Binary("Pow", 25, Math.Pow, (g, n, k) => k == 0
        ? g.Multiply(n.Arguments[1], g.Apply(Pow!, n.Type, n.Arguments[0], g.Subtract(n.Arguments[1], g.Number(1, n.Type))))
        : g.Multiply(n, g.Function(Log, n.Arguments[0])));

    /// <summary>Angle of the point (x, y), given y and x.</summary>
    public static readonly Operator Atan2 = Binary("Atan2", 25, Math.Atan2, (g, n, k) =>
    {
        var (y, x) = (n.Arguments[0], n.Arguments[1]);
        var square = g.Add(g.Multiply(x, x), g.Multiply(y, y));
        return k == 0 ? g.Divide(x, square) : g.Negate(g.Divide(y, square));
    });

    /// <summary>|x| with the sign of y, also that of -0; at 0 and in y no gradient passes.</summary>
    public static readonly Operator CopySign = Binary("CopySign", 1, (x, y) => BitConverter.DoubleToInt64Bits(y) < 0 ? -Math.Abs(x) : Math.Abs(x), (g, n, k) =>
        k == 1 ? g.Number(0, n.Type) : g.Multiply(g.Function(Sign, n.Arguments[0]), g.Apply(CopySign!, n.Type, g.Number(1, n.Type), n.Arguments[1])));

    /// <summary>The argument itself, through which no gradient passes.</summary>
    public static readonly Operator Constant = Register(new Operator("Constant", 1) { Csharp = "{0}", Gpu = "{0}", Cost = 0, OnnxForm = static (_, n) => n.Arguments[0] });

    /// <summary>A number in (0, 1) made from a seed and indices.</summary>
    public static readonly Operator Uniform = Random("Uniform");

    /// <summary>A standard normal number made from a seed and indices.</summary>
    public static readonly Operator Normal = Random("Normal");

    /// <summary>The operator of that name, or null.</summary>
    public static Operator? Find(string name) => _byName.TryGetValue(name, out var op) ? op : null;

    /// <summary>All names, for suggestions.</summary>
    public static IEnumerable<string> Names => _byName.Keys;

    private static Operator Unary(string name, int cost, Func<double, double>? value, Func<ExpressionGraph, Expression, Expression, Expression>? slope, string? onnx = null)
    {
        Operator? self = null;
        self = new Operator(name, 1)
        {
            Csharp = $"Elementary.{name}({{0}})", Gpu = $"GpuElementary.{name}({{0}})", Cost = cost, Onnx = onnx ?? (_ofOnnx.Contains(name) ? name : null), OnnxForm = OnnxForms.Of(name),
            Value = value is null ? null : v => value(v[0]),
            Derivative = slope is null ? null : (g, n, _) => slope(g, n, n.Arguments[0]),
            Simplify = (g, type, a) => ScalarOperators.Fold(g, type, self!, a),
        };
        return Register(self);
    }

    private static Operator Binary(string name, int cost, Func<double, double, double> value, Derivative derivative)
    {
        Operator? self = null;
        self = new Operator(name, 2)
        {
            Csharp = $"Elementary.{name}({{0}}, {{1}})", Gpu = $"GpuElementary.{name}({{0}}, {{1}})", Cost = cost, Onnx = name == "Pow" ? name : null, OnnxForm = OnnxForms.Of(name),
            Value = v => value(v[0], v[1]), Derivative = derivative,
            Simplify = (g, type, a) => ScalarOperators.Fold(g, type, self!, a) ?? (name == "Pow" ? SimplifyPower(g, type, a) : null),
        };
        return Register(self);
    }

    private static Expression? SimplifyPower(ExpressionGraph g, ScalarType type, Expression[] a) =>
        a[1].IsNumber(1) ? a[0] : a[1].IsNumber(2) ? g.Multiply(a[0], a[0]) : a[1].IsNumber(0.5) ? g.Function(Sqrt, a[0]) : a[1].IsNumber(0) ? g.Number(1, type)
        : a[1].IsNumber(3) ? g.Multiply(g.Multiply(a[0], a[0]), a[0]) : a[1].IsNumber(-1) ? g.Divide(g.Number(1, type), a[0]) : null;

    private static Operator Random(string name) => Register(new Operator(name, -1)
    {
        Csharp = $"{{random}}.{name}({{all}})", Gpu = $"{{random}}.{name}({{all}})", Cost = name == "Uniform" ? 12 : 40, ScalarOnly = true,
    });

    private static Operator Register(Operator op)
    {
        _byName[op.Name] = op;
        return op;
    }
}
