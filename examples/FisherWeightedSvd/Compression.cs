using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Decomposition;
using Claims;
using DigitNetworks;
using QuickStart;

namespace FisherWeighting;

/// <summary>
/// The loss of a trained network whose hidden layer is replaced by one of low rank, without any training after. The Fisher information is approximated by one
/// weight for each output, by one for each input, which are the rows where the matrix is multiplied from the left, and by a Kronecker product.
/// </summary>
internal static class Compression
{
    private static readonly int[] s_ranks = [4, 6, 8, 12, 16, 24];
    private static readonly int[] s_seeds = [1, 2, 3, 4, 5];

    private static readonly (string Name, Func<Tensor<float>, Information, int, Tensor<double>> Approximate)[] s_methods =
    [
        ("SVD", (w, _, rank) => TruncatedSvd.Of(w, rank).Reconstruct()),
        ("weighted by outputs", (w, i, rank) => FisherWeightedSvd.ByRows(w, i.OutputWeights, rank).Reconstruct()),
        ("weighted by inputs", (w, i, rank) => Tensor.Transpose(FisherWeightedSvd.ByRows(Tensor.Transpose(w), i.InputWeights, rank).Reconstruct())),
        ("weighted by Kronecker factors", (w, i, rank) => FisherWeightedSvd.ByKroneckerFactors(w, i.RowFactor, i.ColumnFactor, rank).Reconstruct()),
    ];

    public static void Check(Report report)
    {
        var (training, test) = DigitImages.Load();
        Report.Section($"The hidden layer of a trained digits network, {DenseDigits.Wide} × {DenseDigits.Pixels}, at lower ranks: cross-entropy, means of {s_seeds.Length} networks");
        var count = s_seeds.Length;
        double[,] seen = new double[s_methods.Length, s_ranks.Length], unseen = new double[s_methods.Length, s_ranks.Length], error = new double[s_methods.Length, s_ranks.Length];
        var lower = new int[s_methods.Length, s_ranks.Length];
        var (dense, denseTest) = (0.0, 0.0);
        foreach (var seed in s_seeds)
        {
            var network = DenseDigits.Create(seed);
            network.Fit(training.Data, new TrainingOptions { Epochs = 40, BatchSize = 32, Seed = seed, Optimizer = new Adam(network.Parameters) { Rate = 0.005, WeightDecay = 0.05 }, Schedule = RateSchedule.Linear() });
            dense += network.EvaluateLoss(training.X, training.Label) / count;
            denseTest += network.EvaluateLoss(test.X, test.Label) / count;
            var information = Information.Of(network, training);
            var w = Tensor.CreateFromShape<float>(network.Hidden.W.Lengths);
            network.Hidden.W.AsReadOnlyTensorSpan().CopyTo(w.AsTensorSpan());
            for (var k = 0; k < s_ranks.Length; k++)
            {
                var plain = 0.0;
                for (var m = 0; m < s_methods.Length; m++)
                {
                    error[m, k] += Set(network, w, s_methods[m].Approximate(w, information, s_ranks[k])) / count;
                    var loss = (double)network.EvaluateLoss(training.X, training.Label);
                    seen[m, k] += loss / count;
                    unseen[m, k] += network.EvaluateLoss(test.X, test.Label) / count;
                    if (m == 0) plain = loss;
                    else if (loss < plain) lower[m, k]++;
                }
            }
        }

        Print("rank", s_ranks.Select(r => $"{r}"));
        PrintTable($"training images (dense: {dense:0.0000})", seen);
        PrintTable($"test images (dense: {denseTest:0.0000})", unseen);
        PrintTable("‖W − Ŵ‖ / ‖W‖", error);
        for (var m = 1; m < s_methods.Length; m++) Print($"networks of {count} better than SVD, {s_methods[m].Name[9..]}", s_ranks.Select((_, k) => $"{lower[m, k]}"));
        report.Claim(Always(seen, 3) && Always(unseen, 3), "weighted by Kronecker factors, the loss is lower than that of the SVD at every rank, on the training and on the test images");
        report.Claim(Enumerable.Range(1, 3).All(m => Enumerable.Range(0, s_ranks.Length).All(k => error[m, k] > error[0, k])), "although the plain error of the matrix is larger, as it is by every weighting");
        Report.Found($"one weight for each output is better than the SVD in {Better(1)}, one for each input in {Better(2)}: that gain is not reproduced here");

        string Better(int method) => $"{Enumerable.Range(0, s_ranks.Length).Sum(k => lower[method, k])} of {count * s_ranks.Length}";
    }

    private static bool Always(double[,] table, int method) => Enumerable.Range(0, s_ranks.Length).All(k => table[method, k] < table[0, k]);

    // Puts a matrix in the place of the hidden layer's and returns its relative error.
    private static double Set(DenseDigits network, Tensor<float> w, Tensor<double> approximation)
    {
        double lost = 0, all = 0;
        for (var o = 0; o < DenseDigits.Wide; o++)
        {
            for (var i = 0; i < DenseDigits.Pixels; i++)
            {
                var difference = w[o, i] - approximation[o, i];
                (lost, all) = (lost + difference * difference, all + w[o, i] * (double)w[o, i]);
                network.Hidden.W[o, i] = (float)approximation[o, i];
            }
        }

        return Math.Sqrt(lost / all);
    }

    private static void PrintTable(string name, double[,] table)
    {
        Console.WriteLine($"         {name}");
        for (var m = 0; m < s_methods.Length; m++) Print($"  {s_methods[m].Name}", s_ranks.Select((_, k) => $"{table[m, k]:0.0000}"));
    }

    private static void Print(string name, IEnumerable<string> cells) => Console.WriteLine($"         {name,-54}{string.Concat(cells.Select(c => $"{c,9}"))}");
}
