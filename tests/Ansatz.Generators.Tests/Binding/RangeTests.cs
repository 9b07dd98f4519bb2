using Ansatz.Compiler.Declarations;
using Ansatz.Generators.Binding;

namespace Ansatz.Generators.Tests.Binding;

/// <summary>Every node of the canonical text knows the characters that it came from.</summary>
public sealed class RangeTests
{
    private const string Source = BoundModel.Usings + """
        [Model]
        public partial class M
        {
            const int K = 4;
            [Extent] public partial int N { get; }
            [Parameter(nameof(N), 2 * K, Initial = Initial.One)] public partial Tensor<float> X { get; }
            float F(Func<int, float> f, int n) => -X[n, K - 1] + LeakyRelu(f(n), slope: 0.5f) * (n > 0 ? (float)n : Sum(N, i => X[i, n]));
            float G(int n) { float t = 1, u = t; return F(i => u, n) + Max(N, G); }
        }
        """;

    [Fact]
    public void NodesAndTheirCharacters()
    {
        var ranges = new RangeMap();
        var model = BoundModel.Bind(BoundModel.Compile([Source]), null, ranges);
        Assert.Equal([], model.Problems);
        var shown = new List<string>();
        for (var member = 0; member < model.Members.Count; member++) Show(SExpression.Parse(model.Members[member]), member);
        Assert.Equal(
            """
            (extent N public) | [Extent] public partial int N { get; }
            extent | Extent
            N | N
            public | public
            (parameter X float (N 8) public :initial One) | [Parameter(nameof(N), 2 * K, Initial = Initial.One)] public partial Tensor<float> X { get; }
            parameter | Parameter(nameof(N), 2 * K, Initial = Initial.One)
            X | X
            float | Tensor<float>
            (N 8) | (nameof(N), 2 * K, Initial = Initial.One)
            N | nameof(N)
            8 | 2 * K
            public | public
            :initial | Initial =
            One | Initial.One
            """.ReplaceLineEndings("\n"),
            string.Join("\n", shown.Take(14)));
        foreach (var expected in new[]
        {
            "F | F", "(f (fn int float)) | Func<int, float> f", "(neg ([] X n (- 4 1))) | -X[n, K - 1]", "neg | -", "([] X n (- 4 1)) | X[n, K - 1]", "[] | [n, K - 1]", "(- 4 1) | K - 1", "4 | K",
            "(Functions.LeakyRelu (apply f n) 0.5f) | LeakyRelu(f(n), slope: 0.5f)", "Functions.LeakyRelu | LeakyRelu", "0.5f | 0.5f",
            "(? (> n 0) (cast float n) (ReduceF.Sum (N) (fn (i) ([] X i n)))) | n > 0 ? (float)n : Sum(N, i => X[i, n])", "? | ?", "cast | (", "float | float",
            "(fn (i) ([] X i n)) | i => X[i, n]", "(fn int float) | Func<int, float>", "(group G) | G", "(cast float 1) | 1", "t | t", "(let u t (+ (call F (fn (i) u) n) (ReduceF.Max (N) (group G)))) | u = t",
        })
        {
            Assert.Contains(expected, shown);
        }

        void Show(SExpression node, int member)
        {
            var location = ranges.Find(member, node.Node);
            shown.Add($"{node} | {location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length)}");
            foreach (var item in node.Items) Show(item, member);
        }
    }

    [Fact]
    public void TheClassStandsForWhatHasNoPlace()
    {
        var ranges = new RangeMap();
        BoundModel.Bind(BoundModel.Compile([Source]), null, ranges);
        var location = ranges.Find(-1, 0);
        Assert.Equal("M", location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length));
        Assert.Equal(location, ranges.Find(99, 0));
        Assert.Equal(ranges.Find(2, 0), ranges.Find(2, 9999));
    }
}
