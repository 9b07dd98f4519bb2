using System.Numerics.Tensors;
using Ansatz;

namespace GradientFlowSparsity;

/// <summary>A way to train a sparse network.</summary>
/// <param name="Name">As it is printed.</param>
/// <param name="Kind">One of <see cref="Decay"/>.</param>
/// <param name="Unused">The factor of the decay of weights that are not used.</param>
internal sealed record Training(string Name, int Kind, float Unused = 0)
{
    public const float Penalty = 2e-4f;

    private const int Epochs = 40, Batch = 100;

    /// <summary>The baseline: at once, with the decay of unused weights.</summary>
    public static Training Baseline { get; } = new("SR-STE", Decay.AtOnce, Penalty);

    public static IReadOnlyList<Training> All { get; } =
    [
        Baseline, new("straight through (STE)", Decay.AtOnce), new("linear decay", Decay.Linear), new("exponential decay", Decay.Exponential), new("stepwise", Decay.Stepwise),
    ];

    /// <summary>The accuracy of what is deployed, and whether it computes what was trained, bit for bit.</summary>
    public (double Accuracy, bool IsSame) Run(int kept, int group, int seed, Dataset training, Dataset test)
    {
        var network = new SparseDigits(Group: group, Kept: kept);
        network.Initialize(seed);
        var steps = Epochs * ((training.Count + Batch - 1) / Batch);
        var (all, shown) = (With(training, steps), With(test, steps));
        network.Fit(all, new TrainingOptions { Epochs = Epochs, BatchSize = Batch, Seed = seed, Optimizer = new Adam(network.Parameters) { Rate = 2e-3 } });
        if (Kind == Decay.Never) return (network.Measure(shown, Metric.Accuracy())[1], true);

        var deployed = new DeployedDigits(Group: group, Kept: kept);
        foreach (var name in new[] { "First.W", "First.B", "Second.W", "Second.B", "Head.W", "Head.B" })
            network.Parameters.Tensor<float>(name).AsReadOnlyTensorSpan().CopyTo(deployed.Parameters.Tensor<float>(name).AsTensorSpan());
        var x = test.Tensor<float>("X");
        Tensor<float> trained = Tensor.CreateFromShape<float>([test.Count, 10]), result = Tensor.CreateFromShape<float>([test.Count, 10]);
        network.Evaluate(x, Kind, Length(steps), trained);
        deployed.Evaluate(x, result);
        return (deployed.Measure(test, Metric.Accuracy())[1], trained.SequenceEqual(result));
    }

    // The decay is finished at 80 % of the steps; after that the mask is binary.
    private static float Length(int steps) => 0.8f * steps;

    private Dataset With(Dataset data, int steps)
    {
        var all = data.Select(_ => true);
        all.AddWhole("Kind", Kind);
        all.AddWhole("Length", Length(steps));
        all.AddWhole("Penalty", Unused);
        return all;
    }
}
