using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Layers;
using Ansatz.Compiler.Scheduling;

namespace Ansatz.Compiler.Tests.Layers;

/// <summary>What layers cost, counted and predicted.</summary>
public sealed class CostTests
{
    [Fact]
    public void TheTableCountsWhatThereIs()
    {
        var input = LayerCases.Stack(64, 10, "MathF.Tanh: LowRank owned ((In 64) (Rank 8) (Out 32))", "Linear owned ((In 32) (Out 10))");
        var programs = ModelCompiler.Programs(input, CompilerOptions.Default, TestContext.Current.CancellationToken);
        var rows = LayerTable.Of(programs[0].Root, programs, input.Uses);
        Assert.Equal(["L0", "L1"], rows.Select(r => r.Layer.Name));
        Assert.Equal((8 * (64 + 32)) + 32, rows[0].Parameters.Constant);
        Assert.Equal(4 * 330, rows[1].Bytes.Constant);
        Assert.Equal(64 * 32, rows[0].Dense!.Constant);

        // Forward: two operations for each product, and the bias.
        Assert.Equal((2 * 8 * (64 + 32)) + 32, rows[0].Forward!.Constant);
        Assert.Equal((2 * 32 * 10) + 10, rows[1].Forward!.Constant);

        // Back: a product of the same size for each weight and for what goes in, but not for the network's own input.
        // And what comes back from the loss, which is a few operations for each number that came out.
        Assert.InRange(rows[1].Gradient!.Constant!.Value, 3 * 2 * 32 * 10, (3 * 2 * 32 * 10) + (9 * 10));
        Assert.InRange(rows[0].Gradient!.Constant!.Value, (3 * 2 * 8 * 32) + (2 * 2 * 8 * 64), (3 * 2 * 8 * 32) + (2 * 2 * 8 * 64) + (4 * 32) + (4 * 8));
        Assert.Contains(LayerTable.Lines(rows), l => l.Contains("LowRank", StringComparison.Ordinal) && l.Contains("64 → 32", StringComparison.Ordinal) && l.Contains("37.5 %", StringComparison.Ordinal));
    }

    [Fact]
    public void TheDenseLayerTakesAsLongAsItself()
    {
        var input = LayerCases.Stack(64, 32, "Linear owned ((In 64) (Out 32))");
        var prediction = LayerSpeed.Predict(LayerCases.Of(input)[0], input.Uses, 128, CostModel.Default, TestContext.Current.CancellationToken)!;
        Assert.Equal(1, prediction.Ratio, 12);
        Assert.Equal(prediction.DenseOperations, prediction.LayerOperations);
    }

    [Theory]
    [InlineData("LowRank owned ((In 512) (Rank 32) (Out 512))", 512, 0, 0.5)]
    [InlineData("LowRank owned ((In 512) (Rank 400) (Out 512))", 512, 1.2, 3)]
    [InlineData("Train owned ((A 16) (B 32) (Rank 4))", 512, 0, 2)]
    [InlineData("Canonical owned ((A 16) (B 32) (Out 512) (Rank 900))", 512, 1, 100)]
    public void APredictionIsOfTheRightSize(string use, int width, double low, double high)
    {
        var input = LayerCases.Stack(width, width, use);
        var prediction = LayerSpeed.Predict(LayerCases.Of(input)[0], input.Uses, 128, CostModel.Default, TestContext.Current.CancellationToken)!;
        Assert.InRange(prediction.Ratio, low, high);
    }

    [Fact]
    public void SlowerIsSaidWhereABatchIsStated()
    {
        var input = LayerCases.Stack(512, 512, "LowRank owned ((In 512) (Rank 400) (Out 512))");
        Assert.DoesNotContain(ModelCompiler.Diagnose(input, TestContext.Current.CancellationToken), p => p.Code == LayerCodes.SlowerThanDense);
        var stated = input with { Model = input.Model with { Members = new([.. input.Model.Members.Select(m => m.Replace("(batch N public)", "(batch N public :typical 128)", StringComparison.Ordinal))]) } };
        Assert.Single(ModelCompiler.Diagnose(stated, TestContext.Current.CancellationToken), p => p.Code == LayerCodes.SlowerThanDense);
    }
}
