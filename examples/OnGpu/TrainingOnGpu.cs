using Ansatz;
using Ansatz.Gpu;
using QuickStart;

namespace OnGpu;

/// <summary>The training of the quick start on a device: a batch is filled and copied while the one before is computed.</summary>
public sealed class TrainingOnGpu(DigitImages images, TrainingPlan plan, GpuDevice device)
{
    /// <summary>A network trained from the same first values on the same batches as by <see cref="Training.Run"/>.</summary>
    public Digits Run(int seed, IProgress<EpochReport>? progress = null)
    {
        var network = Digits.Create(seed);
        var adam = new Adam(network.Parameters) { WeightDecay = plan.WeightDecay };
        var batches = new Batches(images, plan, seed);
        using var gpu = network.OnGpu(device);
        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            double sum = 0;
            var before = 0;
            foreach (var batch in batches.Of(epoch))
            {
                // A step gives the loss of the batch before it; the last of an epoch is waited for.
                adam.Rate = batch.Rate;
                var loss = network.TrainStep(gpu, adam, batch.X, batch.Label);
                if (before > 0) sum += loss * before;
                before = batch.Count;
            }
            sum += gpu.Finish() * before;
            progress?.Report(new EpochReport(epoch + 1, plan.Epochs, sum / images.Count));
        }
        return network;
    }
}
