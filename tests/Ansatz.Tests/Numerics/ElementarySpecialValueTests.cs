using System.Runtime.Intrinsics;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

public class ElementarySpecialValueTests
{
    const double Inf = double.PositiveInfinity;

    public static TheoryData<string, Func<Vector256<float>, Vector256<float>>, Func<Vector256<double>, Vector256<double>>, double[], double[]> Table => new()
    {
        { "Exp", Elementary.Exp, Elementary.Exp, [0, -0.0, Inf, -Inf, 1e4, -1e4], [1, 1, Inf, 0, Inf, 0] },
        { "Log", Elementary.Log, Elementary.Log, [0, -0.0, Inf, -Inf, -1, 1], [-Inf, -Inf, Inf, double.NaN, double.NaN, 0] },
        { "Tanh", Elementary.Tanh, Elementary.Tanh, [0, -0.0, Inf, -Inf, 50, -50, 1e-40], [0, -0.0, 1, -1, 1, -1, 1e-40] },
        { "Sigmoid", Elementary.Sigmoid, Elementary.Sigmoid, [0, -0.0, Inf, -Inf], [0.5, 0.5, 1, 0] },
        { "Silu", Elementary.Silu, Elementary.Silu, [0, -0.0, Inf, -Inf], [0, -0.0, Inf, -0.0] },
        { "Softplus", Elementary.Softplus, Elementary.Softplus, [0, Inf, -Inf, 1e30], [0.6931471805599453, Inf, 0, 1e30] },
        { "LogSigmoid", Elementary.LogSigmoid, Elementary.LogSigmoid, [0, Inf, -Inf, -1e30], [-0.6931471805599453, -0.0, -Inf, -1e30] },
        { "Erf", Elementary.Erf, Elementary.Erf, [0, -0.0, Inf, -Inf, 30, -30], [0, -0.0, 1, -1, 1, -1] },
        { "Gelu", Elementary.Gelu, Elementary.Gelu, [0, -0.0, Inf, -Inf, 1e10, -1e10], [0, -0.0, Inf, -0.0, 1e10, -0.0] },
        { "GeluSlope", Elementary.GeluSlope, Elementary.GeluSlope, [0, Inf, -Inf, 1e10, -1e10], [0.5, 1, 0, 1, 0] },
        { "GeluTanh", Elementary.GeluTanh, Elementary.GeluTanh, [0, -0.0, Inf, -Inf, 1e10], [0, -0.0, Inf, -0.0, 1e10] },
        { "NormalDensity", Elementary.NormalDensity, Elementary.NormalDensity, [0, Inf, -Inf, 100], [0.3989422804014327, 0, 0, 0] },
        { "Sin", Elementary.Sin, Elementary.Sin, [0, -0.0, Inf, -Inf], [0, -0.0, double.NaN, double.NaN] },
        { "Cos", Elementary.Cos, Elementary.Cos, [0, -0.0, Inf, -Inf], [1, 1, double.NaN, double.NaN] },
        { "Relu", Elementary.Relu, Elementary.Relu, [0, 3, -3, Inf, -Inf], [0, 3, 0, Inf, 0] },
        { "Sign", Elementary.Sign, Elementary.Sign, [0, 3, -3, Inf, -Inf], [0, 1, -1, 1, -1] },
        { "Round", Elementary.Round, Elementary.Round, [0.5, 1.5, -0.5, -2.5, Inf], [0, 2, -0.0, -2, Inf] },
        { "Truncate", Elementary.Truncate, Elementary.Truncate, [1.9, -1.9, Inf], [1, -1, Inf] },
        { "Floor", Elementary.Floor, Elementary.Floor, [1.9, -1.9], [1, -2] },
        { "Ceiling", Elementary.Ceiling, Elementary.Ceiling, [1.1, -1.9], [2, -1] },
        { "Sqrt", Elementary.Sqrt, Elementary.Sqrt, [0, -0.0, 4, Inf, -1], [0, -0.0, 2, Inf, double.NaN] },
    };

    [Theory, MemberData(nameof(Table))]
    public void Special_values(string name, Func<Vector256<float>, Vector256<float>> single, Func<Vector256<double>, Vector256<double>> twice, double[] at, double[] expected)
    {
        for (int i = 0; i < at.Length; i++)
        {
            Same(name, at[i], expected[i], twice(Vector256.Create(at[i]))[1], 1e-15);
            Same(name, at[i], (float)expected[i], single(Vector256.Create((float)at[i]))[5], 1e-7);
        }
        Assert.True(double.IsNaN(twice(Vector256.Create(double.NaN))[3]), name);
        Assert.True(float.IsNaN(single(Vector256.Create(float.NaN))[3]), name);
    }

    static void Same(string name, double at, double expected, double found, double tolerance)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected) || expected == 0) Assert.True(expected.Equals(found) || expected == 0 && found == 0 && double.IsNegative(expected) == double.IsNegative(found), $"{name}({at}) = {found}, not {expected}");
        else Assert.True(Math.Abs(found - expected) <= tolerance * Math.Abs(expected), $"{name}({at}) = {found}, not {expected}");
    }

    [Fact]
    public void Subnormal_results_of_exp_and_arguments_of_log()
    {
        Assert.Equal(1.4e-45f, Elementary.Exp(-103.5f));
        Assert.Equal(5e-324, Elementary.Exp(-745.0));
        Assert.Equal(MathF.Log(1e-41f), Elementary.Log(1e-41f), 1e-5f);
        Assert.Equal(Math.Log(1e-320), Elementary.Log(1e-320), 1e-12);
    }

    [Fact]
    public void Scalars_and_vectors_give_the_same_bits()
    {
        var random = new Random(7);
        for (int i = 0; i < 1000; i++)
        {
            float x = (float)(random.NextDouble() * 20 - 10);
            var v = Vector256.Create(x, 1f, -3f, 0.25f, 100f, -100f, 7f, x);
            Assert.Equal(Elementary.Exp(v)[7], Elementary.Exp(x));
            Assert.Equal(Elementary.Gelu(v)[7], Elementary.Gelu(x));
            Assert.Equal(Elementary.Gelu(v)[7], Functions.Gelu(x));
            Assert.Equal(Elementary.Tanh(v)[7], Elementary.Tanh(x));
            Assert.Equal(Elementary.Sin(v)[7], Elementary.Sin(x));
            Assert.Equal(Elementary.Pow(v, v)[7], Elementary.Pow(x, x));
        }
    }

    [Fact]
    public void A_large_angle_does_not_change_its_neighbours()
    {
        var alone = Elementary.Sin(Vector256.Create(1.25));
        var beside = Elementary.Sin(Vector256.Create(1.25, 1e9, double.NaN, 1.25));
        Assert.Equal(alone[0], beside[0]);
        Assert.Equal(Math.Sin(1e9), beside[1]);
        Assert.True(double.IsNaN(beside[2]));
        Assert.Equal(alone[0], beside[3]);
    }

    [Fact]
    public void Maximum_and_minimum_take_over_a_nan()
    {
        foreach (var (a, b) in new[] { (1f, float.NaN), (float.NaN, 1f), (float.NaN, float.NaN) })
        {
            Assert.True(float.IsNaN(Elementary.Max(Vector256.Create(a), Vector256.Create(b))[0]));
            Assert.True(float.IsNaN(Elementary.Min(Vector256.Create(a), Vector256.Create(b))[0]));
            Assert.True(float.IsNaN(Elementary.Max(a, b)) && float.IsNaN(Elementary.Min(a, b)));
        }
        Assert.Equal(2f, Elementary.Max(Vector256.Create(1f), Vector256.Create(2f))[0]);
        Assert.Equal(1.0, Elementary.Min(Vector256.Create(1.0), Vector256.Create(2.0))[0]);
    }

    [Fact]
    public void A_selection_ignores_the_other_branch()
    {
        var mask = Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle();
        var r = Elementary.Select(mask, Vector256.Create(1f), Vector256.Create(float.NaN));
        Assert.Equal(1f, r[0]);
        Assert.True(float.IsNaN(r[1]));
        Assert.Equal(2.0, Elementary.Select(false, double.NaN, 2.0));
        Assert.Equal(-0.02f, Elementary.LeakyRelu(Vector256.Create(-2f), Vector256.Create(0.01f))[0]);
        Assert.Equal(Functions.LeakyRelu(-2f), Elementary.LeakyRelu(-2f, 0.01f));
    }
}
