using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Tables whose rows index data choose: which rows a gradient touches, and that no other call leaves anything in the others.</summary>
public class TouchedRowsTests : CorpusTests
{
    private const string Small = "Words=300 Stems=40 D=19 Length=3 N=7", Large = "Words=200 Stems=70 D=21 Length=4 N=300";

    [Theory]
    [InlineData(Small, 1)]
    [InlineData(Large, 1)]
    [InlineData(Large, 2)]
    public void TheRowsAreThoseThatTheDataName(string size, int threads)
    {
        using var pool = new WorkerPool(threads);
        var run = Run(size);
        run.Driver.Workers = pool;
        run.Gradient();
        var gradients = run.Driver.Gradients;
        foreach (var (name, expected) in Named(run))
        {
            Assert.True(gradients.TryGetTouchedRows(name, out var rows), name);
            Assert.Equal(expected, rows.ToArray());
        }

        // Also read in full.
        Assert.False(gradients.TryGetTouchedRows("Read", out _));
    }

    [Theory]
    [InlineData(Small, 1)]
    [InlineData(Large, 1)]
    [InlineData(Large, 2)]
    public void ACallLeavesNothingToTheNext(string size, int threads)
    {
        using var pool = new WorkerPool(threads);
        var used = Run(size);
        used.Driver.Workers = pool;
        foreach (var batch in (int[])[3, 200, 1, 30])
        {
            // The same object with other data, and a new one with the same data.
            var next = used.WithBatch(batch, seed: batch);
            var fresh = Run(size);
            var expected = fresh.WithBatch(batch, seed: batch).Gradient();
            var actual = next.Gradient();
            Assert.Equal(expected.Loss, actual.Loss);
            Assert.All(actual.Gradients.Zip(expected.Gradients), g => Assert.Equal(g.Second.Values, g.First.Values));
            Assert.All(Named(next), t =>
            {
                Assert.True(next.Driver.Gradients.TryGetTouchedRows(t.Name, out var rows));
                Assert.Equal(t.Rows, rows.ToArray());
            });
        }
    }

    [Fact]
    public void WhereNoConditionHoldsNothingIsTouched()
    {
        var run = Run(Small);
        run.Gradient();
        Array.Fill((int[])run.Arguments["Count"].Values, -1);
        var stem = run.Gradient().Gradients.Single(g => g.Name == "Stem");
        Assert.True(run.Driver.Gradients.TryGetTouchedRows("Stem", out var rows));
        Assert.Equal(0, rows.Length);
        Assert.All(stem.ToDoubles(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void EveryLevelOfIndexDataIsChecked()
    {
        var run = Run(Small);
        var expected = run.Gradient();
        var words = (int[])run.Arguments["Word"].Values;
        (var word, words[4]) = (words[4], 300);
        var wrong = Assert.Throws<IndexDataException>(() => run.Gradient());
        Assert.Equal(("word", 4, 300, 299), (wrong.Name, wrong.Position, wrong.Value, wrong.Last));
        words[4] = word;
        var stems = (int[])run.Arguments["StemOf"].Values;
        (var stem, stems[299]) = (stems[299], -7);
        wrong = Assert.Throws<IndexDataException>(() => run.Gradient());
        Assert.Equal(("stemOf", 299, -7, 39), (wrong.Name, wrong.Position, wrong.Value, wrong.Last));
        stems[299] = stem;
        Assert.All(run.Gradient().Gradients.Zip(expected.Gradients), g => Assert.Equal(g.Second.Values, g.First.Values));
    }

    [Fact]
    public void AStepOnTouchedRowsChangesNoOther()
    {
        var run = Run(Small);
        run.Gradient();
        var before = run.Stored().Single(t => t.Name == "E").ToDoubles();
        new Adam(run.Driver.Parameters) { TouchedRowsOnly = true, WeightDecay = 0.1 }.Step(run.Driver.Gradients);
        var after = run.Stored().Single(t => t.Name == "E").ToDoubles();
        var touched = Named(run).Single(t => t.Name == "E").Rows;
        for (var w = 0; w < 300; w++) Assert.Equal(touched.Contains(w), !before.AsSpan(w * 19, 19).SequenceEqual(after.AsSpan(w * 19, 19)));
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Large)]
    public void AStepAllocatesNothing(string size)
    {
        var run = Run(size);
        var adam = new Adam(run.Driver.Parameters) { TouchedRowsOnly = true };
        for (var k = 0; k < 3; k++) Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            run.Driver.Gradient(run.Arguments);
            adam.Step(run.Driver.Gradients);
        }
    }

    private static ModelRun Run(string size) => new(Corpus.Models, Compiled("TouchedRows"), size);

    private static (string Name, int[] Rows)[] Named(ModelRun run)
    {
        int[] Data(string name) => (int[])run.Arguments[name].Values;
        var (words, next, count, stemOf) = (Data("Word"), Data("Next"), Data("Count"), Data("StemOf"));
        var length = words.Length / next.Length;
        var bag = words.Where((_, p) => p % length <= count[p / length]).ToArray();
        return
        [
            ("E", [.. bag.Concat(next.Select(w => Math.Max(w - 1, 0))).Distinct().Order()]),
            ("Stem", [.. bag.Select(w => stemOf[w]).Distinct().Order()]),
            ("Bias", [.. words.Concat(next).Distinct().Order()]),
            ("Form", [.. next.Distinct().Order()]),
            ("Left", [.. words.Distinct().Order()]),
            ("Right", [.. words.Select(w => stemOf[w]).Distinct().Order()]),
        ];
    }
}
