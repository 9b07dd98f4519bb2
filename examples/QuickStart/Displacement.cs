using Ansatz;

namespace QuickStart;

/// <summary>Displaces each image of a batch by up to some pixels along both sides, drawn anew whenever it is shown.</summary>
public static class Displacement
{
    private const int Side = DigitImages.Side;

    /// <summary>Changes the images where they lie.</summary>
    public static void Apply(TrainingBatch batch, int most)
    {
        var pixels = batch.Values<float>("X");
        Span<float> image = stackalloc float[Digits.Pixels];
        for (var n = 0; n < batch.Count; n++)
        {
            var target = pixels.Slice(n * Digits.Pixels, Digits.Pixels);
            target.CopyTo(image);
            var (down, right) = (Draw(batch.Seed, n, 0, most), Draw(batch.Seed, n, 1, most));
            for (var y = 0; y < Side; y++)
            {
                for (var x = 0; x < Side; x++)
                {
                    var (fromY, fromX) = (y - down, x - right);
                    target[y * Side + x] = fromY is >= 0 and < Side && fromX is >= 0 and < Side ? image[fromY * Side + fromX] : 0;
                }
            }
        }
    }

    // From -most to most, a function of the step, the image and the side.
    private static int Draw(int seed, int n, int side, int most) => (int)(CounterRandomF.Uniform(seed, n, side) * (2 * most + 1)) - most;
}
