namespace QuickStart;

/// <summary>
/// How <see cref="TrainingPlan"/> was chosen, without the test set: the 1,437 training images are cut into five parts; each part in turn is kept
/// for validation while a network is trained on the other four. <c>dotnet run -c Release --project examples/QuickStart -- --validate</c> prints
/// the table again (some minutes). The width and the ranks of <see cref="Digits"/> were chosen in the same way, from widths 64, 96, 128 and 256
/// and ranks 16, 24 and 32 for the first layer and 8 and 10 for the second.
/// </summary>
public static class Validation
{
    private const int Parts = 5;

    /// <summary>Prints the mean accuracy on the parts kept back, for each plan that was compared.</summary>
    public static void Run(DigitImages training)
    {
        foreach (var plan in Plans())
        {
            var accuracy = Enumerable.Range(0, Parts).Average(part => Accuracy(training, plan, part));
            Console.WriteLine($"validation accuracy {accuracy:0.0000}  {plan}");
        }
    }

    private static IEnumerable<TrainingPlan> Plans() =>
        from shift in (int[])[0, 1]
        from epochs in (int[])[100, 200, 400]
        from rate in (double[])[0.01, 0.02, 0.03]
        from decay in (double[])[0.01, 0.05, 0.1]
        select new TrainingPlan(Epochs: epochs, Rate: rate, WeightDecay: decay, Shift: shift);

    // Every fifth image is kept back, so that each part has images of all writers. The seeds are none of those that the program reports.
    private static double Accuracy(DigitImages training, TrainingPlan plan, int part)
    {
        var run = new Training(training.Select(image => image % Parts != part), plan);
        var kept = training.Select(image => image % Parts == part);
        return ((int[])[11, 12]).Average(seed => new Predictions(run.Run(seed), kept).Accuracy);
    }
}
