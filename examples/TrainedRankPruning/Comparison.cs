using Ansatz;
using Ansatz.Decomposition;
using Claims;
using QuickStart;

namespace TrainedRankPruning;

/// <summary>Networks trained with and without trained rank pruning, cut at several ranks.</summary>
internal static class Comparison
{
    private const int Epochs = 40, Batch = 100, Trained = 8;
    private static readonly int[] s_seeds = [1, 2, 3, 4, 5], s_ranks = [2, 4, 6, 8, 12, 16, 24, 32];

    public static void Check(Report report)
    {
        var (training, test) = DigitImages.Load();
        Result[] plain = [.. s_seeds.Select(seed => Run(training.Data, test.Data, seed, isPruned: false))], pruned = [.. s_seeds.Select(seed => Run(training.Data, test.Data, seed, isPruned: true))];
        Report.Section($"Digits, {PrunedDigits.Pixels}-{PrunedDigits.Wide}-{PrunedDigits.Wide}-{PrunedDigits.Classes}, both hidden layers cut at the same rank; means of {s_seeds.Length} seeds");
        Console.WriteLine($"         {"",-34}{"plain training",18}{"rank pruning",18}");
        Print("rank at 95 % energy, first layer", r => r.FirstRank, "0.0");
        Print("rank at 95 % energy, second layer", r => r.SecondRank, "0.0");
        Print("test accuracy, not cut", r => r.Full, "0.0000");
        for (var k = 0; k < s_ranks.Length; k++) Print($"test accuracy, cut at rank {s_ranks[k]}", r => r.Cut[k], "0.0000");

        for (var k = 0; k < s_ranks.Length; k++)
        {
            if (s_ranks[k] < Trained) continue;
            var change = pruned.Average(r => r.Cut[k]) - pruned.Average(r => r.Full);
            report.Claim(Math.Abs(change) <= 1e-3, $"after rank pruning, cutting at rank {s_ranks[k]} changes the accuracy by at most 0.1 point: {100 * change:0.00;-0.00;0.00}");
        }

        double before = plain.Average(r => r.SecondRank), after = pruned.Average(r => r.SecondRank);
        report.Claim(before >= 5 * after, $"the second layer's rank at 95 % energy is at least 5 times lower: {before / after:0.0} times");
        Report.Found($"the first layer's is {plain.Average(r => r.FirstRank) / pruned.Average(r => r.FirstRank):0.0} times lower");
        var better = Enumerable.Range(0, s_ranks.Length).Where(k => pruned.Average(r => r.Cut[k]) > plain.Average(r => r.Cut[k])).Select(k => s_ranks[k]).ToArray();
        Report.Found($"of the ranks {string.Join(", ", s_ranks)}, rank pruning is more accurate than cutting after plain training at {(better.Length == 0 ? "none" : string.Join(", ", better))}; not cut, it differs by {100 * (pruned.Average(r => r.Full) - plain.Average(r => r.Full)):+0.00;-0.00} points");

        void Print(string name, Func<Result, double> value, string format) =>
            Console.WriteLine($"         {name,-34}{plain.Average(value).ToString(format),18}{pruned.Average(value).ToString(format),18}");
    }

    private static Result Run(Dataset training, Dataset test, int seed, bool isPruned)
    {
        var network = PrunedDigits.Create(seed);
        network.Fit(training, new TrainingOptions
        {
            Epochs = Epochs, BatchSize = Batch, Seed = seed,
            Optimizer = new Sgd(network.Parameters) { Rate = 0.1, Momentum = 0.9, WeightDecay = 1e-4 },
            Project = isPruned ? new Pruning(network, Epochs * ((training.Count + Batch - 1) / Batch)).After : null,
        });
        var cut = s_ranks.Select(rank =>
        {
            var small = new CutDigits(Rank: rank);
            small.First.Approximate(network.First);
            small.Second.Approximate(network.Second);
            network.Head.W.AsReadOnlyTensorSpan().CopyTo(small.Head.W.AsTensorSpan());
            network.Head.B.AsReadOnlyTensorSpan().CopyTo(small.Head.B.AsTensorSpan());
            return Accuracy(small, test);
        });
        return new Result(Rank(network.First), Rank(network.Second), Accuracy(network, test), [.. cut]);
    }

    private static double Accuracy(ITrainable network, Dataset test) => network.Measure(test, Metric.Accuracy())[1];

    private static int Rank(Ansatz.Layers.Linear layer) => TruncatedSvd.Of(layer.W, 1).RankFor(Math.Sqrt(0.05));

    /// <param name="FirstRank">Of the first hidden layer's matrix, the rank that keeps 95 % of Σσ².</param>
    /// <param name="SecondRank">Of the second's.</param>
    /// <param name="Full">Accuracy of the test images with the matrices as they were trained.</param>
    /// <param name="Cut">And with both cut at each rank.</param>
    private sealed record Result(int FirstRank, int SecondRank, double Full, double[] Cut);
}
