using Ansatz.Tests.Numerics;

namespace Ansatz.Gpu.Tests;

/// <summary>The device functions as ordinary C#: their errors in units in the last place, and special values.</summary>
public class ElementaryTests(ITestOutputHelper output)
{
    /// <summary>A function with the ranges in which it is measured and the errors allowed.</summary>
    private sealed record Function(string Name, Func<float, float> Single, Func<double, double> Double, Func<double, DoubleDouble> Reference, double Low, double High, double Ulps)
    {
        /// <summary>The range for doubles if it is another.</summary>
        public (double Low, double High) DoubleRange { get => field == default ? (Low, High) : field; init; }
    }

    // The functions of System.Math are themselves good to less than one ulp only, which the last column includes.
    private static readonly Function[] Functions =
    [
        new("Exp", GpuElementary.Exp, GpuElementary.Exp, x => DoubleDouble.Exp(x), -103, 88.7, 1.5) { DoubleRange = (-745, 709.7) },
        new("Log", GpuElementary.Log, GpuElementary.Log, x => DoubleDouble.Log(x), 1e-45, 3e38, 1.5) { DoubleRange = (5e-324, 1e308) },
        new("Log near 1", GpuElementary.Log, GpuElementary.Log, x => DoubleDouble.Log(x), 0.5, 2, 1.5),
        new("Log2", GpuElementary.Log2, GpuElementary.Log2, x => Math.Log2(x), 1e-45, 3e38, 2.5) { DoubleRange = (5e-324, 1e308) },
        new("Log2 near 1", GpuElementary.Log2, GpuElementary.Log2, x => DoubleDouble.Log(x) / DoubleDouble.Ln2, 0.5, 2, 2.5),
        new("Log10", GpuElementary.Log10, GpuElementary.Log10, x => Math.Log10(x), 1e-45, 3e38, 2.5) { DoubleRange = (5e-324, 1e308) },
        new("Tanh", GpuElementary.Tanh, GpuElementary.Tanh, x => DoubleDouble.Tanh(x), -12, 12, 3) { DoubleRange = (-22, 22) },
        new("Sinh", GpuElementary.Sinh, GpuElementary.Sinh, x => Math.Sinh(x), -89, 89, 3) { DoubleRange = (-710, 710) },
        new("Sinh near 0", GpuElementary.Sinh, GpuElementary.Sinh, x => Math.Sinh(x), -2, 2, 3),
        new("Cosh", GpuElementary.Cosh, GpuElementary.Cosh, x => Math.Cosh(x), -89, 89, 3) { DoubleRange = (-710, 710) },
        new("Sigmoid", GpuElementary.Sigmoid, GpuElementary.Sigmoid, Sigmoid, -87.3, 40, 2.5) { DoubleRange = (-744, 40) },
        new("Softplus", GpuElementary.Softplus, GpuElementary.Softplus, Softplus, -87, 90, 3.5) { DoubleRange = (-708, 800) },
        new("LogSigmoid", GpuElementary.LogSigmoid, GpuElementary.LogSigmoid, x => -Softplus(-x), -90, 87, 3.5) { DoubleRange = (-800, 708) },
        new("Erf", GpuElementary.Erf, GpuElementary.Erf, x => DoubleDouble.Erf(x), -5, 5, 3) { DoubleRange = (-7, 7) },
        new("Gelu", GpuElementary.Gelu, GpuElementary.Gelu, x => DoubleDouble.Phi(x) * x, -5, 10, 6),
        new("Gelu far below 0", GpuElementary.Gelu, GpuElementary.Gelu, x => DoubleDouble.Phi(x) * x, -12.9, -5, 6) { DoubleRange = (-37, -5) },
        new("Sin", GpuElementary.Sin, GpuElementary.Sin, x => DoubleDouble.Sin(x, 0), -20, 20, 1.5),
        new("Sin far", GpuElementary.Sin, GpuElementary.Sin, x => DoubleDouble.Sin(x, 0), -90000, 90000, 1.5),
        new("Sin very far", GpuElementary.Sin, GpuElementary.Sin, x => Math.Sin(x), 1e5, 3e38, 2) { DoubleRange = (-1e300, 1e300) },
        new("Cos", GpuElementary.Cos, GpuElementary.Cos, x => DoubleDouble.Sin(x, 1), -20, 20, 1.5),
        new("Cos very far", GpuElementary.Cos, GpuElementary.Cos, x => Math.Cos(x), -3e38, -1e5, 2) { DoubleRange = (-1e300, 1e300) },
        new("Tan", GpuElementary.Tan, GpuElementary.Tan, x => DoubleDouble.Sin(x, 0) / DoubleDouble.Sin(x, 1), -20, 20, 3),
        new("Asin", GpuElementary.Asin, GpuElementary.Asin, x => Math.Asin(x), -1, 1, 2.5),
        new("Acos", GpuElementary.Acos, GpuElementary.Acos, x => Math.Acos(x), -1, 1, 2.5),
        new("Atan", GpuElementary.Atan, GpuElementary.Atan, x => Math.Atan(x), -10, 10, 2.5) { DoubleRange = (-1e10, 1e10) },
        new("Asinh", GpuElementary.Asinh, GpuElementary.Asinh, x => Math.Asinh(x), -50, 50, 3) { DoubleRange = (0.01, 1e10) },
        new("Acosh", GpuElementary.Acosh, GpuElementary.Acosh, x => Math.Acosh(x), 1.01, 1e5, 3) { DoubleRange = (1.1, 1e10) },
        new("Atanh", GpuElementary.Atanh, GpuElementary.Atanh, x => Math.Atanh(x), -0.9, 0.9, 4),
        new("Cbrt", GpuElementary.Cbrt, GpuElementary.Cbrt, Cbrt, -3e38, 3e38, 2) { DoubleRange = (-8e307, 8e307) },
        new("x to the 3.7", x => GpuElementary.Pow(x, 3.7f), x => GpuElementary.Pow(x, 3.7f), x => DoubleDouble.Exp(DoubleDouble.Log(x) * (double)3.7f), 1e-9, 1e10, 2) { DoubleRange = (1e-70, 1e80) },
        new("1.1 to the x", x => GpuElementary.Pow(1.1f, x), x => GpuElementary.Pow(1.1f, x), x => DoubleDouble.Exp(DoubleDouble.Log((double)1.1f) * x), -900, 900, 2) { DoubleRange = (-7000, 7000) },
        new("Angle of (0.7, x)", x => GpuElementary.Atan2(x, 0.7f), x => GpuElementary.Atan2(x, 0.7f), x => Math.Atan2(x, 0.7f), -10, 10, 3.5),
        new("Angle of (-0.7, x)", x => GpuElementary.Atan2(x, -0.7f), x => GpuElementary.Atan2(x, -0.7f), x => Math.Atan2(x, -0.7f), -10, 10, 3.5),
    ];

    /// <summary>The names of the measured functions.</summary>
    public static TheoryData<string> Names => [.. Functions.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ErrorsAreAFewUlp(string name)
    {
        var f = Functions.Single(g => g.Name == name);
        var single = Worst(f, Points(f.Low, f.High, 8000).Select(x => (double)(float)x), x => f.Single((float)x), Math.ScaleB(1, 29), float.Epsilon);
        var wide = Worst(f, Points(f.DoubleRange.Low, f.DoubleRange.High, 2000), f.Double, 1, double.Epsilon);
        output.WriteLine($"{f.Name}: float {single.Ulps:F2} ulp at {single.At:R}, double {wide.Ulps:F2} ulp at {wide.At:R}");
        Assert.True(single.Ulps <= f.Ulps, $"float: {single.Ulps} ulp at {single.At:R}");
        Assert.True(wide.Ulps <= f.Ulps, $"double: {wide.Ulps} ulp at {wide.At:R}");
    }

    [Fact]
    public void TheSlopeOfGeluIsAccurate()
    {
        foreach (var x in Points(-14, 14, 2000))
        {
            Assert.Equal((DoubleDouble.Phi((float)x) + (DoubleDouble.NormalDensity((float)x) * (float)x)).High, GpuElementary.GeluSlope((float)x), 4e-7);
            Assert.Equal((DoubleDouble.Phi(x) + (DoubleDouble.NormalDensity(x) * x)).High, GpuElementary.GeluSlope(x), 1e-15);
        }
    }

    [Fact]
    public void WholeNumbersAreThoseOfTheFramework()
    {
        double[] special = [0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 4503599627370495.5, -4503599627370495.5, 1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var x in Points(-100, 100, 1000).Concat(special))
        {
            Same(Math.Floor(x), GpuElementary.Floor(x));
            Same(Math.Ceiling(x), GpuElementary.Ceiling(x));
            Same(Math.Round(x), GpuElementary.Round(x));
            Same(Math.Truncate(x), GpuElementary.Truncate(x));
            var y = (float)x;
            Same(MathF.Floor(y), GpuElementary.Floor(y));
            Same(MathF.Ceiling(y), GpuElementary.Ceiling(y));
            Same(MathF.Round(y), GpuElementary.Round(y));
            Same(MathF.Truncate(y), GpuElementary.Truncate(y));
        }
    }

    [Fact]
    public void SpecialValuesAreThoseOfTheFramework()
    {
        double[] values = [0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        (string Name, Func<double, double> Expected, Func<double, double> Actual)[] unary =
        [
            ("Exp", Math.Exp, GpuElementary.Exp), ("Log", Math.Log, GpuElementary.Log), ("Log2", Math.Log2, GpuElementary.Log2), ("Log10", Math.Log10, GpuElementary.Log10),
            ("Tanh", Math.Tanh, GpuElementary.Tanh), ("Sinh", Math.Sinh, GpuElementary.Sinh), ("Cosh", Math.Cosh, GpuElementary.Cosh), ("Sin", Math.Sin, GpuElementary.Sin),
            ("Cos", Math.Cos, GpuElementary.Cos), ("Tan", Math.Tan, GpuElementary.Tan), ("Asin", Math.Asin, GpuElementary.Asin), ("Acos", Math.Acos, GpuElementary.Acos),
            ("Atan", Math.Atan, GpuElementary.Atan), ("Asinh", Math.Asinh, GpuElementary.Asinh), ("Acosh", Math.Acosh, GpuElementary.Acosh), ("Atanh", Math.Atanh, GpuElementary.Atanh), ("Cbrt", Math.Cbrt, GpuElementary.Cbrt), ("Sqrt", Math.Sqrt, GpuElementary.Sqrt), ("Abs", Math.Abs, GpuElementary.Abs),
            ("Erf", Ansatz.Numerics.Elementary.Erf, GpuElementary.Erf), ("Gelu", Ansatz.Numerics.Elementary.Gelu, GpuElementary.Gelu), ("Sigmoid", Ansatz.Numerics.Elementary.Sigmoid, GpuElementary.Sigmoid),
            ("Softplus", Ansatz.Numerics.Elementary.Softplus, GpuElementary.Softplus), ("Sign", Ansatz.Numerics.Elementary.Sign, GpuElementary.Sign),
        ];
        foreach (var (name, expected, actual) in unary)
        {
            foreach (var x in values) Near($"{name}({x})", expected(x), actual(x));
        }

        (string Name, Func<double, double, double> Expected, Func<double, double, double> Actual)[] binary =
            [("Pow", Math.Pow, GpuElementary.Pow), ("Atan2", Math.Atan2, GpuElementary.Atan2), ("CopySign", Math.CopySign, GpuElementary.CopySign), ("Max", Math.Max, GpuElementary.Max), ("Min", Math.Min, GpuElementary.Min)];
        foreach (var (name, expected, actual) in binary)
        {
            foreach (var x in values)
            {
                // Math.Atan2 of the framework is that of the C library, whose NaN for two infinities is documented; the notation follows IEEE 754.
                foreach (var y in values)
                    if (name != "Atan2" || !(double.IsInfinity(x) && double.IsInfinity(y))) Near($"{name}({x}, {y})", expected(x, y), actual(x, y));
            }
        }
    }

    private static void Near(string what, double expected, double actual)
    {
        var same = expected.Equals(actual) ? double.IsNaN(expected) || double.IsNegative(expected) == double.IsNegative(actual) : Math.Abs(expected - actual) <= 4e-15 * Math.Abs(expected);
        Assert.True(same, $"{what} is {actual:R} instead of {expected:R}");
    }

    private static void Same(double expected, double actual) => Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));

    private static DoubleDouble Sigmoid(double x)
    {
        var e = DoubleDouble.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (e + 1);
    }

    // The C library's is off by up to 4 ulp; one step of Newton's method makes it good.
    private static DoubleDouble Cbrt(double x)
    {
        DoubleDouble y = Math.Cbrt(x);
        return y - ((y - (x / y / y)) / 3);
    }

    private static DoubleDouble Softplus(double x) => Math.Max(x, 0) + DoubleDouble.LogP1(DoubleDouble.Exp(-Math.Abs(x)));

    // Evenly spaced, random, and of many sizes down to the smallest.
    private static IEnumerable<double> Points(double low, double high, int count)
    {
        var random = new Random(1);
        for (var i = 0; i <= count; i++) yield return low + ((high - low) * ((double)i / count));
        for (var i = 0; i < count; i++) yield return low + ((high - low) * random.NextDouble());
        var largest = Math.Max(Math.Abs(low), Math.Abs(high));
        for (var i = 0; i < count; i++)
        {
            var size = largest * Math.Pow(2, -random.NextDouble() * (i % 2 == 0 ? 20 : 140)) * (i % 3 == 0 ? -1 : 1);
            if (size >= low && size <= high) yield return size;
        }
    }

    private static (double Ulps, double At) Worst(Function f, IEnumerable<double> points, Func<double, double> actual, double unit, double least)
    {
        var worst = (Ulps: 0.0, At: 0.0);
        foreach (var x in points.Where(x => x != 0))
        {
            var (y, expected) = (actual(x), f.Reference(x));
            var ulp = Math.Max((Math.BitIncrement(Math.Abs(expected.High)) - Math.Abs(expected.High)) * unit, least);
            var error = Math.Abs((y - expected).High) / ulp;
            if (error > worst.Ulps || double.IsNaN(error)) worst = (error, x);
            if (double.IsNaN(error)) break;
        }

        return worst;
    }
}
