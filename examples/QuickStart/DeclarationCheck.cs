using System.Diagnostics;
using System.Numerics.Tensors;

namespace QuickStart;

/// <summary>
/// Compares the compiled kernels with the declaration itself. The equations are ordinary methods: once the inputs are bound, <c>network.Logit(0, 7)</c>
/// computes that one number from its definition, all sums below it included, which is slow and easy to trust.
/// </summary>
/// <param name="Rows">How many images were executed.</param>
/// <param name="LogitDifference">Largest difference of a logit, relative to the largest logit.</param>
/// <param name="LossDifference">Difference of the loss, which is one of logits, relative to the largest logit.</param>
/// <param name="Executed">How long the declaration took for the logits of all rows.</param>
/// <param name="Compiled">How long the kernels take for the same.</param>
public sealed record DeclarationCheck(int Rows, double LogitDifference, double LossDifference, TimeSpan Executed, TimeSpan Compiled)
{
    /// <summary>Executes and evaluates the first few images.</summary>
    public static DeclarationCheck Run(Digits network, DigitImages images, int rows)
    {
        var few = images.Select(image => image < rows);
        var kernels = Tensor.CreateFromShape<float>([rows, Digits.Classes]);
        network.Evaluate(few.X, kernels);

        network.Bind(few.X, few.Label);
        double difference = 0, largest = 0;
        var clock = Stopwatch.StartNew();
        for (var n = 0; n < rows; n++)
        {
            for (var k = 0; k < Digits.Classes; k++)
            {
                var logit = network.Logit(n, k);
                difference = Math.Max(difference, Math.Abs(logit - kernels[n, k]));
                largest = Math.Max(largest, Math.Abs(logit));
            }
        }
        var executed = clock.Elapsed;

        double loss = network.Loss();
        var compiled = TimeOf(() => network.Evaluate(few.X, kernels));
        return new DeclarationCheck(rows, difference / largest, Math.Abs(network.EvaluateLoss(few.X, few.Label) - loss) / largest, executed, compiled);
    }

    // The shortest of several rounds: other work on the machine only ever adds time.
    private static TimeSpan TimeOf(Action call)
    {
        const int Rounds = 20, Calls = 2000;
        var shortest = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < Calls; i++) call();
            if (clock.Elapsed < shortest) shortest = clock.Elapsed;
        }
        return shortest / Calls;
    }
}
