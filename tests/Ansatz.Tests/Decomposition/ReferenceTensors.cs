using System.Numerics.Tensors;

namespace Ansatz.Tests.Decomposition;

/// <summary>The 100 × 100 × 100 tensors of rank 10 with noise on which other libraries' results are known; rounded to float, as those had them.</summary>
internal sealed class ReferenceTensors
{
    private const int Extent = 100, Rank = 10;

    private static readonly Lazy<ReferenceTensors> s_nonnegative = new(() =>
    {
        var random = new RandomState(20240601);
        double[] a = random.Rand(Extent * Rank), b = random.Rand(Extent * Rank), c = random.Rand(Extent * Rank);
        return new ReferenceTensors(a, b, c, random);
    });

    private static readonly Lazy<ReferenceTensors> s_gaussian = new(() => new ReferenceTensors(
        new RandomState(7).Randn(Extent * Rank), new RandomState(8).Randn(Extent * Rank), new RandomState(9).Randn(Extent * Rank), new RandomState(99)));

    private ReferenceTensors(double[] a, double[] b, double[] c, RandomState noise)
    {
        var x = new double[Extent * Extent * Extent];
        for (var i = 0; i < x.Length; i++)
        {
            int p = i / (Extent * Extent) * Rank, q = i / Extent % Extent * Rank, s = i % Extent * Rank;
            for (var r = 0; r < Rank; r++) x[i] += a[p + r] * b[q + r] * c[s + r];
        }
        var scale = 0.01 * TensorPrimitives.Norm<double>(x) / 1000;
        for (var i = 0; i < x.Length; i++) x[i] = (float)(x[i] + scale * noise.Randn());
        X = Tensor.Create(x, [Extent, Extent, Extent]);
    }

    public static ReferenceTensors Nonnegative => s_nonnegative.Value;

    public static ReferenceTensors Gaussian => s_gaussian.Value;

    public Tensor<double> X { get; }

    /// <summary>The factors with which the reference runs of CP-ALS began.</summary>
    public static Tensor<double>[] Start() => [.. Enumerable.Range(0, 3).Select(m => Tensor.Create(new RandomState((uint)(100 + m)).Rand(Extent * Rank), [Extent, Rank]))];
}
