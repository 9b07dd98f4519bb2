using Claims;
using QuickStart;

namespace GradientFlowSparsity;

/// <summary>Accuracy by method and pattern, with intervals, and differences to SR-STE from the same starts.</summary>
internal static class Table
{
    // 97.5 % of Student's t with 4 degrees of freedom are below.
    private const double Quantile = 2.776;
    private static readonly int[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly (int Kept, int Group)[] s_patterns = [(2, 4), (1, 16)];

    public static void Check(Report report)
    {
        var (training, test) = DigitImages.Load();
        Report.Section($"Digits, {SparseDigits.Pixels}-{SparseDigits.Wide}-{SparseDigits.Wide}-{SparseDigits.Classes}, sparse hidden layers, test accuracy in %, {s_seeds.Length} seeds, with intervals of 95 %");
        Console.WriteLine($"         {"",-28}{"accuracy",18}{"less SR-STE",18}   each seed");
        var dense = Run(new Training("dense", Decay.Never), 1, 1);
        Print("dense", dense.Accuracy, null);
        var (isSame, better) = (true, new List<string>());
        foreach (var (kept, group) in s_patterns)
        {
            var baseline = Run(Training.Baseline, kept, group);
            foreach (var method in Training.All)
            {
                var (accuracy, same) = method == Training.Baseline ? baseline : Run(method, kept, group);
                isSame &= same;
                double[]? difference = method == Training.Baseline ? null : [.. accuracy.Zip(baseline.Accuracy, (a, b) => a - b)];
                Print($"{kept}:{group} {method.Name}", accuracy, difference);
                if (difference is not null && difference.Average() > Half(difference)) better.Add($"{kept}:{group} {method.Name}");
            }
        }

        report.Claim(isSame, "after the decay all of them are the N:M sparse network that is deployed, bit for bit");
        Report.Found($"better than SR-STE by more than the interval: {(better.Count == 0 ? "none, so the paper's gain does not show on this data" : string.Join(", ", better))}");

        (double[] Accuracy, bool IsSame) Run(Training method, int kept, int group)
        {
            var results = s_seeds.Select(seed => method.Run(kept, group, seed, training.Data, test.Data)).ToArray();
            return ([.. results.Select(r => 100 * r.Accuracy)], results.All(r => r.IsSame));
        }
    }

    // Half the width of the interval of a mean.
    private static double Half(double[] values)
    {
        var mean = values.Average();
        return Quantile * Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
    }

    private static void Print(string name, double[] accuracy, double[]? difference) =>
        Console.WriteLine($"         {name,-28}{Text(accuracy, "0.00"),18}{(difference is null ? "" : Text(difference, "+0.00;-0.00")),18}   {string.Join(" ", accuracy.Select(a => $"{a:0.00}"))}");

    private static string Text(double[] values, string format) => $"{values.Average().ToString(format)} ± {Half(values):0.00}";
}
