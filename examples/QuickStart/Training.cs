using Ansatz;

namespace QuickStart;

/// <summary>Where a training stands after an epoch.</summary>
public readonly record struct EpochReport(int Epoch, int Epochs, double Loss);

/// <summary>Trains a network with Adam on batches drawn in random order.</summary>
public sealed class Training(DigitImages images, TrainingPlan plan)
{
    /// <summary>A network trained from the first values, the order of the images and the displacements that the seed gives.</summary>
    public Digits Run(int seed, IProgress<EpochReport>? progress = null)
    {
        var network = Digits.Create(seed);
        var adam = new Adam(network.Parameters) { WeightDecay = plan.WeightDecay };
        var batches = new Batches(images, plan, seed);
        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            double sum = 0;
            foreach (var batch in batches.Of(epoch))
            {
                adam.Rate = batch.Rate;
                sum += network.Gradient(batch.X, batch.Label) * batch.Count;
                adam.Step(network.Gradients);
            }
            progress?.Report(new EpochReport(epoch + 1, plan.Epochs, sum / images.Count));
        }
        return network;
    }
}
