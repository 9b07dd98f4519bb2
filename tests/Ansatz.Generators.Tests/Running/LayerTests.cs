using System.Numerics.Tensors;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>The layers of the package: what they compute against the dense form of their parameters, states that they keep, first values.</summary>
public class LayerTests : CorpusTests
{
    /// <summary>Models whose output Y has a second one, YByDense, that computes the same with matrices, kernels or tables.</summary>
    public static TheoryData<string> Reconstructed =>
        [.. ModelCases.Usual.Where(c => c.IsOfLibrary && new ModelSignature(DoubleCopy.Type(c.TypeName)).Outputs.Any(o => o.Name.EndsWith("ByDense", StringComparison.Ordinal))).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Reconstructed))]
    public void ALayerComputesWhatItsDenseFormComputes(string name) => AtEverySize(Compiled(name), run =>
    {
        var outputs = run.Evaluate().ToDictionary(o => o.Name);
        return outputs.Values.Where(o => outputs.ContainsKey(o.Name + "ByDense"))
            .Select(o => Agreement.Difference(o.Name, o.ToDoubles(), outputs[o.Name + "ByDense"].ToDoubles(), Tolerance(run)));
    });

    [Theory]
    [InlineData("Library.ConvolutionalClassifier", "Norm.RunningMean", "Norm.RunningVariance", "Features", "4 6 6")]
    [InlineData("Library.SeriesNetwork", "Norm.RunningMean", "Norm.RunningVariance", "X", "2 6")]
    [InlineData("Library.SeriesNetwork", "Columns.RunningMean", "Columns.RunningVariance", "Kept", "4")]
    public void RunningMomentsOfUsedModelsFollowTheBatch(string name, string mean, string variance, string normalised, string shape)
    {
        var extents = shape.Split(' ').Select(nint.Parse).ToArray();
        var (channels, places) = ((int)extents[0], (int)extents.Skip(1).Aggregate((nint)1, (a, b) => a * b));
        AtEverySize(Compiled(name), run =>
        {
            var reference = run.Reference();
            reference.Training = true;
            var before = run.Stored().ToDictionary(t => t.Name, t => t.ToDoubles());
            var values = reference.ElementsOf(normalised, extents);
            run.Evaluate();
            _ = run.Driver.Loss(run.Arguments);
            var untouched = run.Stored().ToDictionary(t => t.Name, t => t.ToDoubles());
            run.Gradient();
            var after = run.Stored().ToDictionary(t => t.Name, t => t.ToDoubles());
            var rows = values.Length / (channels * places);
            var expected = Enumerable.Range(0, channels).Select(c =>
            {
                var of = Enumerable.Range(0, rows).SelectMany(n => Enumerable.Range(0, places).Select(p => values[(((n * channels) + c) * places) + p])).ToArray();
                var center = of.Average();
                return (Mean: center, Variance: of.Sum(v => (v - center) * (v - center)) / Math.Max(of.Length - 1, 1));
            }).ToArray();
            return new[]
            {
                Agreement.Difference(mean + " after Evaluate", untouched[mean], before[mean], 0),
                Agreement.Difference(mean, after[mean], before[mean].Select((m, c) => (0.9 * m) + (0.1 * expected[c].Mean)).ToArray(), Tolerance(run)),
                Agreement.Difference(variance, after[variance], before[variance].Select((v, c) => (0.9 * v) + (0.1 * expected[c].Variance)).ToArray(), Tolerance(run)),
            };
        });
    }

    [Fact]
    public void PlacesOfASparseMatrixAreSpreadAtFirst()
    {
        var layer = Ansatz.Layers.DenseSparse.Create(In: 4, Atoms: 5, NonZeros: 2, Out: 10, seed: 1);
        var uses = new int[5];
        for (var o = 0; o < 10; o++)
        {
            Assert.NotEqual(layer.Place[o, 0], layer.Place[o, 1]);
            for (var j = 0; j < 2; j++) uses[layer.Place[o, j]]++;
        }

        Assert.All(uses, u => Assert.Equal(4, u));
    }

    [Fact]
    public void NSparseRowsHaveNWeightsInEachGroup()
    {
        var layer = Ansatz.Layers.NmSparse.Create(In: 10, Group: 4, Kept: 2, Out: 3, seed: 5);
        for (var o = 0; o < 3; o++)
        {
            foreach (var (first, count) in ((int, int)[])[(0, 4), (4, 4), (8, 2)])
            {
                var group = Enumerable.Range(first, count).ToArray();
                var kept = group.Where(i => layer.Dense(o, i) != 0).ToArray();
                Assert.Equal(2, kept.Length);
                Assert.All(kept, i => Assert.Equal(layer.W[o, i], layer.Dense(o, i)));
                Assert.True(kept.Min(i => Math.Abs(layer.W[o, i])) >= group.Except(kept).Select(i => Math.Abs(layer.W[o, i])).DefaultIfEmpty().Max());
            }
        }
    }

    [Fact]
    public void APaddingMayBeNothingButAKernelMayNot()
    {
        Assert.Equal(3, new Ansatz.Layers.Convolution2D(1, 5, 5, 1, 3, 1, 0, 1).OutHeight);
        Assert.Equal(0, new Ansatz.Layers.Convolution2D(1, 5, 5, 1, 3, 1, 0, 1).Padding);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ansatz.Layers.Convolution2D(1, 5, 5, 1, 3, 1, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ansatz.Layers.Convolution2D(1, 5, 5, 1, 0, 1, 0, 1));
    }

    [Fact]
    public void AdaptersAddNothingAtFirst()
    {
        var dense = Ansatz.Layers.Double.Linear.Create(In: 4, Out: 3, seed: 1);
        var lora = Ansatz.Layers.Double.Lora.Create(Rank: 2, Alpha: 4, @base: dense, seed: 2);
        var flora = Ansatz.Layers.Double.Flora.Create(InRank: 2, OutRank: 2, Scale: 3, @base: dense, seed: 3);
        for (var o = 0; o < 3; o++)
        {
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal(dense.W[o, i], lora.Dense(o, i));
                Assert.Equal(dense.W[o, i], flora.Dense(o, i));
            }
        }
    }

    [Theory]
    [InlineData("CpLinear3", 3)]
    [InlineData("TuckerLinear3", 64)]
    [InlineData("BlockTensorTrain3", 6)]
    [InlineData("TensorRing3", 12)]
    public void FirstOutputsHaveUnitVariance(string name, int terms)
    {
        // An element of the matrix is a sum of so many products of independent factors, an output one of In elements.
        var squares = new Dictionary<string, (double Sum, int Count)>();
        for (var seed = 0; seed < 2000; seed++)
        {
            IModel layer = name switch
            {
                "CpLinear3" => Ansatz.Layers.Double.CpLinear3.Create(2, 3, 2, 2, 2, 2, 3, seed),
                "TuckerLinear3" => Ansatz.Layers.Double.TuckerLinear3.Create(2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, seed),
                "BlockTensorTrain3" => Ansatz.Layers.Double.BlockTensorTrain3.Create(2, 3, 2, 2, 2, 2, 3, 2, seed),
                _ => Ansatz.Layers.Double.TensorRing3.Create(2, 3, 2, 2, 2, 2, 2, 3, 2, seed),
            };
            foreach (var parameter in layer.Parameters.Where(p => p.Name != "B"))
            {
                var values = new double[parameter.Length];
                parameter.Tensor<double>().FlattenTo(values);
                var (sum, count) = squares.GetValueOrDefault(parameter.Name);
                squares[parameter.Name] = (sum + values.Sum(v => v * v), count + values.Length);
            }
        }

        Assert.InRange(terms * 12 * squares.Values.Aggregate(1.0, (product, s) => product * s.Sum / s.Count), 0.85, 1.15);
    }
}
