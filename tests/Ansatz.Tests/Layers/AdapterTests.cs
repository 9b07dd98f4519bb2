using System.Numerics.Tensors;
using Ansatz.Layers;
using Xunit;
using static Ansatz.ReduceF;

namespace Ansatz.Tests.Layers;

/// <summary>A layer of the model's own, and an adapter on it.</summary>
[Model]
public partial class AdaptedRows
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 4)] public partial Tensor<float> X { get; }
    public Linear Plain { get; } = new(In: 4, Out: 3);
    public Lora Low { get => field ??= new(Rank: 2, Alpha: 4, @base: Plain); }
    float Row(int n, int i) => X[n, i];
    [Loss] public float Loss() => Mean(N, n => Sum(3, o => (Low.Y(Row, n, o) - 1) * (Low.Y(Row, n, o) - 1)));
}

/// <summary>What is adapted stays as it is, although its owner lists it under a name of its own.</summary>
public sealed class AdapterTests
{
    private static float[] Values(ParameterSet parameters, string name)
    {
        var values = new float[parameters[name].Length];
        parameters.Tensor<float>(name).FlattenTo(values);
        return values;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheBaseStays(bool limitedMemory)
    {
        var model = AdaptedRows.Create(1);
        var x = new float[20 * 4];
        for (var k = 0; k < x.Length; k++) x[k] = (k * 7 % 11 - 5) / 5f;
        string[] names = ["Plain.W", "Plain.B", "Low.Base.W", "Low.Base.B", "Low.U"];
        var before = names.ToDictionary(n => n, n => Values(model.Parameters, n));
        var rows = Tensor.Create(x, [20, 4]);
        if (limitedMemory)
        {
            model.Fit(new Dataset().With("X", rows), new TrainingOptions { Epochs = 3, Optimizer = new Lbfgs(model.Parameters) });
        }
        else
        {
            // Decay changes what has a gradient of 0, too.
            var adam = new Adam(model.Parameters) { Rate = 0.1, WeightDecay = 0.1 };
            for (var step = 0; step < 3; step++)
            {
                model.Gradient(rows);
                adam.Step(model.Gradients);
            }
        }

        foreach (var name in names[..4]) Assert.Equal(before[name], Values(model.Parameters, name));
        Assert.NotEqual(before["Low.U"], Values(model.Parameters, "Low.U"));
    }
}
