using Ansatz.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Onnx.Tests;

/// <summary>Functions in double precision that are composed, against those of the framework: small arguments, large ones, the ends of their ranges, and what is no number.</summary>
public class ElementaryFunctionTests
{
    private static readonly Lazy<CompiledSet> Models = new(() => SmallModel.Compile("Functions", """
        [Model(Onnx = true)]
        public partial class Functions
        {
            [Batch] public partial int N { get; }
            [Input(nameof(N))] public partial Tensor<double> X { get; }
            [Input(nameof(N))] public partial Tensor<double> Z { get; }

            [Output(nameof(N))] public double Sinh(int n) => Math.Sinh(X[n]);
            [Output(nameof(N))] public double Cosh(int n) => Math.Cosh(X[n]);
            [Output(nameof(N))] public double Asin(int n) => Math.Asin(X[n]);
            [Output(nameof(N))] public double Acos(int n) => Math.Acos(X[n]);
            [Output(nameof(N))] public double Asinh(int n) => Math.Asinh(X[n]);
            [Output(nameof(N))] public double Acosh(int n) => Math.Acosh(X[n]);
            [Output(nameof(N))] public double Atanh(int n) => Math.Atanh(X[n]);
            [Output(nameof(N))] public double Atan2(int n) => Math.Atan2(X[n], Z[n]);
        }
        """));

    private static readonly double[] Points =
    [
        0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 19.99, 20.01, 700, -700, 710.4, -710.4, 711, 1e300, -1e300,
        .. Enumerable.Range(0, 300).SelectMany(k => new[] { Math.Pow(10, -12 + (k / 20.0)), -Math.Pow(10, -12 + (k / 20.0)) }),
        .. Enumerable.Range(0, 60).SelectMany(k => new[] { 1 - Math.Pow(2, -k * 0.85), 1 + Math.Pow(2, -k * 0.85) }),
        .. Enumerable.Range(-40, 81).Select(k => k / 40.0),
    ];

    [Theory]
    [InlineData(GraphOptimizationLevel.ORT_DISABLE_ALL)]
    [InlineData(GraphOptimizationLevel.ORT_ENABLE_ALL)]
    public void DigitsAreThoseOfTheFramework(GraphOptimizationLevel optimisation)
    {
        double[] others = [1, -1, 0, -0.0, 3, -1e-9, 1e9];
        var pairs = Points.SelectMany(x => others.Select(z => (x, z))).ToArray();
        var (x, z) = (Array.ConvertAll(pairs, p => p.x), Array.ConvertAll(pairs, p => p.z));
        var actual = new SmallModel(Models.Value, "Functions", new Dictionary<string, int> { ["N"] = x.Length }, new("X", x, [x.Length]), new("Z", z, [z.Length])).Run(optimisation);
        var wrong = new List<string>();
        Compare("Sinh", k => Math.Sinh(x[k]));
        Compare("Cosh", k => Math.Cosh(x[k]));
        Compare("Asin", k => Math.Asin(x[k]));
        Compare("Acos", k => Math.Acos(x[k]));
        Compare("Asinh", k => Math.Asinh(x[k]));
        Compare("Acosh", k => Math.Acosh(x[k]));
        Compare("Atanh", k => Math.Atanh(x[k]));
        Compare("Atan2", k => Math.Atan2(x[k], z[k]));
        Assert.Empty(wrong);

        void Compare(string name, Func<int, double> exact)
        {
            for (var k = 0; k < x.Length; k++)
            {
                var (e, a) = (exact(k), actual[name][k]);
                var same = double.IsFinite(e) ? Math.Abs(a - e) <= 1e-14 * Math.Abs(e) : e.Equals(a);
                if (!same) wrong.Add(FormattableString.Invariant($"{name}({x[k]:R}, {z[k]:R}) = {e:R}, and not {a:R}"));
            }
        }
    }
}
