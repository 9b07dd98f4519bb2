using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Decomposition;
using Ansatz.Layers.Double;
using Claims;

namespace Maestro;

/// <summary>What is proved of linear maps: ordered components are the singular value decomposition, and of an autoencoder the principal components.</summary>
internal static class LinearMaps
{
    private const int Steps = 60_000;
    private static readonly double[] s_singular = [3, 2.2, 1.5, 1, .6, .3], s_variances = [5, 3, 2, 1, .5, .2];

    public static void Check(Report report)
    {
        var random = new RandomState(0);
        Report.Section($"A map of {LinearMap.In} to {LinearMap.Out} numbers on rows that are uniform on a sphere, max over r of ‖first r components − truncated SVD‖ / ‖A‖");
        var left = Orthonormal.Columns(random.Randn(81), 9);
        var right = Orthonormal.Columns(random.Randn(36), 6);
        var a = Tensor.CreateFromShape<double>([LinearMap.Out, LinearMap.In]);
        for (var o = 0; o < 9; o++)
        {
            for (var i = 0; i < 6; i++) a[o, i] = Enumerable.Range(0, 6).Sum(k => left[o * 9 + k] * s_singular[k] * right[i * 6 + k]);
        }

        double[] u = Start(random, 54), v = Start(random, 36);
        var exact = Learn(a, u, v, nameof(LinearMap.Expected));
        var sampled = Learn(a, u, v, nameof(LinearMap.Sampled));
        var unordered = Learn(a, u, v, nameof(LinearMap.Unordered));
        double[] error = [.. new[] { exact, sampled, unordered }.Select(map => PrefixError(map, a))];
        string[] names = ["expected loss, L-BFGS", $"rows and rank drawn at each of {Steps:#,0} steps, Adam", "control without ordering, L-BFGS"];
        Console.WriteLine($"         {"",-52}{"error",10}   norms of the components; singular values {string.Join(", ", s_singular)}");
        for (var k = 0; k < 3; k++)
        {
            var map = new[] { exact, sampled, unordered }[k];
            Console.WriteLine($"         {names[k],-52}{error[k],10:0.0e+0}   {string.Join(", ", Enumerable.Range(0, 6).Select(r => $"{map.Importance(r):0.0000}"))}");
        }

        report.Claim(error[0] <= 1e-6, "with the expected loss the first r components are the truncated SVD, to 1e-6");
        report.Claim(error[1] <= 2e-2, "with ordered dropout they are so to 2e-2");
        report.Claim(error[2] >= 0.3, "without the ordering they are not (0.3 or more)");
        foreach (var (map, name) in new[] { (exact, "with the expected loss"), (sampled, "with ordered dropout") })
        {
            var worst = Enumerable.Range(0, 6).Max(r => Math.Abs(map.Importance(r) - s_singular[r]) / s_singular[r]);
            report.Claim(worst <= 0.01, $"the norms of the components are the singular values within 1 % {name}: {worst:0.0e+0}");
        }

        CheckPrincipalComponents(report, random);
    }

    private static void CheckPrincipalComponents(Report report, RandomState random)
    {
        Report.Section("A linear autoencoder, max over r of ‖first r components − projector on the first r principal components‖");
        var q = Orthonormal.Columns(random.Randn(36), 6);
        var c = Tensor.CreateFromShape<double>([6, 6]);
        Add(c, q, s_variances);
        var model = new LinearAutoencoder();
        Set(model.Map, Start(random, 36), Start(random, 36));
        var data = new Dataset();
        data.AddWhole("C", c);
        Minimise(model, data, nameof(LinearAutoencoder.Expected));
        double worst = 0;
        for (var rank = 1; rank <= 6; rank++)
        {
            var projector = Tensor.CreateFromShape<double>([6, 6]);
            Add(projector, q, [.. Enumerable.Repeat(1.0, rank)]);
            worst = Math.Max(worst, Distance(model.Map, rank, projector));
        }

        report.Claim(worst <= 1e-6, $"they are the principal components, to 1e-6: {worst:0.0e+0}");
    }

    // Sum of weights[k]·q[·, k]·q[·, k]'.
    private static void Add(Tensor<double> sum, double[] q, double[] weights)
    {
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j < 6; j++) sum[i, j] = Enumerable.Range(0, weights.Length).Sum(k => weights[k] * q[i * 6 + k] * q[j * 6 + k]);
        }
    }

    private static OrderedLowRank Learn(Tensor<double> a, double[] u, double[] v, string loss)
    {
        var model = new LinearMap();
        Set(model.Map, u, v);
        var data = new Dataset();
        data.AddWhole("A", a);
        if (loss != nameof(LinearMap.Sampled)) Minimise(model, data, loss);
        else model.Fit(data, new TrainingOptions { Epochs = Steps, Losses = [new LossWeight(loss)], Seed = 1, Optimizer = new Adam(model.Parameters) { Rate = 0.02 }, Schedule = RateSchedule.Linear(), Prefetch = false });
        return model.Map;
    }

    private static void Minimise(ITrainable model, Dataset data, string loss) =>
        model.Fit(data, new TrainingOptions { Epochs = 5000, Losses = [new LossWeight(loss)], Optimizer = new Lbfgs(model.Parameters) { GradientTolerance = 1e-13, Memory = 30 } });

    private static double PrefixError(OrderedLowRank map, Tensor<double> a)
    {
        var svd = TruncatedSvd.Of(a, 1);
        return Enumerable.Range(1, 6).Max(rank => Distance(map, rank, svd.WithRank(rank).Reconstruct())) / Tensor.Norm<double>(a);
    }

    private static double Distance(OrderedLowRank map, int rank, Tensor<double> expected)
    {
        double sum = 0;
        for (var o = 0; o < map.Out; o++)
        {
            for (var i = 0; i < map.In; i++) sum += Math.Pow(map.LeadingDense(rank, o, i) - expected[o, i], 2);
        }

        return Math.Sqrt(sum);
    }

    private static double[] Start(RandomState random, int count) => [.. random.Randn(count).Select(x => 0.3 * x)];

    private static void Set(OrderedLowRank map, double[] u, double[] v)
    {
        Tensor.Create(u, map.U.Lengths).AsReadOnlyTensorSpan().CopyTo(map.U.AsTensorSpan());
        Tensor.Create(v, map.V.Lengths).AsReadOnlyTensorSpan().CopyTo(map.V.AsTensorSpan());
    }
}
