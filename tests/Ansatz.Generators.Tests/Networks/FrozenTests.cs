using System.Numerics.Tensors;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Networks;

/// <summary>What is frozen has no gradient, no memory for one, and no step.</summary>
public sealed class FrozenTests
{
    private static float[] Values(Parameter parameter)
    {
        var values = new float[parameter.Length];
        parameter.Tensor<float>().FlattenTo(values);
        return values;
    }

    private static ModelRun Run() => new(Corpus.Models, ModelCases.Named("FrozenLayers"), ModelCases.Named("FrozenLayers").Sizes[0]);

    [Fact]
    public void NothingIsComputedForIt()
    {
        var gradient = Corpus.Models.Generated.Single(g => g.HintName == "Corpus.FrozenLayers.Gradient.g.cs").Text;
        Assert.Contains("dHead_W", gradient, StringComparison.Ordinal);
        Assert.Contains("dGain", gradient, StringComparison.Ordinal);
        Assert.DoesNotContain("dBody", gradient, StringComparison.Ordinal);
        Assert.DoesNotContain("dScale[", gradient, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientsHaveNoPlaceForIt()
    {
        var run = Run();
        run.Gradient();
        var gradients = run.Driver.Gradients;
        var failure = Assert.Throws<ArgumentException>(() => gradients.Tensor<float>("Body.V"));
        Assert.Equal("'Body.V' is frozen: it has no gradient.", failure.Message);
        Assert.Equal(4 * 3 + 3 + 4, run.Driver.Parameters.FlatLength);
        Assert.Equal(19 + 4 + 2 * (5 + 4) + 4, run.Driver.Parameters.ParameterCount);
        var flat = new float[19];
        gradients.FlattenTo<float>(flat);
        Assert.Equal(gradients.Tensor<float>("Gain")[0], flat[run.Driver.Parameters.FlatIndex("Gain")]);
    }

    [Fact]
    public void OptimisersLeaveItAlone()
    {
        var run = Run();
        var before = run.Driver.Parameters.ToDictionary(p => p.Name, Values);
        var adam = new Adam(run.Driver.Parameters) { WeightDecay = 0.1, Rate = 0.1 };
        for (var step = 0; step < 3; step++)
        {
            run.Gradient();
            adam.Step(run.Driver.Gradients);
        }

        foreach (var parameter in run.Driver.Parameters)
            Assert.Equal(parameter.IsFrozen, before[parameter.Name].AsSpan().SequenceEqual(Values(parameter)));
        Assert.Equal(["Scale", "Body.V", "Body.U", "Body.B"], run.Driver.Parameters.Where(p => p.IsFrozen).Select(p => p.Name));
    }
}
