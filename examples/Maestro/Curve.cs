using System.Numerics.Tensors;
using Ansatz;
using Claims;

namespace Maestro;

/// <summary>Accuracy by size on Fashion-MNIST: layers that were trained to be cut, against dense ones that are cut by the SVD.</summary>
internal static class Curve
{
    /// <summary>Where Debian's package puts the files.</summary>
    public const string Folder = "/usr/share/datasets/fashion-mnist";

    private const int Epochs = 20, Batch = 128;
    private static readonly int[] s_seeds = [1, 2], s_ranks = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];

    public static void Check(Report report, string folder)
    {
        Report.Section("Fashion-MNIST, 784-128-128-10, both hidden layers cut at the same rank, test accuracy");
        if (!File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")))
        {
            Report.Found($"no Fashion-MNIST in {folder}: this part is skipped. On Debian it is the package dataset-fashion-mnist; a folder with its four files can be given as --data FOLDER");
            return;
        }

        var (training, test) = (Read(folder, "train"), Read(folder, "t10k"));
        var (dense, ordered) = (new double[s_seeds.Length, s_ranks.Length + 1], new double[s_seeds.Length, s_ranks.Length + 1]);
        var size = new int[s_ranks.Length + 1];
        for (var k = 0; k < s_seeds.Length; k++)
        {
            // Both begin as the same function.
            var plain = DenseGarments.Create(s_seeds[k]);
            var maestro = new OrderedGarments();
            maestro.First.Approximate(plain.First);
            maestro.Second.Approximate(plain.Second);
            Copy(plain.Head, maestro.Head);
            Train(plain, plain.Parameters, training, s_seeds[k]);
            Train(maestro, maestro.Parameters, training, s_seeds[k]);
            for (var r = 0; r < s_ranks.Length; r++)
            {
                var small = new LowRankGarments(Rank: s_ranks[r]);
                size[r] = small.Parameters.FlatLength;
                small.First.Approximate(plain.First);
                small.Second.Approximate(plain.Second);
                Copy(plain.Head, small.Head);
                dense[k, r] = Accuracy(small, test);
                small.First.Approximate(maestro.First);
                small.Second.Approximate(maestro.Second);
                Copy(maestro.Head, small.Head);
                ordered[k, r] = Accuracy(small, test);
            }

            size[^1] = plain.Parameters.FlatLength;
            dense[k, s_ranks.Length] = Accuracy(plain, test);
            ordered[k, s_ranks.Length] = Accuracy(maestro, test);
        }

        Console.WriteLine($"         {"rank",-8}{"parameters",12}{"SVD",10}{"Maestro",10}   each seed");
        for (var r = 0; r < size.Length; r++)
            Console.WriteLine($"         {(r < s_ranks.Length ? s_ranks[r] : "full"),-8}{size[r],12:#,0}{Mean(dense, r),10:0.0000}{Mean(ordered, r),10:0.0000}   {string.Join("  ", s_seeds.Select((_, k) => $"{dense[k, r]:0.0000} {ordered[k, r]:0.0000}"))}");

        var cuts = Enumerable.Range(0, s_ranks.Length).ToArray();
        report.Claim(cuts.All(r => Mean(ordered, r) >= Mean(dense, r)), $"at each rank Maestro is at least as accurate as the SVD after training: by {100 * cuts.Min(r => Mean(ordered, r) - Mean(dense, r)):0.0} to {100 * cuts.Max(r => Mean(ordered, r) - Mean(dense, r)):0.0} points");
        Report.Found($"uncut, after the same {Epochs} epochs, it differs from the dense network by {100 * (Mean(ordered, s_ranks.Length) - Mean(dense, s_ranks.Length)):+0.0;-0.0} points");
    }

    private static Dataset Read(string folder, string part) =>
        IdxReader.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"), Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));

    private static void Train(ITrainable model, ParameterSet parameters, Dataset data, int seed) => model.Fit(data, new TrainingOptions
    {
        Epochs = Epochs, BatchSize = Batch, Seed = seed, Optimizer = new Adam(parameters) { Rate = 2e-3 }, Schedule = RateSchedule.Linear(),
    });

    private static double Accuracy(ITrainable model, Dataset test) => model.Measure(test, Metric.Accuracy())[1];

    private static double Mean(double[,] table, int column) => Enumerable.Range(0, s_seeds.Length).Average(k => table[k, column]);

    private static void Copy(Ansatz.Layers.Linear from, Ansatz.Layers.Linear to)
    {
        from.W.AsReadOnlyTensorSpan().CopyTo(to.W.AsTensorSpan());
        from.B.AsReadOnlyTensorSpan().CopyTo(to.B.AsTensorSpan());
    }
}
