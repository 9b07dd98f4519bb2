namespace Ansatz.StructuralEquations;

/// <summary>
/// A value with its gradient and its Hessian with respect to n variables (forward accumulation; both exact). Null stands for zero, so that constants and linear
/// parts cost nothing.
/// </summary>
internal sealed class SemTaylor
{
    private SemTaylor(double value, double[]? gradient, double[]? hessian)
    {
        Value = value;
        Gradient = gradient;
        Hessian = hessian;
    }

    public double Value { get; }

    /// <summary>n entries; null if all are 0.</summary>
    public double[]? Gradient { get; }

    /// <summary>n × n entries by rows; null if all are 0.</summary>
    public double[]? Hessian { get; }

    public static SemTaylor Constant(double value) => new(value, null, null);

    public static SemTaylor Linear(double value, double[] gradient) => new(value, gradient.Length == 0 ? null : gradient, null);

    public static SemTaylor Variable(double value, int index, int count)
    {
        var gradient = new double[count];
        gradient[index] = 1;
        return new SemTaylor(value, gradient, null);
    }

    public static SemTaylor Of(SemExpression e, Func<string, SemTaylor> value) => e switch
    {
        NumberExpression number => Constant(number.Value),
        NameExpression name => value(name.Name),
        UnaryExpression negative => Of(negative.Operand, value).Scale(-1),
        BinaryExpression { Operator: '+' } sum => Add(Of(sum.Left, value), Of(sum.Right, value), 1),
        BinaryExpression { Operator: '-' } difference => Add(Of(difference.Left, value), Of(difference.Right, value), -1),
        BinaryExpression { Operator: '*' } product => Multiply(Of(product.Left, value), Of(product.Right, value)),
        BinaryExpression { Operator: '/' } quotient => Divide(Of(quotient.Left, value), Of(quotient.Right, value)),
        BinaryExpression power => Power(Of(power.Left, value), Of(power.Right, value)),
        CallExpression { Arguments.Count: 2 } log => Divide(Apply("log", Of(log.Arguments[0], value)), Apply("log", Of(log.Arguments[1], value))),
        CallExpression call => Apply(call.Function, Of(call.Arguments[0], value)),
        _ => throw new ArgumentException("There is no such expression.", nameof(e)),
    };

    /// <summary>The same in other variables.</summary>
    /// <param name="places">Where each of this one's variables is among the new ones.</param>
    /// <param name="count">How many there are.</param>
    public SemTaylor Spread(IReadOnlyList<int> places, int count)
    {
        if (Gradient is null) return this;
        var gradient = new double[count];
        for (var i = 0; i < places.Count; i++) gradient[places[i]] += Gradient[i];
        if (Hessian is null) return new SemTaylor(Value, gradient, null);
        var hessian = new double[count * count];
        for (var i = 0; i < places.Count; i++)
        {
            for (var j = 0; j < places.Count; j++) hessian[places[i] * count + places[j]] += Hessian[i * places.Count + j];
        }

        return new SemTaylor(Value, gradient, hessian);
    }

    public static SemTaylor Add(SemTaylor a, SemTaylor b, double sign) => new(a.Value + sign * b.Value, Sum(a.Gradient, 1, b.Gradient, sign), Sum(a.Hessian, 1, b.Hessian, sign));

    private SemTaylor Scale(double factor) => new(Value * factor, Sum(Gradient, factor, null, 0), Sum(Hessian, factor, null, 0));

    private static SemTaylor Multiply(SemTaylor a, SemTaylor b)
    {
        if (a.Gradient is null) return b.Gradient is null ? Constant(a.Value * b.Value) : b.Scale(a.Value);
        if (b.Gradient is null) return a.Scale(b.Value);
        return new SemTaylor(a.Value * b.Value, Sum(a.Gradient, b.Value, b.Gradient, a.Value),
            AddOuter(AddOuter(Sum(a.Hessian, b.Value, b.Hessian, a.Value), a.Gradient, b.Gradient, 1), b.Gradient, a.Gradient, 1));
    }

    private static SemTaylor Divide(SemTaylor a, SemTaylor b)
    {
        if (b.Gradient is null) return a.Gradient is null ? Constant(a.Value / b.Value) : new(a.Value / b.Value, Sum(a.Gradient, 1 / b.Value, null, 0), Sum(a.Hessian, 1 / b.Value, null, 0));
        return Multiply(a, b.Chain(1 / b.Value, -1 / (b.Value * b.Value), 2 / (b.Value * b.Value * b.Value)));
    }

    private static SemTaylor Power(SemTaylor a, SemTaylor b)
    {
        var value = Math.Pow(a.Value, b.Value);
        if (b.Gradient is null)
        {
            var n = b.Value;
            // 0 · 0⁻¹ is not needed where the factor is 0: x¹ and x⁰ have slopes at 0.
            var first = n == 0 ? 0 : n * Math.Pow(a.Value, n - 1);
            var second = n is 0 or 1 ? 0 : n * (n - 1) * Math.Pow(a.Value, n - 2);
            return a.Chain(value, first, second);
        }

        var exponent = Multiply(b, Apply("log", a));
        return exponent.Chain(value, value, value);
    }

    /// <summary>A function of R and its first two derivatives.</summary>
    public static SemTaylor Apply(string function, SemTaylor a)
    {
        var x = a.Value;
        switch (function)
        {
            case "exp":
                var e = Math.Exp(x);
                return a.Chain(e, e, e);
            case "expm1":
                var m = Math.Exp(x);
                return a.Chain(m is 0 or 1 || double.IsInfinity(m) ? (m == 1 ? x : m - 1) : (m - 1) * x / Math.Log(m), m, m); // Kahan's
            case "log":
                return a.Chain(Math.Log(x), 1 / x, -1 / (x * x));
            case "log1p":
                var u = 1 + x;
                return a.Chain(u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1)), 1 / u, -1 / (u * u)); // Kahan's
            case "log2":
                return a.Chain(Math.Log(x) / Math.Log(2), 1 / (x * Math.Log(2)), -1 / (x * x * Math.Log(2)));
            case "log10":
                return a.Chain(Math.Log10(x), 1 / (x * Math.Log(10)), -1 / (x * x * Math.Log(10)));
            case "sqrt":
                var root = Math.Sqrt(x);
                return a.Chain(root, 1 / (2 * root), -1 / (4 * root * x));
            case "abs":
                return a.Chain(Math.Abs(x), double.IsNaN(x) ? double.NaN : Math.Sign(x), 0);
            case "sin":
                return a.Chain(Math.Sin(x), Math.Cos(x), -Math.Sin(x));
            case "cos":
                return a.Chain(Math.Cos(x), -Math.Sin(x), -Math.Cos(x));
            case "tan":
                var t = Math.Tan(x);
                return a.Chain(t, 1 + t * t, 2 * t * (1 + t * t));
            case "asin":
                return a.Chain(Math.Asin(x), 1 / Math.Sqrt(1 - x * x), x / Math.Pow(1 - x * x, 1.5));
            case "acos":
                return a.Chain(Math.Acos(x), -1 / Math.Sqrt(1 - x * x), -x / Math.Pow(1 - x * x, 1.5));
            case "atan":
                return a.Chain(Math.Atan(x), 1 / (1 + x * x), -2 * x / ((1 + x * x) * (1 + x * x)));
            case "sinh":
                return a.Chain(Math.Sinh(x), Math.Cosh(x), Math.Sinh(x));
            case "cosh":
                return a.Chain(Math.Cosh(x), Math.Sinh(x), Math.Cosh(x));
            case "tanh":
                var h = Math.Tanh(x);
                return a.Chain(h, 1 - h * h, -2 * h * (1 - h * h));
            case "plogis":
                var p = 1 / (1 + Math.Exp(-x));
                return a.Chain(p, p * (1 - p), p * (1 - p) * (1 - 2 * p));
            case "qlogis":
                return a.Chain(Math.Log(x / (1 - x)), 1 / (x * (1 - x)), (2 * x - 1) / (x * x * (1 - x) * (1 - x)));
            default:
                throw new ArgumentException($"There is no function '{function}'.", nameof(function));
        }
    }

    // f(this): the gradient f'·∇, the Hessian f'·∇² + f''·∇∇ᵀ.
    private SemTaylor Chain(double value, double first, double second) =>
        Gradient is null ? Constant(value) : new(value, Sum(Gradient, first, null, 0), AddOuter(Sum(Hessian, first, null, 0), Gradient, Gradient, second));

    private static double[]? Sum(double[]? a, double p, double[]? b, double q)
    {
        if (a is null && b is null) return null;
        var sum = new double[(a ?? b)!.Length];
        for (var k = 0; k < sum.Length; k++) sum[k] = (a is null ? 0 : p * a[k]) + (b is null ? 0 : q * b[k]);
        return sum;
    }

    private static double[]? AddOuter(double[]? sum, double[] a, double[] b, double factor)
    {
        if (factor == 0) return sum;
        var n = a.Length;
        sum ??= new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (a[i] != 0 && b[j] != 0) sum[i * n + j] += factor * a[i] * b[j];
            }
        }

        return sum;
    }
}
