namespace Ansatz.Analyzers.Tests;

/// <summary>Where the problems of layers and networks are shown.</summary>
public sealed class NetworkAnalyzerTests
{
    private const string Usings = "using System;\nusing System.Numerics.Tensors;\nusing Ansatz;\nusing Ansatz.Layers;\nusing static Ansatz.ReduceF;\n";

    [Theory]
    [InlineData("[Network] public partial class Net { [Layer] public Linear A { get; } = new(In: 8, Out: 4); [Layer] public Linear B { get; } = new({|ANZ3003:In: 8|}, Out: 2); }")]
    [InlineData("[Network] public partial class Net { [Layer] public Linear A { get; } = new(8, 4); [Layer] public Linear B { get; } = new({|ANZ3003:8|}, 2); }")]
    [InlineData("[Network] public partial class Net { [Extent] public partial int W { get; } [Layer(After = Activation.Relu)] public Linear A { get => field ??= new(In: W, Out: W); } [Layer] public Linear B { get => field ??= new({|ANZ3003:In: W + 1|}, Out: 2); } }")]
    [InlineData("[Network] public partial class Net { [Input(nameof(N), 5)] public partial Tensor<float> X { get; } [Layer] public Linear A { get; } = new({|ANZ3003:In: 8|}, Out: 4); }")]
    [InlineData("[Network] public partial class {|ANZ3016:Net|} { }")]
    [InlineData("[Network] public partial class Net { [{|ANZ3012:Layer(Dropout = 1.5)|}] public Linear A { get; } = new(In: 8, Out: 4); }")]
    [InlineData("[{|ANZ3012:Network(LabelSmoothing = -0.1, Loss = LossFunction.SoftmaxCrossEntropy)|}] public partial class Net { [Layer] public Linear A { get; } = new(In: 8, Out: 4); }")]
    [InlineData("[Network] public partial class Net { [{|ANZ3013:Layer(Residual = true)|}] public Linear A { get; } = new(In: 8, Out: 4); }")]
    [InlineData("[Network] public partial class Net { [{|ANZ3015:Layer(From = \"Y\")|}] public Linear A { get; } = new(In: 8, Out: 4); }")]
    [InlineData("[Network(Loss = LossFunction.Squared)] public partial class Net { [Layer] public Linear A { get; } = new(In: 8, Out: 4); int {|ANZ0022:Target|} => 3; }")]
    [InlineData("[Network] public partial class Net { [Layer] public LowRank A { get; } = new(In: 8, {|ANZ3001:Rank: 6|}, Out: 8); }")]
    [InlineData("[Network] public partial class Net { [Layer] public LowRank A { get; } = new(In: 8, {|ANZ3001:{|ANZ3002:Rank: 9|}|}, Out: 8); }")]
    [InlineData("[Network] public partial class Net { [Layer(After = Activation.Relu)] public Linear A { get; } = new(In: 8, Rank: 3, {|ANZ0008:Q: 4|}); }", true)]
    [InlineData("[Network(Loss = LossFunction.Squared)] public partial class Net { [Layer] public Linear A { get; } = new(In: 8, Out: 8); [Layer] public Linear {|ANZ3010:B|} { get; } = new(In: 8, Out: 8); }")]
    [InlineData("[Network(Loss = LossFunction.Squared)] public partial class Net { [Layer(Dropout = 0.5, Residual = true)] public Linear A { get; } = new(In: 8, Out: 8); [Layer] public Linear {|ANZ3010:B|} { get; } = new(In: 8, Out: 8); }")]
    public Task IsShownAt(string source, bool moreErrors = false) => moreErrors ? Unfinished(source) : AnalyzerHarness.Verify(Usings + source);

    /// <summary>No half-typed network breaks anything.</summary>
    [Fact]
    public async Task EveryPrefixIsBound()
    {
        const string Source = Usings + "[Network(Loss = LossFunction.Huber, HuberDelta = 2)] public partial class Net { [Layer(After = Activation.Relu, Dropout = 0.5)] public Linear A { get; } = new(In: 8, Out: 4); [Layer(From = nameof(A))] public LowRank B { get; } = new(In: 4, Rank: 1, Out: 2); }";
        for (var length = Usings.Length; length < Source.Length; length += 7)
        {
            var found = await AnalyzerHarness.Diagnostics([Source[..length]], generated: length % 2 == 0);
            Assert.DoesNotContain(found, d => d.Id is "AD0001" or "ANZ0019" or "ANZ0090");
        }
    }

    /// <summary>Where layers are meant as factors of a smaller map, that is for information.</summary>
    [Fact]
    public async Task TwoLayersThatAreSmallerThanOneAreNoMistake()
    {
        var found = await AnalyzerHarness.Diagnostics([Usings + "[Network(Loss = LossFunction.Squared)] public partial class Net { [Layer] public Linear A { get; } = new(In: 80, Out: 4); [Layer] public Linear B { get; } = new(In: 4, Out: 90); }"], generated: true, "ANZ3010");
        Assert.Equal("'A' and 'B' are one linear map, a matrix of 90 by 80 in two factors: between them stands nothing that is not linear.", Assert.Single(found).GetMessage());
    }

    private static async Task Unfinished(string source)
    {
        var text = source.Replace("{|ANZ0008:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
        var found = await AnalyzerHarness.Diagnostics([Usings + text], generated: true);
        Assert.Contains(found, d => d.Id == "ANZ0008");
        Assert.DoesNotContain(found, d => d.Id is "ANZ0019" or "ANZ0090");
    }
}
