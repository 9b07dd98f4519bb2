using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Claims;

namespace TuckerAdapters;

/// <summary>The adapter along its factors against the kernel that they make, which is never made then; and its gradient.</summary>
internal static class Paths
{
    private const int Images = 4;

    public static void Check(Report report)
    {
        Report.Section("Along the factors");
        var model = AdaptedConvolution.Create(seed: 1);
        var random = new RandomState(1);
        var x = Tensor.Create([.. random.Randn(Images * 32 * 64).Select(v => (float)v)], [Images, 32, 8, 8]);
        Tensor<float> plain = Output(), factorized = Output(), materialized = Output();
        model.Evaluate(x, plain, factorized, materialized);
        report.Claim(Difference(plain, factorized) == 0 && Tensor.Norm<float>(plain) > 0, "before the first step, the convolution of 8 × 8 images is the frozen one, bit for bit");

        Table.Set(TuckerDecomposition.ByHooi(Update.Draw(), [4, 4, 2, 2], maxSweeps: 10, tolerance: 0), model.Adapter);
        model.Evaluate(x, plain, factorized, materialized);
        var difference = Difference(factorized, materialized);
        report.Claim(difference <= 1e-5 && Difference(plain, factorized) > 0.1, $"with the factors of the update, it is the convolution with the materialised kernel: largest difference {difference:0.0e+0} of the largest element");

        var gradient = GradientError();
        report.Claim(gradient <= 1e-6, $"gradients of all factors in double precision against central differences: {gradient:0.0e+0} of the largest element");
    }

    private static Tensor<float> Output() => Tensor.CreateFromShape<float>([Images, 32, 8, 8]);

    private static double Difference(Tensor<float> a, Tensor<float> b)
    {
        float[] x = new float[a.FlattenedLength], y = new float[b.FlattenedLength];
        a.FlattenTo(x);
        b.FlattenTo(y);
        return x.Zip(y, (p, q) => Math.Abs(p - q)).Max() / (double)y.Max(Math.Abs);
    }

    private static double GradientError()
    {
        const double Step = 1e-4;
        var model = SmallAdapter.Create(seed: 1);
        var random = new RandomState(2);
        var x = Tensor.Create(random.Randn(2 * 3 * 16), [2, 3, 4, 4]);
        var core = random.Randn(16);
        for (var at = 0; at < 16; at++) model.Adapter.G[at / 8, at / 4 % 2, at / 2 % 2, at % 2] = core[at];

        model.Gradient(x);
        var found = new double[model.Parameters.FlatLength];
        var point = new double[found.Length];
        model.Gradients.FlattenTo<double>(found);
        model.Parameters.FlattenTo<double>(point);
        var worst = 0.0;
        for (var k = 0; k < point.Length; k++)
        {
            var value = point[k];
            var difference = (At(value + Step) - At(value - Step)) / (2 * Step);
            point[k] = value;
            worst = Math.Max(worst, Math.Abs(difference - found[k]));

            double At(double moved)
            {
                point[k] = moved;
                model.Parameters.UnflattenFrom<double>(point);
                return model.EvaluateLoss(x);
            }
        }

        return worst / found.Max(Math.Abs);
    }
}
