using Ansatz;

namespace QuickStart;

/// <summary>Trains a network with Adam on images that are displaced at random.</summary>
public sealed class Training(DigitImages images, TrainingPlan plan)
{
    /// <summary>A network trained from the first values, the order of the images and the displacements that the seed gives.</summary>
    public Digits Run(int seed, IProgress<TrainingProgress>? progress = null)
    {
        var network = Digits.Create(seed);
        network.Fit(images.Data, Options(network, seed, progress));
        return network;
    }

    /// <summary>How a network is trained.</summary>
    public TrainingOptions Options(Digits network, int seed, IProgress<TrainingProgress>? progress) => new()
    {
        Epochs = plan.Epochs,
        BatchSize = plan.Batch,
        Seed = seed,
        Optimizer = new Adam(network.Parameters) { Rate = plan.Rate, WeightDecay = plan.WeightDecay },
        Schedule = RateSchedule.Linear(),
        Prepare = batch => Displacement.Apply(batch, plan.Shift),
        Progress = progress,
    };
}
