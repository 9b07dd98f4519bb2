using System.Numerics.Tensors;
using DigitNetworks;
using QuickStart;

namespace StraightThrough;

/// <summary>Batches of images, drawn anew in a shuffled order when all were seen.</summary>
internal sealed class Batches(DigitImages images, int size, int seed)
{
    private readonly Random _random = new(seed);
    private readonly int[] _order = [.. Enumerable.Range(0, images.Count)];
    private readonly Tensor<float> _x = Tensor.CreateFromShape<float>([size, DenseDigits.Pixels]);
    private readonly Tensor<int> _label = Tensor.CreateFromShape<int>([size]);
    private int _next = images.Count;

    /// <summary>The next images, in the same memory each time.</summary>
    public (Tensor<float> X, Tensor<int> Label) Next()
    {
        if (_next + size > images.Count)
        {
            _random.Shuffle(_order);
            _next = 0;
        }

        for (var n = 0; n < size; n++)
        {
            var image = _order[_next++];
            _label[n] = images.Label[image];
            var pixels = images.Pixels(image);
            for (var i = 0; i < pixels.Length; i++) _x[n, i] = pixels[i];
        }

        return (_x, _label);
    }
}
