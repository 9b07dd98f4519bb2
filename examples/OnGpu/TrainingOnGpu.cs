using Ansatz;
using Ansatz.Gpu;
using QuickStart;

namespace OnGpu;

/// <summary>The training of the quick start on a device: parameters, gradients and moments stay there, and a batch is gathered while the one before is computed.</summary>
public sealed class TrainingOnGpu(DigitImages images, TrainingPlan plan, GpuDevice device)
{
    /// <summary>A network trained from the same first values on the same batches as by <see cref="Training.Run"/>.</summary>
    public Digits Run(int seed, IProgress<TrainingProgress>? progress = null)
    {
        var network = Digits.Create(seed);
        using var gpu = network.OnGpu(device);
        gpu.Fit(images.Data, new Training(images, plan).Options(network, seed, progress));
        return network;
    }
}
