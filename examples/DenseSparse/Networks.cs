using System.Numerics.Tensors;
using Ansatz;
using Claims;
using DigitNetworks;
using QuickStart;

namespace StraightThrough;

/// <summary>A trained network compressed with and without the straight-through factorizer.</summary>
internal static class Networks
{
    private const int Atoms = FactorizedNetwork.Atoms, Entries = FactorizedNetwork.NonZeros, Batch = 64, DenseSteps = 1000, Steps = 500;
    private const double Rate = 5e-3;
    private static readonly int[] s_seeds = [1, 2, 3];

    public static void Check(Report report)
    {
        var (training, test) = DigitImages.Load();
        var bits = 32 * (Atoms * DenseDigits.Pixels + Entries * DenseDigits.Wide) + (int)Math.Ceiling(Math.Log2(Atoms)) * Entries * DenseDigits.Wide;
        Report.Section($"The hidden layer of a digits network, {DenseDigits.Wide} × {DenseDigits.Pixels}, as {Entries} of {Atoms} atoms for each row ({32.0 * DenseDigits.Wide * DenseDigits.Pixels / bits:0.0} times fewer bits)");
        Console.WriteLine($"         {"cross-entropy of the training images",-60}{string.Concat(s_seeds.Select(s => $"{$"seed {s}",10}"))}{"test accuracy",16}");
        Result[] dense = new Result[s_seeds.Length], once = new Result[s_seeds.Length], parts = new Result[s_seeds.Length], through = new Result[s_seeds.Length];
        for (var k = 0; k < s_seeds.Length; k++)
        {
            var network = DenseDigits.Create(s_seeds[k]);
            Train(network, new Batches(training, Batch, s_seeds[k]));
            dense[k] = Measure(network, training, test);

            // The factors of the trained matrix as they are; then the same, trained where the zeros stay where they are.
            var factorized = new FactorizedNetwork();
            factorized.Hidden.Approximate(network.Hidden);
            network.Head.W.AsReadOnlyTensorSpan().CopyTo(factorized.Head.W.AsTensorSpan());
            network.Head.B.AsReadOnlyTensorSpan().CopyTo(factorized.Head.B.AsTensorSpan());
            once[k] = Measure(factorized, training, test);
            Train(factorized, new Batches(training, Batch, s_seeds[k] + 10));
            parts[k] = Measure(factorized, training, test);

            var straight = new StraightThroughTraining(network, Atoms, Entries);
            straight.Run(new Batches(training, Batch, s_seeds[k] + 10), Steps, Rate);
            through[k] = Measure(network, training, test);
        }

        Print("dense", dense);
        Print("factorized after training", once);
        Print($"straight through, {Steps} steps", through);
        Print($"for comparison: factors trained, same places, {Steps} steps", parts);
        report.Claim(through.Zip(once).All(p => p.First.Loss < p.Second.Loss), $"for every seed the loss after {Steps} steps with the straight-through factorizer is below that of the factorization without it, {once.Zip(through, (a, b) => a.Loss / b.Loss).Min():0} times at least");
        report.Claim(through.Zip(once).All(p => p.First.Accuracy > p.Second.Accuracy), "and more images of the test set are told");
        Report.Found($"as many steps on the factors, whose zeros then stay where they are, give a lower loss than the straight-through factorizer for {parts.Zip(through).Count(p => p.First.Loss < p.Second.Loss)} of {s_seeds.Length} seeds");
    }

    private static void Train(DenseDigits network, Batches batches)
    {
        var adam = new Adam(network.Parameters);
        for (var step = 0; step < DenseSteps; step++)
        {
            adam.Rate = Rate * (1 - (double)step / DenseSteps);
            var (x, label) = batches.Next();
            network.Gradient(x, label);
            adam.Step(network.Gradients);
        }
    }

    private static void Train(FactorizedNetwork network, Batches batches)
    {
        var adam = new Adam(network.Parameters);
        for (var step = 0; step < Steps; step++)
        {
            adam.Rate = Rate * (1 - (double)step / Steps);
            var (x, label) = batches.Next();
            network.Gradient(x, label);
            adam.Step(network.Gradients);
        }
    }

    private static Result Measure(DenseDigits network, DigitImages training, DigitImages test)
    {
        var logit = Tensor.CreateFromShape<float>([test.Count, DenseDigits.Classes]);
        network.Evaluate(test.X, logit);
        return new Result(network.EvaluateLoss(training.X, training.Label), Accuracy(logit, test));
    }

    private static Result Measure(FactorizedNetwork network, DigitImages training, DigitImages test)
    {
        var logit = Tensor.CreateFromShape<float>([test.Count, DenseDigits.Classes]);
        network.Evaluate(test.X, logit);
        return new Result(network.EvaluateLoss(training.X, training.Label), Accuracy(logit, test));
    }

    private static double Accuracy(Tensor<float> logit, DigitImages images)
    {
        var right = 0;
        for (var n = 0; n < images.Count; n++)
        {
            var best = 0;
            for (var k = 1; k < DenseDigits.Classes; k++) best = logit[n, k] > logit[n, best] ? k : best;
            if (best == images.Label[n]) right++;
        }

        return (double)right / images.Count;
    }

    private static void Print(string name, Result[] results) =>
        Console.WriteLine($"         {name,-60}{string.Concat(results.Select(r => $"{r.Loss,10:0.0000}"))}{results.Average(r => r.Accuracy),16:0.000}");

    /// <param name="Loss">Mean cross-entropy of the training images.</param>
    /// <param name="Accuracy">Of the test images.</param>
    private readonly record struct Result(double Loss, double Accuracy);
}
