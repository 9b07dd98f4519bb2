using System.Numerics.Tensors;

namespace QuickStart;

/// <summary>Some images with their labels, and the rate of the step that they are for. The tensors are views of memory that the next batch overwrites.</summary>
public readonly record struct Batch(Tensor<float> X, Tensor<int> Label, double Rate)
{
    /// <summary>How many images.</summary>
    public int Count => (int)Label.FlattenedLength;
}

/// <summary>The images in random order, each displaced at random whenever it is shown: the same for the same seed.</summary>
public sealed class Batches(DigitImages images, TrainingPlan plan, int seed)
{
    private readonly float[] _pixels = new float[plan.Batch * Digits.Pixels];
    private readonly int[] _labels = new int[plan.Batch];
    private readonly int[] _order = [.. Enumerable.Range(0, images.Count)];
    private readonly Random _random = new(seed);

    /// <summary>The batches of an epoch; the epochs are asked for in their order.</summary>
    public IEnumerable<Batch> Of(int epoch)
    {
        _random.Shuffle(_order);
        var steps = (images.Count + plan.Batch - 1) / plan.Batch;
        for (var step = 0; step < steps; step++)
        {
            var batch = _order.AsMemory()[(step * plan.Batch)..Math.Min((step + 1) * plan.Batch, _order.Length)];
            Fill(batch.Span);
            yield return new Batch(
                Tensor.Create(_pixels, [batch.Length, Digits.Pixels]),
                Tensor.Create(_labels, [batch.Length]),
                plan.Rate * (1 - (double)(epoch * steps + step) / (plan.Epochs * steps)));
        }
    }

    private void Fill(ReadOnlySpan<int> batch)
    {
        for (var n = 0; n < batch.Length; n++)
        {
            _labels[n] = images.Label[batch[n]];
            var (down, right) = (_random.Next(-plan.Shift, plan.Shift + 1), _random.Next(-plan.Shift, plan.Shift + 1));
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
