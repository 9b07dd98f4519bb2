using Ansatz.Tests.Storage;
using Xunit;

namespace Ansatz.Tests.Training;

public sealed class LbfgsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(31)]
    public void RosenbrocksValleyIsFollowedToItsEnd(int n)
    {
        var model = new Rosenbrock<double>(n);
        var x = model.Parameters.Values<double>("P");
        for (var i = 0; i < n; i++) x[i] = i % 2 == 0 ? -1.2 : 1;
        var result = model.Fit(new Dataset(), new TrainingOptions { Epochs = 500, Optimizer = new Lbfgs(model.Parameters) { GradientTolerance = 1e-9 } });
        Assert.Equal(StopReason.Converged, result.Reason);
        Assert.All(model.Parameters.Values<double>("P").ToArray(), v => Assert.Equal(1, v, 1e-8));
        Assert.True(result.Steps < 60 + 8 * n, $"{result.Steps} steps");
        // Each step goes down.
        Assert.All(result.History.Zip(result.History.Skip(1)), pair => Assert.True(pair.Second.Loss <= pair.First.Loss));
    }

    [Fact]
    public void SinglePrecisionIsEnough()
    {
        var model = new Rosenbrock<float>(4);
        var result = model.Fit(new Dataset(), new TrainingOptions { Epochs = 300, Optimizer = new Lbfgs(model.Parameters) { GradientTolerance = 1e-3 } });
        Assert.Equal(StopReason.Converged, result.Reason);
        Assert.All(model.Parameters.Values<float>("P").ToArray(), v => Assert.Equal(1, v, 1e-3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void LogisticRegressionEndsWhereNewtonsMethodDoes(int micro)
    {
        const int Count = 120, Features = 3;
        var random = new Random(8);
        var (x, y) = (new double[Count * Features], new double[Count]);
        for (var n = 0; n < Count; n++)
        {
            for (var k = 0; k < Features; k++) x[n * Features + k] = random.NextDouble() * 4 - 2;
            y[n] = random.NextDouble() < 1 / (1 + Math.Exp(-x[n * Features] + 0.5 * x[n * Features + 1] - 0.2)) ? 1 : 0;
        }
        var model = new LogisticRegression(Features);
        var data = new Dataset { { "X", x, Features }, { "Target", y } };
        var result = model.Fit(data, new TrainingOptions { Epochs = 100, MicroBatchSize = micro, Optimizer = new Lbfgs(model.Parameters) { GradientTolerance = 1e-10 } });
        Assert.Equal(StopReason.Converged, result.Reason);
        var expected = Newton(x, y, Features);
        double[] found = [.. model.Parameters.Values<double>("W"), .. model.Parameters.Values<double>("B")];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        Assert.True(result.Steps < 30, $"{result.Steps} steps");
    }

    [Fact]
    public void FrozenParametersStay()
    {
        var model = new Regression<double>(2);
        model.Parameters.Values<double>("Layer.B")[0] = 5;
        model.Fit(Worlds.Linear<double>(30, 2, 1), new TrainingOptions { Epochs = 20, Optimizer = new Lbfgs(model.Parameters).Freeze("*.B") });
        Assert.Equal(5, model.Parameters.Values<double>("Layer.B")[0]);
        Assert.NotEqual(0, model.Parameters.Values<double>("Layer.W")[0]);
    }

    // Iterated weighted least squares, by Gaussian elimination.
    private static double[] Newton(double[] x, double[] y, int features)
    {
        var p = new double[features + 1];
        for (var iteration = 0; iteration < 25; iteration++)
        {
            var (h, g) = (new double[features + 1, features + 2], new double[features + 1]);
            for (var n = 0; n < y.Length; n++)
            {
                double[] row = [.. x.AsSpan(n * features, features), 1];
                var mean = 1 / (1 + Math.Exp(-row.Zip(p).Sum(q => q.First * q.Second)));
                for (var i = 0; i <= features; i++)
                {
                    g[i] += (mean - y[n]) * row[i];
                    for (var j = 0; j <= features; j++) h[i, j] += mean * (1 - mean) * row[i] * row[j];
                }
            }
            for (var i = 0; i <= features; i++) h[i, features + 1] = g[i];
            for (var c = 0; c <= features; c++)
            {
                for (var r = 0; r <= features; r++)
                {
                    if (r == c) continue;
                    var factor = h[r, c] / h[c, c];
                    for (var j = c; j <= features + 1; j++) h[r, j] -= factor * h[c, j];
                }
            }
            for (var i = 0; i <= features; i++) p[i] -= h[i, features + 1] / h[i, i];
        }
        return p;
    }
}
