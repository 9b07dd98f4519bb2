using MathNet.Numerics.LinearAlgebra;

namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>Data of a random point: its own moments as a sample, or normal cases.</summary>
internal static class RandomSemData
{
    /// <summary>How many cases each group has.</summary>
    public static int Count(SemModel model, int group) => model.Groups.Count == 1 ? 2000 : 1200 - 400 * group;

    /// <summary>The moments of the point as those of a sample.</summary>
    /// <param name="model">The model.</param>
    /// <param name="point">The parameters.</param>
    /// <param name="unbiased">Whether the fit divides by N − 1, so that these are to be the point's.</param>
    public static SemData Population(SemModel model, RandomSemPoint point, bool unbiased) => SemData.FromMoments([.. point.Groups.Select((g, k) =>
    {
        var n = Count(model, k);
        var scale = unbiased ? (n - 1.0) / n : 1;
        return new SampleMoments($"{k + 1}", model.Observed, n, [.. g.Sigma(point.Theta).Select(v => scale * v)], [.. g.All(point.Theta).Mean.Take(g.Observed)]);
    })]);

    /// <summary>Normal cases, with a column <c>group</c> where there are two.</summary>
    public static SemData Cases(SemModel model, RandomSemPoint point, Random random, double missing)
    {
        var rows = new List<(string Group, double[] Values)>();
        for (var g = 0; g < point.Groups.Length; g++)
        {
            var p = point.Groups[g].Observed;
            var root = Matrix<double>.Build.DenseOfRowMajor(p, p, point.Groups[g].Sigma(point.Theta)).Cholesky().Factor;
            var mean = point.Groups[g].All(point.Theta).Mean;
            var normal = new double[p];
            for (var c = 0; c < Count(model, g); c++)
            {
                for (var k = 0; k < p; k++) normal[k] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                var values = new double[p];
                for (var i = 0; i < p; i++)
                {
                    values[i] = mean[i];
                    for (var k = 0; k <= i; k++) values[i] += root[i, k] * normal[k];
                }

                for (var i = 0; i < p && missing > 0; i++)
                {
                    if (random.NextDouble() < missing) values[i] = double.NaN;
                }

                rows.Add(($"{g + 1}", values));
            }
        }

        var columns = model.Observed.Select((name, k) => (name, (Func<(string Group, double[] Values), double?>)(r => r.Values[k]))).ToArray();
        return model.Groups.Count == 1 ? SemData.From(rows, columns) : SemData.From(rows, "group", r => r.Group, columns);
    }
}
