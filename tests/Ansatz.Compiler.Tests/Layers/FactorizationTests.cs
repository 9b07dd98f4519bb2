using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Layers;

namespace Ansatz.Compiler.Tests.Layers;

/// <summary>Ranks that do not pay or cannot be attained, and which maps are affine.</summary>
public sealed class FactorizationTests
{
    [Theory]
    [InlineData("Linear owned ((In 6) (Out 6))", 6, true)]
    [InlineData("LowRank owned ((In 6) (Rank 2) (Out 6))", 6, true)]
    [InlineData("Train owned ((A 2) (B 3) (Rank 2))", 6, true)]
    [InlineData("Canonical owned ((A 2) (B 3) (Out 6) (Rank 2))", 6, true)]
    [InlineData("Perceptron owned ((In 6) (Inner 2))", 6, false)]
    public void AffineIsFoundInTheEquations(string use, int width, bool affine)
    {
        var input = LayerCases.Stack(width, width, use);
        Assert.Equal(affine, FactorizationAdvice.IsAffine(Assert.Single(LayerCases.Of(input)), input.Uses));
    }

    // The break-even rank is the largest with fewer weights: counted here by hand.
    [Theory]
    [InlineData("LowRank owned ((In 512) (Rank 256) (Out 512))", 512, 512, "'L0' has 262 144 weights, a dense layer between 512 and 512 has 262 144: it is smaller up to Rank = 255.", "argument 255")]
    [InlineData("LowRank owned ((In 100) (Rank 50) (Out 20))", 100, 20, "'L0' has 6 000 weights, a dense layer between 100 and 20 has 2 000: it is smaller up to Rank = 16.", "argument 16")]
    [InlineData("Train owned ((A 4) (B 4) (Rank 8))", 16, 16, "'L0' has 256 weights, a dense layer between 16 and 16 has 256: it is smaller up to Rank = 7.", "argument 7")]
    [InlineData("Canonical owned ((A 4) (B 4) (Out 8) (Rank 9))", 16, 8, "'L0' has 144 weights, a dense layer between 16 and 8 has 128: it is smaller up to Rank = 7.", "argument 7")]
    [InlineData("LowRank owned ((In 1) (Rank 1) (Out 1))", 1, 1, "'L0' has 2 weights, a dense layer between 1 and 1 has 1: it is smaller for no Rank.", "")]
    public void LargerThanDense(string use, int from, int to, string message, string hint)
    {
        var problem = Assert.Single(Problems(LayerCases.Stack(from, to, use)), p => p.Code == LayerCodes.LargerThanDense);
        Assert.Equal((message.Replace(' ', ' '), hint), (problem.Message.Replace('\u2009', ' '), problem.Hint));
    }

    [Theory]
    [InlineData("LowRank owned ((In 512) (Rank 255) (Out 512))", 512, 512)]
    [InlineData("Linear owned ((In 5) (Out 6))", 5, 6)]
    [InlineData("Perceptron owned ((In 6) (Inner 20))", 6, 6)]
    [InlineData("Train owned ((A 4) (B 4) (Rank 7))", 16, 16)]
    [InlineData("Canonical owned ((A 4) (B 4) (Out 8) (Rank 7))", 16, 8)]
    public void NothingIsSaidOfOthers(string use, int from, int to) => Assert.Empty(Problems(LayerCases.Stack(from, to, use)));

    [Theory]
    [InlineData("LowRank owned ((In 3) (Rank 4) (Out 90))", 3, 90, 3)]
    [InlineData("Train owned ((A 2) (B 9) (Rank 5))", 18, 18, 4)]
    [InlineData("Canonical owned ((A 2) (B 3) (Out 90) (Rank 7))", 6, 90, 6)]
    public void NotAttained(string use, int from, int to, int bound)
    {
        var problem = Assert.Single(Problems(LayerCases.Stack(from, to, use)), p => p.Code == LayerCodes.RankNotAttained);
        Assert.Contains($"no more than {bound} can be attained", problem.Message, StringComparison.Ordinal);
        Assert.Equal($"argument {bound}", problem.Hint);
    }

    [Theory]
    [InlineData(false, "Linear owned ((In 8) (Out 8))", "MathF.Tanh: Linear owned ((In 8) (Out 8))")]
    [InlineData(true, "MathF.Tanh: Linear owned ((In 8) (Out 8))", "Linear owned ((In 8) (Out 8))")]
    [InlineData(true, "Perceptron owned ((In 8) (Inner 9))", "Linear owned ((In 8) (Out 8))")]
    [InlineData(false, "Linear owned ((In 8) (Out 8))", "Perceptron owned ((In 8) (Inner 9))")]
    [InlineData(false, "Linear owned ((In 8) (Out 8))", "neg: Linear owned ((In 8) (Out 8))", "MathF.Tanh: Linear owned ((In 8) (Out 8))")]
    public void LinearLayersInARow(bool apart, params string[] uses)
    {
        var found = Problems(LayerCases.Stack(8, 8, uses)).Where(p => p.Code == LayerCodes.LayersCollapse).ToArray();

        // The perceptron behind a linear layer is not linear, but its first matrix is: only whole layers are looked at.
        var expected = apart || uses[1].StartsWith("Perceptron", StringComparison.Ordinal) ? 0 : uses.Length - 1;
        Assert.Equal(expected, found.Length);
    }

    private static Problem[] Problems(Declarations.CompileInput input)
    {
        var problems = ModelCompiler.Check(input, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(problems, p => p.Severity == Severity.Error);
        return [.. problems];
    }
}
