using System.Runtime.Intrinsics;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

public class ElementaryAccuracyTests(ITestOutputHelper output)
{
    public sealed record Function(string Name, Func<Vector256<float>, Vector256<float>> Single, Func<Vector256<double>, Vector256<double>> Double,
        Func<double, DoubleDoubleBox> Reference, double Low, double High, double SingleUlps, double DoubleUlps, double DoubleLow = double.NaN, double DoubleHigh = double.NaN)
    {
        public override string ToString() => Name;
    }

    /// <summary>Carries the internal reference type through the public theory data.</summary>
    public readonly struct DoubleDoubleBox
    {
        internal DoubleDouble Value { get; init; }
        public static implicit operator DoubleDoubleBox(double x) => new() { Value = x };
    }

    static DoubleDoubleBox Box(DoubleDouble x) => new() { Value = x };

    static readonly Function[] Functions =
    [
        new("Exp", Elementary.Exp, Elementary.Exp, x => Box(DoubleDouble.Exp(x)), -103, 88.7, 1.01, 1.01, -745, 709.7),
        new("Log", Elementary.Log, Elementary.Log, x => Box(DoubleDouble.Log(x)), 1e-45, 3e38, 1, 1, 5e-324, 1e308),
        new("LogNearOne", Elementary.Log, Elementary.Log, x => Box(DoubleDouble.Log(x)), 0.5, 2, 1, 1),
        new("Tanh", Elementary.Tanh, Elementary.Tanh, x => Box(DoubleDouble.Tanh(x)), -12, 12, 2.5, 2.5, -22, 22),
        new("Sigmoid", Elementary.Sigmoid, Elementary.Sigmoid, x => Box(Sigmoid(x)), -87.3, 40, 2, 2, -708.3, 40),
        new("Silu", Elementary.Silu, Elementary.Silu, x => Box(Sigmoid(x) * x), -87, 40, 2.5, 2.5, -708, 40),
        new("Softplus", Elementary.Softplus, Elementary.Softplus, x => Box(Softplus(x)), -87, 90, 2.5, 2.5, -708, 800),
        new("LogSigmoid", Elementary.LogSigmoid, Elementary.LogSigmoid, x => Box(-Softplus(-x)), -90, 87, 2.5, 2.5, -800, 708),
        new("Erf", Elementary.Erf, Elementary.Erf, x => Box(DoubleDouble.Erf(x)), -5, 5, 3, 3, -7, 7),
        new("Gelu", Elementary.Gelu, Elementary.Gelu, x => Box(DoubleDouble.Phi(x) * x), -5, 10, 6, 6),
        new("GeluTail", Elementary.Gelu, Elementary.Gelu, x => Box(DoubleDouble.Phi(x) * x), -12.9, -5, 6, 6, -37, -5),
        new("NormalDensity", Elementary.NormalDensity, Elementary.NormalDensity, x => Box(DoubleDouble.NormalDensity(x)), -13, 13, 3, 3, -37, 37),
        new("Sin", Elementary.Sin, Elementary.Sin, x => Box(DoubleDouble.Sin(x, 0)), -20, 20, 1, 1),
        new("SinFar", Elementary.Sin, Elementary.Sin, x => Box(DoubleDouble.Sin(x, 0)), -90000, 90000, 1, 1),
        new("Cos", Elementary.Cos, Elementary.Cos, x => Box(DoubleDouble.Sin(x, 1)), -20, 20, 1, 1),
        new("CosFar", Elementary.Cos, Elementary.Cos, x => Box(DoubleDouble.Sin(x, 1)), -90000, 90000, 1, 1),
    ];

    public static IEnumerable<TheoryDataRow<Function>> All => Functions.Select(f => new TheoryDataRow<Function>(f));

    static DoubleDouble Sigmoid(double x)
    {
        var e = DoubleDouble.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (e + 1);
    }

    static DoubleDouble Softplus(double x) => Math.Max(x, 0) + DoubleDouble.LogP1(DoubleDouble.Exp(-Math.Abs(x)));

    // Without fused operations one more rounding, and the tail of the normal distribution is not corrected.
    static bool Fused => System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;

    static IEnumerable<double> Points(double low, double high, int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i <= count; i++) yield return low + (high - low) * ((double)i / count);
        for (int i = 0; i < count; i++) yield return low + (high - low) * random.NextDouble();
        // Many sizes, down to the smallest
        double largest = Math.Max(Math.Abs(low), Math.Abs(high));
        for (int i = 0; i < count; i++)
        {
            double size = largest * Math.Pow(2, -random.NextDouble() * (i % 2 == 0 ? 20 : 140));
            if (i % 3 == 0) size = -size;
            if (size >= low && size <= high) yield return size;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Single_precision_is_accurate(Function f)
    {
        double worst = 0, at = 0;
        foreach (double point in Points(f.Low, f.High, 20000, 1))
        {
            float x = (float)point;
            if (x == 0) continue;
            double y = f.Single(Vector256.Create(x)).ToScalar(), expected = f.Reference(x).Value.High;
            double ulp = Math.Max(Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected), 0) * (1L << 29);
            ulp = Math.Max(ulp, float.Epsilon);
            double error = Math.Abs(y - expected) / ulp;
            if (error > worst || double.IsNaN(error)) (worst, at) = (error, x);
            if (double.IsNaN(error)) break;
        }
        output.WriteLine($"{f.Name} float: {worst:F2} ulp at {at:R}");
        Assert.True(worst < f.SingleUlps + (Fused ? 0 : f.Name is "Gelu" or "GeluTail" or "NormalDensity" ? 100 : 1.5), $"{worst} ulp at {at:R}");
    }

    [Theory, MemberData(nameof(All))]
    public void Double_precision_is_accurate(Function f)
    {
        double worst = 0, at = 0;
        double low = double.IsNaN(f.DoubleLow) ? f.Low : f.DoubleLow, high = double.IsNaN(f.DoubleHigh) ? f.High : f.DoubleHigh;
        foreach (double x in Points(low, high, 3000, 2))
        {
            if (x == 0) continue;
            double y = f.Double(Vector256.Create(x)).ToScalar();
            var expected = f.Reference(x).Value;
            double ulp = Math.BitIncrement(Math.Abs(expected.High)) - Math.Abs(expected.High);
            double error = Math.Abs((y - expected).High) / ulp;
            if (error > worst || double.IsNaN(error)) (worst, at) = (error, x);
            if (double.IsNaN(error)) break;
        }
        output.WriteLine($"{f.Name} double: {worst:F2} ulp at {at:R}");
        Assert.True(worst < f.DoubleUlps + (Fused ? 0 : f.Name is "Gelu" or "GeluTail" or "NormalDensity" ? 800 : 1.5), $"{worst} ulp at {at:R}");
    }

    [Fact]
    public void The_slope_of_gelu_is_accurate()
    {
        double worstSingle = 0, worstDouble = 0;
        foreach (double x in Points(-14, 14, 4000, 3))
        {
            float s = (float)x;
            double expected = (DoubleDouble.Phi(s) + DoubleDouble.NormalDensity(s) * s).High;
            worstSingle = Math.Max(worstSingle, Math.Abs(Elementary.GeluSlope(s) - expected));
            expected = (DoubleDouble.Phi(x) + DoubleDouble.NormalDensity(x) * x).High;
            worstDouble = Math.Max(worstDouble, Math.Abs(Elementary.GeluSlope(x) - expected));
        }
        output.WriteLine($"{worstSingle:E2} {worstDouble:E2}");
        Assert.True(worstSingle < (Fused ? 2e-7 : 4e-7) && worstDouble < (Fused ? 6e-16 : 1e-15), $"{worstSingle} {worstDouble}");
    }

    [Fact]
    public void The_tanh_form_of_gelu_agrees_with_its_formula()
    {
        foreach (double x in Points(-8, 8, 4000, 4))
        {
            double expected = 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            Assert.True(Math.Abs(Elementary.GeluTanh(x) - expected) < 2e-15, $"{x:R}");
            Assert.True(Math.Abs(Elementary.GeluTanh((float)x) - expected) < 1e-6, $"{x:R}");
        }
    }
}
