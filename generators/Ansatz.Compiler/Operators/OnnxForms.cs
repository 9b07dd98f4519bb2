using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Operators;

/// <summary>Functions in terms of others, for ONNX: what has no standard operator, and for double precision what runtimes have no kernel of.</summary>
internal static class OnnxForms
{
    private const double InverseSqrtTwo = 0.70710678118654752440;

    // Above this e^−x is less than a rounding of e^x, and 1 less than one of x².
    private const double NothingBeside = 20, OneIsNothingBesideSquare = 1 << 28;

    // Φ(−a) = e^(−a²/2)·t·P(1 − 2t) with t = K / (a + K), highest power first: the polynomial of the CPU's kernels (Elementary.Normal).
    private const double TailScale = 5.5;
    private static readonly double[] _tail =
    [
        -1.249261903769415114e-11, -5.029232853175282609e-10, -1.020021948773650828e-9, 4.261512299397478278e-9, 9.171780475435017957e-9, -3.239237081129000438e-8,
        -4.875152861643408996e-8, 2.698569880521658539e-7, 8.120600836732608725e-8, -2.203459564092954611e-6, 2.967246538350159913e-6, 0.00001298452361194263621,
        -0.00005900411238512662757, 0.00004901890854082332753, 0.000444178667116738258, -0.002531547375522860317, 0.008199560148251472685, -0.01994601635613290334,
        0.03961316961053398609, -0.0667361936897490041, 0.0973811798295445594, -0.1245788037407887482, 0.1406853880502557757,
    ];

    /// <summary>The form of a function, or null.</summary>
    public static Func<ExpressionGraph, Expression, Expression?>? Of(string name) => name switch
    {
        // x·(1 + erf(x / √2)) / 2
        "Gelu" => static (g, n) => n.Type == ScalarType.Float ? null
            : g.Multiply(g.Multiply(g.Number(0.5, n.Type), n.Arguments[0]), g.Add(g.Number(1, n.Type), g.Function(FunctionOperators.Erf, g.Multiply(n.Arguments[0], g.Number(InverseSqrtTwo, n.Type))))),

        // max(x, 0) + log(1 + e^−|x|), which overflows nowhere.
        "Softplus" => static (g, n) => n.Type == ScalarType.Float ? null
            : g.Add(g.Apply(ScalarOperators.Max, n.Type, n.Arguments[0], g.Number(0, n.Type)), LogOfOneAnd(g, g.Function(FunctionOperators.Exp, g.Negate(g.Function(FunctionOperators.Abs, n.Arguments[0]))))),
        "LogSigmoid" => static (g, n) => g.Negate(g.Function(FunctionOperators.Softplus, g.Negate(n.Arguments[0]))),
        "Cbrt" => static (g, n) => g.Multiply(g.Function(FunctionOperators.Sign, n.Arguments[0]), g.Apply(FunctionOperators.Pow, n.Type, g.Function(FunctionOperators.Abs, n.Arguments[0]), g.Number(1.0 / 3, n.Type))),
        "Log2" => static (g, n) => g.Multiply(g.Number(1.44269504088896340736, n.Type), g.Function(FunctionOperators.Log, n.Arguments[0])),
        "Log10" => static (g, n) => g.Multiply(g.Number(0.43429448190325182765, n.Type), g.Function(FunctionOperators.Log, n.Arguments[0])),
        "Truncate" => static (g, n) => g.Select(Below(g, n.Arguments[0], 0), g.Function(FunctionOperators.Ceiling, n.Arguments[0]), g.Function(FunctionOperators.Floor, n.Arguments[0])),
        "CopySign" => CopySign,
        "Atan2" => Atan2,
        "Erf" => InDouble(Erf),
        "Tan" => InDouble(static (g, x) => g.Divide(g.Function(FunctionOperators.Sin, x), g.Function(FunctionOperators.Cos, x))),
        "Sinh" => InDouble(Sinh),
        "Cosh" => InDouble(Cosh),
        "Atan" => InDouble(Atan),

        // By half the angle, whose tangent is x / (1 + √(1 − x²)); that of the other angle is √((1 − x) / (1 + x)), which keeps the digits of small angles.
        "Asin" => InDouble(static (g, x) => g.Multiply(Number(g, 2), Atan(g, g.Divide(x, g.Add(Number(g, 1), g.Function(FunctionOperators.Sqrt, g.Multiply(g.Subtract(Number(g, 1), x), g.Add(Number(g, 1), x)))))))),
        "Acos" => InDouble(static (g, x) => g.Multiply(Number(g, 2), Atan(g, g.Function(FunctionOperators.Sqrt, g.Divide(g.Subtract(Number(g, 1), x), g.Add(Number(g, 1), x)))))),
        "Asinh" => InDouble(Asinh),
        "Acosh" => InDouble(Acosh),

        // sgn(x)·log(1 + 2|x| / (1 − |x|)) / 2
        "Atanh" => InDouble(static (g, x) => Odd(g, x, a => Half(g, LogOfOneAnd(g, g.Divide(g.Multiply(Number(g, 2), a), g.Subtract(Number(g, 1), a)))))),
        _ => null,
    };

    private static Func<ExpressionGraph, Expression, Expression?> InDouble(Func<ExpressionGraph, Expression, Expression> form) => (g, n) => n.Type == ScalarType.Double ? form(g, n.Arguments[0]) : null;

    private static Expression Number(ExpressionGraph g, double value) => g.Number(value, ScalarType.Double);

    private static Expression Half(ExpressionGraph g, Expression x) => g.Multiply(Number(g, 0.5), x);

    // √(x² + c)
    private static Expression Root(ExpressionGraph g, Expression x, double c) => g.Function(FunctionOperators.Sqrt, g.Add(g.Multiply(x, x), Number(g, c)));

    private static Expression Odd(ExpressionGraph g, Expression x, Func<Expression, Expression> ofSize) => g.Multiply(g.Function(FunctionOperators.Sign, x), ofSize(g.Function(FunctionOperators.Abs, x)));

    private static Expression IsAbove(ExpressionGraph g, Expression x, double limit) => g.Apply(ScalarOperators.Greater, ScalarType.Bool, x, Number(g, limit));

    private static Expression Is(ExpressionGraph g, Expression x, double value) => g.Apply(ScalarOperators.Equal, ScalarType.Bool, x, Number(g, value));

    // log(1 + y): what u = 1 + y has lost of a small y, the quotient y / (u − 1) gives back.
    private static Expression LogOfOneAnd(ExpressionGraph g, Expression y)
    {
        var u = g.Add(Number(g, 1), y);
        var log = g.Function(FunctionOperators.Log, u);
        return g.Select(IsAbove(g, y, 1), log, g.Select(Is(g, u, 1), y, g.Multiply(log, g.Divide(y, g.Subtract(u, Number(g, 1))))));
    }

    // e^a / 2 for a where e^−a is nothing beside it; the square of e^(a/2), which reaches as far as the result.
    private static Expression HalfOfExp(ExpressionGraph g, Expression a)
    {
        var root = g.Function(FunctionOperators.Exp, Half(g, a));
        return g.Multiply(Half(g, root), root);
    }

    // With m = e^a − 1, (m + m / (m + 1)) / 2; and m from u = e^a as (u − 1)·a / log u, which has the digits that u − 1 lacks.
    private static Expression Sinh(ExpressionGraph g, Expression x) => Odd(g, x, a =>
    {
        var u = g.Function(FunctionOperators.Exp, a);
        var m = g.Select(Is(g, u, 1), a, g.Multiply(g.Subtract(u, Number(g, 1)), g.Divide(a, g.Function(FunctionOperators.Log, u))));
        return g.Select(IsAbove(g, a, NothingBeside), HalfOfExp(g, a), Half(g, g.Add(m, g.Divide(m, g.Add(m, Number(g, 1))))));
    });

    private static Expression Cosh(ExpressionGraph g, Expression x)
    {
        var a = g.Function(FunctionOperators.Abs, x);
        var sum = Half(g, g.Add(g.Function(FunctionOperators.Exp, a), g.Function(FunctionOperators.Exp, g.Negate(a))));
        return g.Select(IsAbove(g, a, NothingBeside), HalfOfExp(g, a), sum);
    }

    // log(1 + a + a² / (1 + √(a² + 1))); of large a, log 2a.
    private static Expression Asinh(ExpressionGraph g, Expression x) => Odd(g, x, a =>
    {
        var near = LogOfOneAnd(g, g.Add(a, g.Divide(g.Multiply(a, a), g.Add(Number(g, 1), Root(g, a, 1)))));
        return g.Select(IsAbove(g, a, OneIsNothingBesideSquare), LogOfTwice(g, a), near);
    });

    // With t = x − 1, log(1 + t + √t·√(t + 2)), where what is below 1 has no root; of large x, log 2x.
    private static Expression Acosh(ExpressionGraph g, Expression x)
    {
        var t = g.Subtract(x, Number(g, 1));
        var near = LogOfOneAnd(g, g.Add(t, g.Multiply(g.Function(FunctionOperators.Sqrt, t), g.Function(FunctionOperators.Sqrt, g.Add(t, Number(g, 2))))));
        return g.Select(IsAbove(g, x, OneIsNothingBesideSquare), LogOfTwice(g, x), near);
    }

    private static Expression LogOfTwice(ExpressionGraph g, Expression x) => g.Add(g.Function(FunctionOperators.Log, x), Number(g, 0.69314718055994530942));

    // 1 − 2Φ(−√2·|x|) with the sign of x: 1e-16, absolutely.
    private static Expression Erf(ExpressionGraph g, Expression x)
    {
        var a = g.Function(FunctionOperators.Abs, x);
        var t = g.Divide(Number(g, TailScale), g.Add(g.Multiply(Number(g, Math.Sqrt(2)), a), Number(g, TailScale)));
        var v = g.Subtract(Number(g, 1), g.Multiply(Number(g, 2), t));
        var polynomial = Number(g, _tail[0]);
        foreach (var coefficient in _tail.Skip(1)) polynomial = g.Add(g.Multiply(polynomial, v), Number(g, coefficient));
        var tail = g.Multiply(g.Function(FunctionOperators.Exp, g.Negate(g.Multiply(x, x))), g.Multiply(t, polynomial));
        return g.Multiply(g.Function(FunctionOperators.Sign, x), g.Subtract(Number(g, 1), g.Multiply(Number(g, 2), tail)));
    }

    // The angle halved three times, tan(φ/2) = tan φ / (1 + √(1 + tan² φ)), is below 0.2, where ten terms of the series give 1e-15.
    private static Expression Atan(ExpressionGraph g, Expression x)
    {
        // Of slopes above 1 the reciprocal: atan(x) = ±π/2 − atan(1/x).
        var steep = g.Apply(ScalarOperators.Greater, ScalarType.Bool, g.Function(FunctionOperators.Abs, x), Number(g, 1));
        var y = g.Select(steep, g.Divide(Number(g, 1), x), x);
        for (var k = 0; k < 3; k++) y = g.Divide(y, g.Add(Number(g, 1), Root(g, y, 1)));
        var square = g.Multiply(y, y);
        var series = Number(g, -1.0 / 19);
        for (var k = 17; k >= 1; k -= 2) series = g.Add(g.Multiply(series, square), Number(g, (k % 4 == 1 ? 1.0 : -1.0) / k));
        var angle = g.Multiply(Number(g, 8), g.Multiply(y, series));
        return g.Select(steep, g.Subtract(g.Multiply(Number(g, Math.PI / 2), g.Function(FunctionOperators.Sign, x)), angle), angle);
    }

    private static Expression Below(ExpressionGraph g, Expression x, double limit) => g.Apply(ScalarOperators.Less, ScalarType.Bool, x, g.Number(limit, x.Type));

    private static Expression CopySign(ExpressionGraph g, Expression n)
    {
        var size = g.Function(FunctionOperators.Abs, n.Arguments[0]);
        return g.Select(IsNegative(g, n.Arguments[1]), g.Negate(size), size);
    }

    // Of zeros, 1/x tells −0 from 0.
    private static Expression IsNegative(ExpressionGraph g, Expression x) => g.Apply(ScalarOperators.Or, ScalarType.Bool, Below(g, x, 0), Below(g, g.Divide(g.Number(1, x.Type), x), 0));

    // atan(y/x), moved by ±π in the left half of the plane; on the axis between ±π/2, at its origin what the signs of the zeros say.
    private static Expression Atan2(ExpressionGraph g, Expression n)
    {
        var (y, x) = (n.Arguments[0], n.Arguments[1]);
        var zero = g.Number(0, n.Type);
        var turn = g.Select(IsNegative(g, y), g.Number(-Math.PI, n.Type), g.Number(Math.PI, n.Type));
        var slope = g.Function(FunctionOperators.Atan, g.Divide(y, x));
        var isOrigin = g.Apply(ScalarOperators.Equal, ScalarType.Bool, y, zero);
        var axis = g.Select(isOrigin, g.Select(IsNegative(g, x), turn, y), g.Multiply(g.Number(Math.PI / 2, n.Type), g.Function(FunctionOperators.Sign, y)));
        var left = g.Select(Below(g, x, 0), g.Add(slope, turn), g.Select(g.Apply(ScalarOperators.Equal, ScalarType.Bool, x, zero), axis, slope));
        return g.Select(g.Apply(ScalarOperators.Greater, ScalarType.Bool, x, zero), slope, left);
    }
}
