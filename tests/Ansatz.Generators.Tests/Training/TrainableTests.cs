using Ansatz.Generators.Tests.Running;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Training;

/// <summary>What trains a model by the numbers of its inputs computes what the model's own methods do.</summary>
public class TrainableTests : CorpusTests
{
    [Theory]
    [MemberData(nameof(EachProgramWithLoss))]
    public void EveryLossIsReachedWithoutItsClass(string name)
    {
        var run = new ModelRun(Corpus.Models, Compiled(name), Compiled(name).Sizes[^1]);
        var again = new ModelRun(Corpus.Models, Compiled(name), Compiled(name).Sizes[^1]);
        var workspace = ((ITrainable)again.Driver.Model).Workspace;
        Assert.Same(again.Driver.Model, workspace.Model);
        var signature = workspace.Model.Signature;
        Assert.Equal(run.Signature.Inputs.Select(i => (i.Name, i.ElementType)), signature.Inputs.ToArray().Select(i => (i.Name, i.ElementType)));
        Assert.Equal(run.Signature.Outputs.Select(o => o.Name), signature.Outputs.ToArray().Select(o => o.Name));
        if (signature.Inputs.ToArray().Concat(signature.Outputs.ToArray()).Any(t => !t.IsWhole && !t.IsPerExample)) return; // an extent is computed from the batch's: Fit says so

        var batch = new TrainingBatch(signature) { Count = run.Signature.Batch is { } extent ? ModelCase.Extents(run.Size)[extent] : 1 };
        for (var k = 0; k < signature.Inputs.Length; k++)
        {
            var values = again.Arguments[signature.Inputs[k].Name].Values;
            if (values is float[] f) f.CopyTo(batch.Values<float>(k));
            if (values is double[] d) d.CopyTo(batch.Values<double>(k));
            if (values is int[] i) i.CopyTo(batch.Values<int>(k));
        }

        Assert.Equal(run.Driver.Loss(run.Arguments), workspace.Loss(batch, 0));
        var expected = run.Gradient();
        Assert.Equal(expected.Loss, workspace.Gradient(batch, 0));
        Assert.All(expected.Gradients.Where(g => again.Driver.Parameters.Any(p => p.Name == g.Name)), g => Assert.Equal(g.ToDoubles(), Gradient(workspace.Gradients, g.Name)));
        workspace.Evaluate(batch);
        var outputs = run.Evaluate();
        for (var k = 0; k < outputs.Count; k++) Assert.Equal(outputs[k].ToDoubles(), Output(batch, k, signature.Outputs[k].ElementType));
    }

    private static double[] Gradient(GradientSet gradients, string name) => gradients.Parameters[name].ElementType == typeof(float)
        ? [.. gradients.Tensor<float>(name).Select(v => (double)v)]
        : [.. gradients.Tensor<double>(name)];

    private static double[] Output(TrainingBatch batch, int output, Type type) =>
        type == typeof(float) ? [.. batch.OutputValues<float>(output).ToArray().Select(v => (double)v)]
        : type == typeof(double) ? batch.OutputValues<double>(output).ToArray()
        : [.. batch.OutputValues<int>(output).ToArray().Select(v => (double)v)];
}
