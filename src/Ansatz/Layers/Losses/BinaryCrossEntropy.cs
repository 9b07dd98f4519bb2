using static Ansatz.Functions;

namespace Ansatz.Layers.Losses;

/// <summary>
/// The negative logarithm of the probability that the logistic function of a logit gives to a truth value:
/// log(1 + exp z) − y·z. It does not overflow.
/// </summary>
[Model]
public partial class BinaryCrossEntropy
{
    /// <summary>The loss of a logit.</summary>
    /// <param name="z">The logit: not a probability, the logistic function is applied here.</param>
    /// <param name="y">1 for true, 0 for false, or the probability of true.</param>
    public float Loss(float z, float y) => Softplus(z) - y * z;
}
