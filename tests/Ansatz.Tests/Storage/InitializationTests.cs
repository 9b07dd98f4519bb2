using Xunit;

namespace Ansatz.Tests.Storage;

public sealed class InitializationTests
{
    private static ParameterSet Wide(Initial initial, int fanIn = 0, int fanOut = 0)
        => ParameterSet.Create([new("W", typeof(float), [200, 300], ParameterKind.Parameter, initial, fanIn, fanOut), new("D", typeof(double), [200, 300], ParameterKind.Parameter, initial, fanIn, fanOut)]);

    [Theory]
    [InlineData(Initial.Default, 1 / 300.0, false)]
    [InlineData(Initial.LecunNormal, 1 / 300.0, false)]
    [InlineData(Initial.HeNormal, 2 / 300.0, false)]
    [InlineData(Initial.Normal, 0.0004, false)]
    [InlineData(Initial.GlorotUniform, 2 / 500.0, true)]
    [InlineData(Initial.Uniform, 1 / 900.0, true)]
    public void RandomValuesHaveTheDeclaredDistribution(Initial initial, double variance, bool uniform)
    {
        var set = Wide(initial);
        set.Initialize(3);
        double[][] samples = [[.. set.Values<float>("W").ToArray().Select(v => (double)v)], set.Values<double>("D").ToArray()];
        foreach (var sample in samples)
        {
            // 60000 samples: five standard errors of the mean, and of the variance (of a normal the wider).
            Assert.InRange(sample.Average(), -5 * Math.Sqrt(variance / 60000), 5 * Math.Sqrt(variance / 60000));
            Assert.InRange(sample.Average(v => v * v) / variance, 1 - 5 * Math.Sqrt(2 / 60000.0), 1 + 5 * Math.Sqrt(2 / 60000.0));
            var greatest = sample.Max(Math.Abs) / Math.Sqrt(variance);
            if (uniform) Assert.InRange(greatest, 1.73, Math.Sqrt(3) + 1e-6);
            else Assert.InRange(greatest, 3.5, 6);
        }
    }

    [Fact]
    public void FanInAndFanOutComeFromTheShapeUnlessStated()
    {
        var set = ParameterSet.Create([
            new("K", typeof(float), [8, 3, 5, 5]),
            new("V", typeof(float), [7]),
            new("S", typeof(float), []),
            new("F", typeof(float), [8, 3], ParameterKind.Parameter, Initial.Default, 64, 32)]);
        Assert.Equal([(75, 8), (7, 7), (1, 1), (64, 32)], set.Select(p => (p.Segment.FanIn, p.Segment.FanOut)));
        Assert.Equal([Initial.LecunNormal, Initial.Zero, Initial.Zero, Initial.LecunNormal], set.Select(p => p.Initial));
    }

    [Fact]
    public void ConstantsAreConstantAndStatesAreReset()
    {
        var set = ParameterSet.Create([
            new("B", typeof(float), [20]), new("One", typeof(double), [3], ParameterKind.Parameter, Initial.One),
            new("Mean", typeof(float), [4, 4], ParameterKind.State), new("Variance", typeof(float), [4], ParameterKind.State, Initial.One),
            new("Seen", typeof(int), [2], ParameterKind.State), new("Mask", typeof(int), [2], ParameterKind.State, Initial.One)]);
        set.Values<float>("B").Fill(5);
        set.Values<float>("Mean").Fill(5);
        set.Values<int>("Seen").Fill(5);
        set.Initialize(1);
        Assert.All(set.Values<float>("B").ToArray(), v => Assert.Equal(0, v));
        Assert.All(set.Values<double>("One").ToArray(), v => Assert.Equal(1, v));
        Assert.All(set.Values<float>("Mean").ToArray(), v => Assert.Equal(0, v));
        Assert.All(set.Values<float>("Variance").ToArray(), v => Assert.Equal(1, v));
        Assert.Equal([0, 0], set.Values<int>("Seen").ToArray());
        Assert.Equal([1, 1], set.Values<int>("Mask").ToArray());
    }

    [Fact]
    public void ValuesDependOnSeedNameAndPositionAlone()
    {
        ParameterSet Make(params ParameterDeclaration[] declarations)
        {
            var made = ParameterSet.Create(declarations);
            made.Initialize(11);
            return made;
        }
        var a = Make(Sets.Float("A", 6, 6), Sets.Float("B", 6, 6));
        var b = Make(Sets.Double("D", 3, 3), Sets.Float("B", 6, 6), Sets.Float("A", 6, 6));
        Assert.Equal(a.Values<float>("A").ToArray(), b.Values<float>("A").ToArray());
        Assert.Equal(a.Values<float>("B").ToArray(), b.Values<float>("B").ToArray());
        Assert.NotEqual(a.Values<float>("A").ToArray(), a.Values<float>("B").ToArray());
        var first = a.Values<float>("A").ToArray();
        a.Initialize(12);
        Assert.NotEqual(first, a.Values<float>("A").ToArray());
        a.Initialize(11);
        Assert.Equal(first, a.Values<float>("A").ToArray());
    }

    [Fact]
    public void TwoUsedModelsOfOneTypeDifferAndAModelFromOutsideKeepsItsValues()
    {
        var outside = Sets.LowRank();
        outside.Count("V", 1);
        var before = outside.Snapshot();
        var set = ParameterSet.Create([], new UsedModel("A", Sets.LowRank(), true), new UsedModel("B", Sets.LowRank(), true), new UsedModel("C", outside, false));
        set.Initialize(5);
        Assert.NotEqual(set.Values<float>("A.V").ToArray(), set.Values<float>("B.V").ToArray());
        Assert.DoesNotContain(0f, set.Values<float>("A.V").ToArray());
        Assert.Equal(before, outside.Snapshot());
        outside.Initialize(5);
        Assert.NotEqual(before, outside.Snapshot());
    }

    /// <summary>The hash codes are those of FNV-1a, written down here: whoever changes them changes every seeded result.</summary>
    [Fact]
    public void AValueIsTheScaledNumberOfTheStreamOfItsName()
    {
        var used = ParameterSet.Create([new("U", typeof(double), [2, 6], ParameterKind.Parameter, Initial.GlorotUniform)]);
        var set = ParameterSet.Create([Sets.Float("W", 2, 4)], new UsedModel("W", used, true));
        set.Initialize(2026);
        for (var i = 0; i < 8; i++)
            Assert.Equal(0.5f * CounterRandomF.Normal(2026, -770962218, i), set.Values<float>("W")[i]);
        for (var i = 0; i < 12; i++)
            Assert.Equal(Math.Sqrt(0.75) * (2 * CounterRandom.Uniform(2026, -1542504953, i) - 1), set.Values<double>("W.U")[i]);
    }
}
