namespace Ansatz.Compiler.Tests.Interpreting;

/// <summary>The scalar functions of the notation in double precision, independent of the compiler's own folding.</summary>
internal static class ReferenceFunctions
{
    public static double Of(string name, ReadOnlySpan<double> a) => name switch
    {
        "Exp" => Math.Exp(a[0]),
        "Log" => Math.Log(a[0]),
        "Sqrt" => Math.Sqrt(a[0]),
        "Tanh" => Math.Tanh(a[0]),
        "Sigmoid" => Sigmoid(a[0]),
        "Erf" => Erf(a[0]),
        "Gelu" => a[0] * Normal(a[0]),
        "GeluSlope" => Normal(a[0]) + (a[0] * Math.Exp(-0.5 * a[0] * a[0]) / Math.Sqrt(2 * Math.PI)),
        "Softplus" => Softplus(a[0]),
        "LogSigmoid" => -Softplus(-a[0]),
        "Sin" => Math.Sin(a[0]),
        "Cos" => Math.Cos(a[0]),
        "Tan" => Math.Tan(a[0]),
        "Sinh" => Math.Sinh(a[0]),
        "Cosh" => Math.Cosh(a[0]),
        "Asin" => Math.Asin(a[0]),
        "Acos" => Math.Acos(a[0]),
        "Asinh" => Math.Log(Math.Abs(a[0]) + Math.Sqrt(a[0] * a[0] + 1)) * Math.Sign(a[0]),
        "Acosh" => Math.Log(a[0] + Math.Sqrt(a[0] * a[0] - 1)),
        "Atanh" => 0.5 * Math.Log((1 + a[0]) / (1 - a[0])),
        "Atan" => Math.Atan(a[0]),
        "Cbrt" => Math.Cbrt(a[0]),
        "Log2" => Math.Log2(a[0]),
        "Log10" => Math.Log10(a[0]),
        "Abs" => Math.Abs(a[0]),
        "Sign" => double.IsNaN(a[0]) ? double.NaN : Math.Sign(a[0]),
        "Floor" => Math.Floor(a[0]),
        "Ceiling" => Math.Ceiling(a[0]),
        "Round" => Math.Round(a[0], MidpointRounding.ToEven),
        "Truncate" => Math.Truncate(a[0]),
        "Pow" => Math.Pow(a[0], a[1]),
        "Atan2" => Math.Atan2(a[0], a[1]),
        "CopySign" => Math.CopySign(a[0], a[1]),
        "Max" => Math.Max(a[0], a[1]),
        "Min" => Math.Min(a[0], a[1]),
        "Constant" => a[0],
        "Uniform" => Uniform(a),
        "Normal" => Math.Sqrt(-2 * Math.Log(Uniform(a))) * Math.Cos(2 * Math.PI * Uniform([.. a, 1])),
        _ => throw new NotSupportedException($"The interpreter does not know '{name}'."),
    };

    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    public static double Softplus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    /// <summary>Maclaurin series near 0, Lentz's continued fraction of the complement elsewhere.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x < 0) return -Erf(-x);
        if (x > 6) return 1;
        if (x > 2) return 1 - ComplementaryErf(x);
        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term) > 1e-18; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static double Normal(double x) => x < -2.5 ? 0.5 * ComplementaryErf(-x / Math.Sqrt(2)) : 0.5 * (1 + Erf(x / Math.Sqrt(2)));

    // erfc(x) = exp(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), x > 1: evaluated from the inside.
    private static double ComplementaryErf(double x)
    {
        var fraction = x;
        for (var k = 200; k > 0; k--) fraction = x + (k / 2.0 / fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction;
    }

    // Any function of the arguments will do: what matters is that it is the same on the way there and back.
    private static double Uniform(ReadOnlySpan<double> a)
    {
        var hash = 0x9E3779B97F4A7C15UL;
        foreach (var x in a)
        {
            hash = (hash ^ (ulong)(long)x) * 0xBF58476D1CE4E5B9UL;
            hash ^= hash >> 29;
        }

        return ((hash >> 11) + 0.5) / (1UL << 53);
    }
}
