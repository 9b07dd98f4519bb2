using static Ansatz.ReduceF;

namespace Ansatz.Layers.Losses;

/// <summary>
/// The negative logarithm of the probability that softmax over the batch gives to a row's own partner:
/// log Σ_m exp s[n, m] − s[n, n], where s is a similarity, divided by a temperature, of each row with the partner of each row.
/// van den Oord, Li, Vinyals, <i>Representation learning with contrastive predictive coding</i>, 2018; both ways: Radford et al., <i>Learning transferable
/// visual models from natural language supervision</i>, 2021.
/// </summary>
[Model]
public partial class InfoNce
{
    /// <summary>The rows of the batch.</summary>
    [Batch] public partial int N { get; }

    /// <summary>The loss of row n against the partners of all rows.</summary>
    /// <param name="similarity">The similarity of a row with the partner of a row.</param>
    /// <param name="n">The row.</param>
    public float Loss(Func<int, int, float> similarity, int n) => LogSumExp(N, m => similarity(n, m)) - similarity(n, n);

    /// <summary>The mean of the losses of row n against all partners and of its partner against all rows.</summary>
    /// <param name="similarity">The similarity of a row with the partner of a row.</param>
    /// <param name="n">The row.</param>
    public float Symmetric(Func<int, int, float> similarity, int n) =>
        0.5f * (LogSumExp(N, m => similarity(n, m)) + LogSumExp(N, m => similarity(m, n))) - similarity(n, n);
}
