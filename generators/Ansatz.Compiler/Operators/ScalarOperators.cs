using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Operators;

/// <summary>The operator table, first half: arithmetic, comparisons, choices. One row serves differentiation and every back end.</summary>
public static class ScalarOperators
{
    /// <summary>a + b.</summary>
    public static readonly Operator Add = new("+", 2)
    {
        Infix = "+", Precedence = 4, Csharp = "{0} + {1}", Gpu = "{0} + {1}", Onnx = "Add",
        Value = v => v[0] + v[1],
        Derivative = (g, n, _) => g.Number(1, n.Type),
        Simplify = (g, type, a) => type == ScalarType.Int ? Integer(g, a[0], a[1], 1)
            : Fold(g, type, Add!, a) ?? (a[0].IsNumber(0) ? a[1] : a[1].IsNumber(0) ? a[0] : a[1].Is(Negate!) ? g.Subtract(a[0], a[1].Arguments[0])
                : a[0].Is(Negate!) ? g.Subtract(a[1], a[0].Arguments[0]) : ReferenceEquals(a[0], a[1]) ? g.Multiply(g.Number(2, type), a[0]) : null),
    };

    /// <summary>a − b.</summary>
    public static readonly Operator Subtract = new("-", 2)
    {
        Infix = "-", Precedence = 4, Csharp = "{0} - {1}", Gpu = "{0} - {1}", Onnx = "Sub",
        Value = v => v[0] - v[1],
        Derivative = (g, n, k) => g.Number(k == 0 ? 1 : -1, n.Type),
        Simplify = (g, type, a) => type == ScalarType.Int ? Integer(g, a[0], a[1], -1)
            : Fold(g, type, Subtract!, a) ?? (a[1].IsNumber(0) ? a[0] : a[0].IsNumber(0) ? g.Negate(a[1]) : a[1].Is(Negate!) ? g.Add(a[0], a[1].Arguments[0])
                : a[0].Is(Negate!) && ReferenceEquals(a[0].Arguments[0], a[1]) ? g.Negate(g.Add(a[1], a[1])) : null),
    };

    /// <summary>a · b.</summary>
    public static readonly Operator Multiply = new("*", 2)
    {
        Infix = "*", Precedence = 5, Csharp = "{0} * {1}", Gpu = "{0} * {1}", Onnx = "Mul",
        Value = v => v[0] * v[1],
        Derivative = (_, n, k) => n.Arguments[1 - k],
        Simplify = SimplifyProduct,
    };

    /// <summary>a / b; for integers rounded towards zero.</summary>
    public static readonly Operator Divide = new("/", 2)
    {
        Infix = "/", Precedence = 5, Csharp = "{0} / {1}", Gpu = "{0} / {1}", Cost = 4, Onnx = "Div",
        Value = v => v[0] / v[1],
        Derivative = (g, n, k) => k == 0 ? g.Divide(g.Number(1, n.Type), n.Arguments[1]) : g.Negate(g.Divide(n, n.Arguments[1])),
        Simplify = (g, type, a) => type == ScalarType.Int
            ? SimplifyQuotient(g, a, (quotient, _) => quotient) ?? (a[0].Kind == ExpressionKind.Extent && a[1].Kind == ExpressionKind.Extent ? g.Integer(a[0].Extent / a[1].Extent) : null)
            : Fold(g, type, Divide!, a) ?? (a[1].IsNumber(1) ? a[0] : IsPowerOfTwo(a[1]) ? g.Multiply(a[0], g.Number(1 / a[1].Number, type)) : null),
    };

    /// <summary>a % b, integers only.</summary>
    public static readonly Operator Remainder = new("%", 2)
    {
        Infix = "%", Precedence = 5, Csharp = "{0} % {1}", Gpu = "{0} % {1}", Cost = 4, Onnx = "Mod",
        Simplify = (g, type, a) => type != ScalarType.Int ? null
            : SimplifyQuotient(g, a, (_, rest) => rest) ?? (a[0].Kind == ExpressionKind.Extent && a[1].Kind == ExpressionKind.Extent ? g.Integer(a[0].Extent % a[1].Extent) : null),
    };

    /// <summary>−a.</summary>
    public static readonly Operator Negate = new("neg", 1)
    {
        Csharp = "-{0}", Gpu = "-{0}", Precedence = 6, Onnx = "Neg",
        Value = v => -v[0],
        Derivative = (g, n, _) => g.Number(-1, n.Type),
        Simplify = (g, type, a) => type == ScalarType.Int ? Integer(g, g.Integer(Extent.Zero), a[0], -1)
            : Fold(g, type, Negate!, a) ?? (a[0].Is(Negate!) ? a[0].Arguments[0] : a[0].Is(Subtract!) ? g.Subtract(a[0].Arguments[1], a[0].Arguments[0]) : null),
    };

    /// <summary>Conversion between number types.</summary>
    public static readonly Operator Cast = new("cast", 1)
    {
        Csharp = "({type}){0}", Gpu = "({type}){0}", Onnx = "Cast",
        Derivative = (g, n, _) => n.Arguments[0].Type is ScalarType.Float or ScalarType.Double ? g.Number(1, n.Type) : null,
        Simplify = (g, type, a) => a[0].Type == type ? a[0]
            : a[0].Kind == ExpressionKind.Constant && type != ScalarType.Int ? g.Number(a[0].Number, type)
            : a[0] is { Kind: ExpressionKind.Extent, Extent.Constant: { } c } ? g.Number(c, type)
            : a[0].Is(Select!) && a[0].Type == ScalarType.Int ? g.Select(a[0].Arguments[0], g.Convert(a[0].Arguments[1], type), g.Convert(a[0].Arguments[2], type)) : null,
    };

    /// <summary>a == b.</summary>
    public static readonly Operator Equal = Comparison("==", "Equals", (a, b) => a == b, onnx: "Equal");

    /// <summary>a != b.</summary>
    public static readonly Operator NotEqual = Comparison("!=", null, (a, b) => a != b, onnx: null);

    /// <summary>a &lt; b.</summary>
    public static readonly Operator Less = Comparison("<", "LessThan", (a, b) => a < b, onnx: "Less");

    /// <summary>a ≤ b.</summary>
    public static readonly Operator LessOrEqual = Comparison("<=", "LessThanOrEqual", (a, b) => a <= b, onnx: "LessOrEqual");

    /// <summary>a &gt; b.</summary>
    public static readonly Operator Greater = Comparison(">", "GreaterThan", (a, b) => a > b, onnx: "Greater");

    /// <summary>a &gt; b, where that decides which of two values a largest value is: unlike a condition of the author's it keeps nothing from being looked at.</summary>
    public static readonly Operator IsLarger = Comparison(">", "GreaterThan", (a, b) => a > b, onnx: "Greater", name: "larger");

    /// <summary>a &lt; b, the same for a smallest value.</summary>
    public static readonly Operator IsSmaller = Comparison("<", "LessThan", (a, b) => a < b, onnx: "Less", name: "smaller");

    /// <summary>a ≥ b.</summary>
    public static readonly Operator GreaterOrEqual = Comparison(">=", "GreaterThanOrEqual", (a, b) => a >= b, onnx: "GreaterOrEqual");

    /// <summary>a &amp;&amp; b: b is looked at only where a holds.</summary>
    public static readonly Operator And = new("&&", 2)
    {
        Infix = "&&", Precedence = 2, Csharp = "{0} && {1}", VectorCsharp = "{0} & {1}", Gpu = "{0} && {1}", Onnx = "And",
        Simplify = (g, _, a) => a[0].IsNumber(0) || a[1].IsNumber(1) || ReferenceEquals(a[0], a[1]) ? a[0] : a[0].IsNumber(1) ? a[1] : a[1].IsNumber(0) ? a[1] : null,
    };

    /// <summary>a || b.</summary>
    public static readonly Operator Or = new("||", 2)
    {
        Infix = "||", Precedence = 1, Csharp = "{0} || {1}", VectorCsharp = "{0} | {1}", Gpu = "{0} || {1}", Onnx = "Or",
        Simplify = (g, _, a) => a[0].IsNumber(1) || a[1].IsNumber(0) || ReferenceEquals(a[0], a[1]) ? a[0] : a[0].IsNumber(0) ? a[1] : a[1].IsNumber(1) ? a[1] : null,
    };

    /// <summary>!a.</summary>
    public static readonly Operator Not = new("!", 1)
    {
        Csharp = "!{0}", VectorCsharp = "~{0}", Gpu = "!{0}", Onnx = "Not",
        Simplify = (g, _, a) => a[0].Kind == ExpressionKind.Constant ? g.Truth(a[0].Number == 0) : a[0].Is(Not!) ? a[0].Arguments[0] : null,
    };

    /// <summary>c ? a : b. A choice, not a product: the gradient of the branch not taken is never multiplied in.</summary>
    public static readonly Operator Select = new("?:", 3)
    {
        Csharp = "{0} ? {1} : {2}", VectorCsharp = "Vector256.ConditionalSelect({0}, {1}, {2})", Gpu = "{0} ? {1} : {2}", Onnx = "Where",
        Simplify = (g, _, a) => a[0].IsNumber(1) ? a[1] : a[0].IsNumber(0) ? a[2] : ReferenceEquals(a[1], a[2]) ? a[1]
            : a[1].Is(Select!) && ReferenceEquals(a[1].Arguments[0], a[0]) ? g.Select(a[0], a[1].Arguments[1], a[2])
            : a[2].Is(Select!) && ReferenceEquals(a[2].Arguments[0], a[0]) ? g.Select(a[0], a[1], a[2].Arguments[2]) : null,
    };

    /// <summary>The larger of two; the first passes the gradient where it is strictly larger, otherwise the second, so that the slope of Max(x, 0) at 0 is 0.</summary>
    public static readonly Operator Max = Extremum("Max", IsLarger, Math.Max);

    /// <summary>The smaller of two; the first passes the gradient where it is strictly smaller, otherwise the second.</summary>
    public static readonly Operator Min = Extremum("Min", IsSmaller, Math.Min);

    internal static Expression? Fold(ExpressionGraph g, ScalarType type, Operator op, Expression[] a)
    {
        if (op.Value is null || type is not (ScalarType.Float or ScalarType.Double) || a.Length == 0) return null;
        foreach (var x in a)
        {
            if (x.Kind != ExpressionKind.Constant) return null;
        }

        return g.Number(op.Value(a.Select(x => x.Number).ToArray()), type);
    }

    // A product that begins with a number, times a power of two: no result is rounded differently.
    private static Expression? Scaled(ExpressionGraph g, Expression e, double factor)
    {
        if (!e.Is(Multiply)) return null;
        if (e.Arguments[0].Kind == ExpressionKind.Constant) return g.Multiply(g.Number(factor * e.Arguments[0].Number, e.Type), e.Arguments[1]);
        return Scaled(g, e.Arguments[0], factor) is { } first ? g.Multiply(first, e.Arguments[1]) : null;
    }

    private static Expression? SimplifyProduct(ExpressionGraph g, ScalarType type, Expression[] a)
    {
        if (type == ScalarType.Int)
        {
            if (a[0].Kind == ExpressionKind.Extent && a[1].Kind == ExpressionKind.Extent) return g.Integer(a[0].Extent * a[1].Extent);
            if (a[1].Kind == ExpressionKind.Extent) return g.Multiply(a[1], a[0]);
            if (a[0] is { Kind: ExpressionKind.Extent, Extent.Constant: { } c }) return Integer(g, g.Integer(Extent.Zero), a[1], c);
            return a[0].Kind == ExpressionKind.Extent ? ScaleTerms(g, a[0].Extent, a[1]) : null;
        }

        if (IsPowerOfTwo(a[0]) && Scaled(g, a[1], a[0].Number) is { } scaled) return scaled;
        return Fold(g, type, Multiply, a) ?? (a[0].IsNumber(1) ? a[1] : a[1].IsNumber(1) ? a[0] : a[0].IsNumber(-1) ? g.Negate(a[1]) : a[1].IsNumber(-1) ? g.Negate(a[0])
            : a[0].Is(Negate) && a[1].Is(Negate) ? g.Multiply(a[0].Arguments[0], a[1].Arguments[0])
            : a[0].Is(Negate) ? g.Negate(g.Multiply(a[0].Arguments[0], a[1])) : a[1].Is(Negate) ? g.Negate(g.Multiply(a[0], a[1].Arguments[0]))
            : a[0].Is(Divide) && a[0].Arguments[0].IsNumber(1) ? g.Divide(a[1], a[0].Arguments[1])
            : a[1].Is(Divide) && a[1].Arguments[0].IsNumber(1) ? g.Divide(a[0], a[1].Arguments[1]) : null);
    }

    // e·(i + j + c) as e·i + e·j + e·c, so that every term is an extent times what is no sum.
    private static Expression? ScaleTerms(ExpressionGraph g, Extent factor, Expression sum)
    {
        var linear = Linear.Of(sum);
        if (linear.Count == 1 && linear.Offset.Equals(Extent.Zero) && linear.Terms.First() is { Coefficient: 1 } single && single.Term.ScaledIndex() is null) return null;
        var scaled = Linear.Constant(factor * linear.Offset);
        foreach (var (term, coefficient) in linear.Terms)
        {
            var (by, what) = term.ScaledIndex() is { } inner ? (factor * inner.Factor, inner.Term) : (factor, term);
            scaled = scaled.Plus(Linear.Of(g.Raw(Multiply, ScalarType.Int, g.Integer(by), what)), coefficient);
        }

        return scaled.ToExpression(g);
    }

    // (d·q + r) / d = q and (d·q + r) % d = r for q ≥ 0 and 0 ≤ r < d.
    private static Expression? SimplifyQuotient(ExpressionGraph g, Expression[] a, Func<Linear, Linear, Linear> choose)
    {
        if (a[1].Kind != ExpressionKind.Extent || (a[0].Kind == ExpressionKind.Extent && a[0].Extent.Constant is not null) || !(a[1].Extent - Extent.One).IsNonNegative()) return null;
        var (quotient, rest) = Linear.Of(a[0]).Split(a[1].Extent);
        if (Constraints.None.Range(quotient).Low is not { } low || !low.IsNonNegative()) return null;
        var (least, most) = Constraints.None.Range(rest);
        if (least is null || most is null || !least.IsNonNegative() || !(a[1].Extent - Extent.One - most).IsNonNegative()) return null;
        return choose(quotient, rest).ToExpression(g);
    }

    private static Expression Integer(ExpressionGraph g, Expression a, Expression b, long factor) => Linear.Of(a).Plus(Linear.Of(b), factor).ToExpression(g);

    private static bool IsPowerOfTwo(Expression e) =>
        e.Kind == ExpressionKind.Constant && e.Number != 0 && !double.IsInfinity(e.Number) && (BitConverter.DoubleToInt64Bits(e.Number) & 0xFFFFFFFFFFFFF) == 0 && Math.Abs(e.Number) is > 1e-30 and < 1e30;

    private static Operator Comparison(string sign, string? method, Func<double, double, bool> holds, string? onnx, string? name = null) => new(name ?? sign, 2)
    {
        Onnx = onnx, OnnxForm = onnx is not null ? null : (g, n) => g.Apply(Not, ScalarType.Bool, g.Raw(Equal, ScalarType.Bool, n.Arguments)),
        Infix = sign, Precedence = 3, Csharp = $"{{0}} {sign} {{1}}", Gpu = $"{{0}} {sign} {{1}}",
        VectorCsharp = method is null ? "~Vector256.Equals({0}, {1})" : $"Vector256.{method}({{0}}, {{1}})",
        Simplify = (g, _, a) =>
        {
            if (a[0].Kind == ExpressionKind.Constant && a[1].Kind == ExpressionKind.Constant) return g.Truth(holds(a[0].Number, a[1].Number));
            if (a[0].Type != ScalarType.Int || a[1].Type != ScalarType.Int) return null;
            var difference = Linear.Of(a[0]).Plus(Linear.Of(a[1]), -1);
            return difference.Count == 0 && difference.Offset.Constant is { } c ? g.Truth(holds(c, 0)) : null;
        },
    };

    private static Operator Extremum(string name, Operator strictly, Func<double, double, double> value) => new(name, 2)
    {
        Csharp = $"Elementary.{name}({{0}}, {{1}})", Gpu = $"GpuElementary.{name}({{0}}, {{1}})", Onnx = name,
        Value = v => value(v[0], v[1]),
        Derivative = (g, n, k) =>
        {
            var first = g.Apply(strictly, ScalarType.Bool, n.Arguments[0], n.Arguments[1]);
            return g.Select(first, g.Number(k == 0 ? 1 : 0, n.Type), g.Number(k == 0 ? 0 : 1, n.Type));
        },
        Simplify = (g, type, a) => ReferenceEquals(a[0], a[1]) ? a[0] : type == ScalarType.Int ? null : Fold(g, type, name == "Max" ? Max! : Min!, a),
    };
}
