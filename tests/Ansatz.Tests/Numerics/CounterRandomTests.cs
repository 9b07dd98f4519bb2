using Xunit;

namespace Ansatz.Tests.Numerics;

public class CounterRandomTests
{
    const int Count = 200_000;

    static void Moments(IEnumerable<double> values, double mean, double variance, double fourth)
    {
        double[] x = [.. values];
        double m = x.Average(), v = x.Average(t => (t - mean) * (t - mean)), f = x.Average(t => Math.Pow(t - mean, 4));
        double error = 5 / Math.Sqrt(x.Length);
        Assert.Equal(mean, m, error * Math.Sqrt(variance));
        Assert.Equal(variance, v, error * Math.Sqrt(fourth - variance * variance));
        Assert.Equal(fourth, f, 25 * error * fourth / 5);
    }

    [Fact]
    public void Uniform_moments_and_range()
    {
        Moments(Enumerable.Range(0, Count).Select(i => (double)CounterRandomF.Uniform(1, i)), 0.5, 1 / 12.0, 1 / 80.0);
        Moments(Enumerable.Range(0, Count).Select(i => CounterRandom.Uniform(1, i)), 0.5, 1 / 12.0, 1 / 80.0);
        Moments(Enumerable.Range(0, Count).Select(seed => CounterRandom.Uniform(seed, 3)), 0.5, 1 / 12.0, 1 / 80.0);
        Moments(Enumerable.Range(0, Count).Select(i => CounterRandom.Uniform(7, i % 400, i / 400)), 0.5, 1 / 12.0, 1 / 80.0);
        for (int i = 0; i < Count; i++)
        {
            float f = CounterRandomF.Uniform(9, i);
            double d = CounterRandom.Uniform(9, i);
            Assert.True(f > 0 && f < 1 && d > 0 && d < 1);
        }
    }

    [Fact]
    public void Normal_moments()
    {
        Moments(Enumerable.Range(0, Count).Select(i => (double)CounterRandomF.Normal(1, i)), 0, 1, 3);
        Moments(Enumerable.Range(0, Count).Select(i => CounterRandom.Normal(1, i)), 0, 1, 3);
        Moments(Enumerable.Range(0, Count).Select(i => CounterRandom.Normal(2, i / 300, i % 300)), 0, 1, 3);
    }

    [Fact]
    public void Cells_are_filled_evenly()
    {
        int[] cells = new int[256], nextTo = new int[256];
        for (int i = 0; i < Count; i++)
        {
            cells[(int)(CounterRandomF.Uniform(11, i) * 256)]++;
            nextTo[(int)(CounterRandom.Uniform(11, i) * 16) * 16 + (int)(CounterRandom.Uniform(11, i + 1) * 16)]++;
        }
        foreach (int[] c in new[] { cells, nextTo })
        {
            double expected = Count / 256.0, chi = c.Sum(n => (n - expected) * (n - expected) / expected);
            Assert.InRange(chi, 255 - 5 * Math.Sqrt(510), 255 + 5 * Math.Sqrt(510));
        }
    }

    [Fact]
    public void Seeds_indices_and_their_places_matter()
    {
        var seen = new HashSet<double>();
        for (int a = -3; a < 3; a++)
            for (int b = -3; b < 3; b++)
                for (int c = -3; c < 3; c++)
                {
                    Assert.True(seen.Add(CounterRandom.Uniform(a, b, c)));
                    Assert.True(seen.Add(CounterRandom.Uniform(a, b, c, 0)));
                    Assert.True(seen.Add(CounterRandom.Uniform(a, b, c, 0, 0)));
                }
        // neighbouring streams do not go together
        double product = Enumerable.Range(0, Count).Average(i => CounterRandom.Normal(1, i) * CounterRandom.Normal(2, i));
        Assert.Equal(0, product, 5 / Math.Sqrt(Count));
        product = Enumerable.Range(0, Count).Average(i => CounterRandom.Normal(1, i) * CounterRandom.Normal(1, i + 1));
        Assert.Equal(0, product, 5 / Math.Sqrt(Count));
    }

    /// <summary>Computed by another program from the description; the same on every machine and in every version.</summary>
    [Fact]
    public void Known_numbers()
    {
        Assert.Equal(KnownUniformF, new[] { CounterRandomF.Uniform(0), CounterRandomF.Uniform(0, 0), CounterRandomF.Uniform(1, 2), CounterRandomF.Uniform(1, 2, 3), CounterRandomF.Uniform(-1, 2, 3, 4), CounterRandomF.Uniform(1, 2, 3, 4, 5) });
        Assert.Equal(KnownUniform, new[] { CounterRandom.Uniform(0), CounterRandom.Uniform(0, 0), CounterRandom.Uniform(1, 2), CounterRandom.Uniform(1, 2, 3), CounterRandom.Uniform(-1, 2, 3, 4), CounterRandom.Uniform(1, 2, 3, 4, 5) });
        Assert.Equal(KnownNormalF, new[] { CounterRandomF.Normal(0), CounterRandomF.Normal(0, 0), CounterRandomF.Normal(1, 2), CounterRandomF.Normal(1, 2, 3), CounterRandomF.Normal(-1, 2, 3, 4), CounterRandomF.Normal(1, 2, 3, 4, 5) });
        Assert.Equal(KnownNormal, new[] { CounterRandom.Normal(0), CounterRandom.Normal(0, 0), CounterRandom.Normal(1, 2), CounterRandom.Normal(1, 2, 3), CounterRandom.Normal(-1, 2, 3, 4), CounterRandom.Normal(1, 2, 3, 4, 5) });
    }

    static readonly float[] KnownUniformF = [0.00776511431f, 0.803819358f, 0.896414936f, 0.707008898f, 0.749415815f, 0.565084159f];
    static readonly double[] KnownUniform = [0.007765133584060835, 0.8038193236911181, 0.8964149272806642, 0.7070089136863215, 0.7494158048468219, 0.5650841335594615];
    static readonly float[] KnownNormalF = [-2.41977239f, 0.855342984f, 1.26138508f, 0.544667602f, 0.672652543f, 0.163872287f];
    static readonly double[] KnownNormal = [-2.41977139079941, 0.8553428851962465, 1.2613850681406995, 0.5446675705460926, 0.6726525046644672, 0.1638722247984217];

    [Fact]
    public void The_normal_numbers_are_quantiles()
    {
        for (int i = 0; i < 2000; i++)
        {
            double u = CounterRandom.Uniform(5, i), z = CounterRandom.Normal(5, i);
            double found = DoubleDouble.Phi(z).High;
            Assert.Equal(u, found, 1e-14);
            Assert.Equal(1, found / u, 1e-13);
            float uf = CounterRandomF.Uniform(5, i), zf = CounterRandomF.Normal(5, i);
            Assert.Equal(uf, DoubleDouble.Phi(zf).High, 5e-7);
        }
        // the ends of the range, where the last branch of the approximation is used
        Assert.Equal(1, DoubleDouble.Phi(Ansatz.Numerics.NormalQuantile.Of(1.1102230246251565e-16)).High / 1.1102230246251565e-16, 1e-12);
        Assert.Equal(8.209536151601387, Ansatz.Numerics.NormalQuantile.Of(1 - 1.1102230246251565e-16), 1e-12);
        Assert.Equal(1, DoubleDouble.Phi(Ansatz.Numerics.NormalQuantile.Of(5.9604645e-8f)).High / 5.9604645e-8, 1e-5);
    }
}
