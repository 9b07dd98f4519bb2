using Ansatz.Compiler.Declarations;

namespace Ansatz.Generators.Tests.Binding;

/// <summary>The examples of the design, to the last character.</summary>
public sealed class DesignExampleTests
{
    private const string LowRank = """
        namespace Lib
        {
            [Model]
            public partial class LowRank
            {
                [Extent] public partial int In { get; }
                [Extent] public partial int Rank { get; }
                [Extent] public partial int Out { get; }
                [Parameter(nameof(Rank), nameof(In))]  public partial Tensor<float> V { get; }
                [Parameter(nameof(Out), nameof(Rank))] public partial Tensor<float> U { get; }
                [Parameter(nameof(Out))]               public partial Tensor<float> B { get; }

                float Code(Func<int, int, float> x, int n, int r) => Sum(In, i => V[r, i] * x(n, i));
                public float Y(Func<int, int, float> x, int n, int o) => Sum(Rank, r => U[o, r] * Code(x, n, r)) + B[o];
            }
        }
        """;

    private const string Digits = """
        [Model]
        public partial class Digits
        {
            public const int Pixels = 64, Wide = 32, Classes = 10;
            [Batch] public partial int N { get; }
            [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }
            [Input(nameof(N))]         public partial Tensor<int> Label { get; }

            public Lib.LowRank Hidden { get; } = new(In: Pixels, Rank: 8, Out: Wide);
            public Lib.LowRank Head { get; } = new(In: Wide, Rank: 8, Out: Classes);

            float H(int n, int o) => Gelu(Hidden.Y((b, i) => X[b, i] / 16, n, o));
            [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(H, n, k);
            [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
        }
        """;

    [Fact]
    public void LowRankLayer()
    {
        var model = BoundModel.Bind(LowRank);
        Assert.Equal(
            [
                "(extent In public)",
                "(extent Rank public)",
                "(extent Out public)",
                "(parameter V float (Rank In) public)",
                "(parameter U float (Out Rank) public)",
                "(parameter B float (Out) public)",
                "(equation Code float ((x (fn int int float)) (n int) (r int)) (private) (ReduceF.Sum (In) (fn (i) (* ([] V r i) (apply x n i)))))",
                "(equation Y float ((x (fn int int float)) (n int) (o int)) (public) (+ (ReduceF.Sum (Rank) (fn (r) (* ([] U o r) (call Code x n r)))) ([] B o)))",
            ],
            model.Members);
        Assert.Equal([], model.Problems);
        Assert.Equal([], model.Imports);
        Assert.Equal(("Lib", "class", "LowRank", "public", "Lib.LowRank"), (model.Namespace, model.Keyword, model.Name, model.Accessibility, model.Key));
        Assert.Equal([], model.Containers);
    }

    [Fact]
    public void DigitsNetwork()
    {
        var model = BoundModel.Bind(BoundModel.Compile([BoundModel.Usings + LowRank, BoundModel.Usings + Digits]), "Digits");
        Assert.Equal(
            [
                "(batch N public)",
                "(input X float (N 64) public)",
                "(input Label int (N) public)",
                "(use Hidden Lib.LowRank owned ((In 64) (Rank 8) (Out 32)))",
                "(use Head Lib.LowRank owned ((In 32) (Rank 8) (Out 10)))",
                "(equation H float ((n int) (o int)) (private) (Functions.Gelu (call Hidden.Y (fn (b i) (/ ([] X b i) 16)) n o)))",
                "(equation Logit float ((n int) (k int)) (public (output N 10)) (call Head.Y (group H) n k))",
                "(equation Loss float () (public (loss)) (ReduceF.Mean (N) (fn (n) (- (ReduceF.LogSumExp (10) (fn (k) (call Logit n k))) (call Logit n ([] Label n))))))",
            ],
            model.Members);
        Assert.Equal([], model.Problems);
        Assert.Equal([new ImportedModel("Lib.LowRank", "")], model.Imports);
        Assert.Equal("", model.Namespace);
    }

    [Fact]
    public void RecurrenceOverAUsedCell()
    {
        var compilation = BoundModel.Compile(
        [
            BoundModel.Usings + """
            [Model]
            public partial class Cell
            {
                [Extent] public partial int D { get; }
                [Parameter(nameof(D), nameof(D))] public partial Tensor<float> W { get; }
                public float Z(Func<int, float> h, int d) => Sum(D, e => W[d, e] * h(e));
            }

            [Model]
            public partial class Local
            {
                public Cell Gate { get; } = new(D: 2 * 2);
                float H(int t, int d) => t == 0 ? 0 : Tanh(Gate.Z(e => H(t - 1, e), d));
            }
            """,
        ]);
        var model = BoundModel.Bind(compilation, "Local");
        Assert.Equal(
            [
                "(use Gate Cell owned ((D 4)))",
                "(equation H float ((t int) (d int)) (private) (? (== t 0) 0 (MathF.Tanh (call Gate.Z (fn (e) (call H (- t 1) e)) d))))",
            ],
            model.Members);
        Assert.Equal([], model.Problems);
    }
}
