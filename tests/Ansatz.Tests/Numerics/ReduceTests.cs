using Xunit;

namespace Ansatz.Tests.Numerics;

public class ReduceTests
{
    [Fact]
    public void Every_arity_visits_every_index_once_in_order()
    {
        var visited = new List<int>();
        Assert.Equal(3 + 3, Reduce.Sum(3, i => { visited.Add(i); return i + 1; }));
        Reduce.Sum(2, 3, (i, j) => { visited.Add(10 * i + j); return 0; });
        Reduce.Max(2, 1, 2, (i, j, k) => { visited.Add(100 * i + 10 * j + k); return 0; });
        Reduce.Min(1, 2, 1, 2, (i, j, k, l) => { visited.Add(1000 * i + 100 * j + 10 * k + l); return 0; });
        Assert.Equal([0, 1, 2, 0, 1, 2, 10, 11, 12, 0, 1, 100, 101, 0, 1, 100, 101], visited);
    }

    [Fact]
    public void Values()
    {
        Assert.Equal(10f, ReduceF.Sum(2, 2, (i, j) => 1 + i + 2 * j));
        Assert.Equal(2.5, Reduce.Mean(2, 2, (i, j) => 1 + i + 2 * j));
        Assert.Equal(2.5f, ReduceF.Mean(2, 2, 1, 1, (i, j, _, _) => 1 + i + 2 * j));
        Assert.Equal(3.5, Reduce.Mean(6, i => i + 1));
        Assert.Equal(4f, ReduceF.Max(2, 2, (i, j) => 1 + i + 2 * j));
        Assert.Equal(1, Reduce.Min(2, 2, 1, (i, j, _) => 1 + i + 2 * j));
        Assert.Equal(Math.Log(Math.E + Math.E * Math.E), Reduce.LogSumExp(2, i => i + 1), 1e-15);
        Assert.Equal(MathF.Log(4) + 1000, ReduceF.LogSumExp(2, 2, (_, _) => 1000), 1e-4f);
        Assert.Equal(2, Reduce.ArgMax(4, i => i is 2 or 3 ? 7 : i));
        Assert.Equal(0, ReduceF.ArgMin(4, i => i is 0 or 3 ? -7 : i));
        Assert.Equal(1, ReduceF.ArgMax(4, i => i == 1 ? float.NaN : i));
    }

    [Fact]
    public void Nothing_to_reduce()
    {
        Assert.Equal(0, Reduce.Sum(0, _ => 1));
        Assert.Equal(double.NegativeInfinity, Reduce.Max(0, _ => 1));
        Assert.Equal(float.PositiveInfinity, ReduceF.Min(3, 0, (_, _) => 1));
        Assert.Equal(double.NegativeInfinity, Reduce.LogSumExp(0, _ => 1));
        Assert.True(float.IsNaN(ReduceF.Mean(0, _ => 1)));
    }

    [Fact]
    public void The_functions_of_the_vocabulary()
    {
        Assert.Equal(0.8413447460685429, Functions.Gelu(1.0), 1e-15);
        Assert.Equal(0.8427007929497149, Functions.Erf(1.0), 1e-15);
        Assert.Equal(0.7310585786300049, Functions.Sigmoid(1.0), 1e-15);
        Assert.Equal(1.3132616875182228, Functions.Softplus(1.0), 1e-15);
        Assert.Equal(-0.3132616875182228, Functions.LogSigmoid(1.0), 1e-15);
        Assert.Equal(0.7310585786300049, Functions.Silu(1.0), 1e-15);
        Assert.Equal(0.841192, Functions.GeluTanh(1.0), 1e-6);
        Assert.Equal(0f, Functions.Relu(-1f));
        Assert.Equal(-0.3, Functions.LeakyRelu(-1.0, 0.3));
        Assert.Equal(3f, Functions.Constant(3f));
    }
}
