using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>One instance of a model that two owners share.</summary>
public class SharedInstanceTests : CorpusTests
{
    private const string Size = "Width=5 N=3 Encoder.In=5 Encoder.Rank=2 Encoder.Out=4";

    [Fact]
    public void BothOwnersSeeOneTensorAndGiveTheirOwnGradients()
    {
        var first = new ModelRun(Corpus.Models, Compiled("Reconstruction"), Size);
        var second = new ModelRun(Corpus.Models, Compiled("Comparison"), Size, first.Arguments.Instances["encoder"]);
        var before = first.Stored().Single(t => t.Name == "Encoder.V").ToDoubles();
        Assert.Equal(before, second.Stored().Single(t => t.Name == "Encoder.V").ToDoubles());

        second.Driver.Parameters["Encoder.V"].Tensor<float>()[1, 2] = 0.625f;
        Assert.Equal(0.625f, first.Driver.Parameters["Encoder.V"].Tensor<float>()[1, 2]);

        foreach (var run in (ModelRun[])[first, second])
        {
            var reference = run.Reference();
            var gradient = run.Gradient().Gradients.Single(g => g.Name == "Encoder.V").ToDoubles();
            var values = (double[])reference.Tensors["Encoder.V"].Values;
            var expected = Enumerable.Range(0, values.Length).Select(e => reference.Derivative(values, e).Value).ToArray();
            Assert.Null(Agreement.Difference($"{run}: dEncoder.V", gradient, expected, 1e-5));
        }
    }

    [Fact]
    public void AnOptimizerStepUsesTheSumOfBothGradients()
    {
        var first = new ModelRun(Corpus.Models, Compiled("Reconstruction"), Size);
        var second = new ModelRun(Corpus.Models, Compiled("Comparison"), Size, first.Arguments.Instances["encoder"]);
        var sgd = new Sgd(first.Driver.Parameters, second.Driver.Parameters) { Rate = 0.1 };
        var before = first.Stored().Single(t => t.Name == "Encoder.U").ToDoubles();
        var sum = first.Gradient().Gradients.Single(g => g.Name == "Encoder.U").ToDoubles()
            .Zip(second.Gradient().Gradients.Single(g => g.Name == "Encoder.U").ToDoubles(), (a, b) => a + b).ToArray();
        sgd.Step(first.Driver.Gradients, second.Driver.Gradients);
        var after = first.Stored().Single(t => t.Name == "Encoder.U").ToDoubles();
        Assert.Null(Agreement.Difference("Encoder.U", after, before.Zip(sum, (v, g) => v - (0.1 * g)).ToArray(), 1e-6));
        Assert.Equal(after, second.Stored().Single(t => t.Name == "Encoder.U").ToDoubles());
    }
}
