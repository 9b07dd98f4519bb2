using Ansatz.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Onnx.Tests;

/// <summary>Reductions of rows with infinities and NaN, as <c>Evaluate</c> has them; of a NaN, ONNX leaves open what the largest and the smallest of a row are.</summary>
public class SpecialValueTests
{
    private const int Width = 9;

    private static readonly Lazy<CompiledSet> Models = new(() => SmallModel.Compile("Rows", $"{Text("double", "Reduce")}\n{Text("float", "ReduceF")}"));

    [Theory]
    [InlineData("Double", GraphOptimizationLevel.ORT_DISABLE_ALL)]
    [InlineData("Double", GraphOptimizationLevel.ORT_ENABLE_ALL)]
    [InlineData("Float", GraphOptimizationLevel.ORT_DISABLE_ALL)]
    [InlineData("Float", GraphOptimizationLevel.ORT_ENABLE_ALL)]
    public void AreThoseOfEvaluate(string type, GraphOptimizationLevel optimisation)
    {
        var rows = Inputs();
        var n = rows.Length;
        var x = rows.SelectMany(row => row).ToArray();
        Array Of(double[] values) => type == "Double" ? values : Array.ConvertAll(values, v => (float)v);
        var model = new SmallModel(Models.Value, $"Rows{type}", new Dictionary<string, int> { ["N"] = n, ["D"] = Width }, new NamedArray("X", Of(x), [n, Width]));
        NamedArray[] outputs =
        [
            new("Largest", Of(new double[n]), [n]), new("Least", Of(new double[n]), [n]), new("Total", Of(new double[n]), [n]), new("Share", Of(new double[n * Width]), [n, Width]),
            new("Place", new int[n], [n]),
        ];
        model.Evaluate(outputs);
        var actual = model.Run(optimisation);
        var wrong = new List<string>();
        foreach (var output in outputs)
        {
            var (expected, values) = (output.ToDoubles(), actual[output.Name]);
            for (var k = 0; k < expected.Length; k++)
            {
                if (expected[k].Equals(values[k]) || Math.Abs(expected[k] - values[k]) < 1e-5) continue;
                var row = rows[k / (expected.Length / n)];
                if (row.Any(double.IsNaN) && output.Name is ("Largest" or "Least" or "Place")) continue;
                wrong.Add(FormattableString.Invariant($"{output.Name} of [{string.Join(" ", row.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)))}] is {expected[k]}, and not {values[k]}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // NaN at each place, all −∞, one ∞, and rows without any.
    private static double[][] Inputs()
    {
        var plain = Enumerable.Range(0, Width).Select(k => Math.Sin(k)).ToArray();
        var infinite = Enumerable.Repeat(double.NegativeInfinity, Width).ToArray();
        return [plain, infinite, With(infinite, 3, 2.5), With(plain, 4, double.PositiveInfinity), With(plain, 8, double.NegativeInfinity), .. Enumerable.Range(0, Width).Select(k => With(plain, k, double.NaN)), With(infinite, 2, double.NaN)];

        static double[] With(double[] row, int at, double value) => [.. row.Select((v, k) => k == at ? value : v)];
    }

    private static string Text(string type, string reduce) => $$"""
        [Model(Onnx = true)]
        public partial class Rows{{char.ToUpperInvariant(type[0])}}{{type[1..]}}
        {
            [Extent] public partial int D { get; }
            [Batch] public partial int N { get; }
            [Input(nameof(N), nameof(D))] public partial Tensor<{{type}}> X { get; }

            [Output(nameof(N))] public {{type}} Largest(int n) => {{reduce}}.Max(D, d => X[n, d]);
            [Output(nameof(N))] public {{type}} Least(int n) => {{reduce}}.Min(D, d => X[n, d]);
            [Output(nameof(N))] public {{type}} Total(int n) => {{reduce}}.LogSumExp(D, d => X[n, d]);
            [Output(nameof(N), nameof(D))] public {{type}} Share(int n, int d) => {{(type == "double" ? "Math" : "MathF")}}.Exp(X[n, d] - Total(n));
            [Output(nameof(N))] public int Place(int n) => {{reduce}}.ArgMax(D, d => X[n, d]);
        }

        """;
}
