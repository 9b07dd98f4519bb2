using System.Numerics.Tensors;
using Ansatz;

namespace QuickStart;

/// <summary>Where a training stands after an epoch.</summary>
public readonly record struct EpochReport(int Epoch, int Epochs, double Loss);

/// <summary>Trains a network with Adam on batches drawn in random order.</summary>
public sealed class Training(DigitImages images, TrainingPlan plan)
{
    private readonly float[] _pixels = new float[plan.Batch * Digits.Pixels];
    private readonly int[] _labels = new int[plan.Batch];

    /// <summary>A network trained from the first values, the order of the images and the displacements that the seed gives.</summary>
    public Digits Run(int seed, IProgress<EpochReport>? progress = null)
    {
        var network = Digits.Create(seed);
        var adam = new Adam(network.Parameters) { WeightDecay = plan.WeightDecay };
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, images.Count)];
        var steps = (images.Count + plan.Batch - 1) / plan.Batch;
        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            random.Shuffle(order);
            double sum = 0;
            for (var step = 0; step < steps; step++)
            {
                var batch = order.AsSpan()[(step * plan.Batch)..Math.Min((step + 1) * plan.Batch, order.Length)];
                Fill(batch, random);
                var loss = network.Gradient(Tensor.Create(_pixels, [batch.Length, Digits.Pixels]), Tensor.Create(_labels, [batch.Length]));
                adam.Rate = plan.Rate * (1 - (double)(epoch * steps + step) / (plan.Epochs * steps));
                adam.Step(network.Gradients);
                sum += loss * batch.Length;
            }
            progress?.Report(new EpochReport(epoch + 1, plan.Epochs, sum / images.Count));
        }
        return network;
    }

    private void Fill(ReadOnlySpan<int> batch, Random random)
    {
        for (var n = 0; n < batch.Length; n++)
        {
            _labels[n] = images.Label[batch[n]];
            var (down, right) = (random.Next(-plan.Shift, plan.Shift + 1), random.Next(-plan.Shift, plan.Shift + 1));
            Displace(images.Pixels(batch[n]), down, right, _pixels.AsSpan(n * Digits.Pixels, Digits.Pixels));
        }
    }

    private static void Displace(ReadOnlySpan<float> image, int down, int right, Span<float> target)
    {
        for (var y = 0; y < DigitImages.Side; y++)
        {
            for (var x = 0; x < DigitImages.Side; x++)
            {
                var (fromY, fromX) = (y - down, x - right);
                var inside = fromY is >= 0 and < DigitImages.Side && fromX is >= 0 and < DigitImages.Side;
                target[y * DigitImages.Side + x] = inside ? image[fromY * DigitImages.Side + fromX] : 0;
            }
        }
    }
}
