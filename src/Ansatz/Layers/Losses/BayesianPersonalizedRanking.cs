using static Ansatz.Functions;

namespace Ansatz.Layers.Losses;

/// <summary>
/// The negative logarithm of the probability that what was chosen is ranked before what was not: −log σ(chosen − other).
/// Rendle, Freudenthaler, Gantner, Schmidt-Thieme, <i>BPR: Bayesian personalized ranking from implicit feedback</i>, 2009.
/// </summary>
[Model]
public partial class BayesianPersonalizedRanking
{
    /// <summary>The loss of a pair.</summary>
    /// <param name="chosen">The score of what was chosen.</param>
    /// <param name="other">The score of what was not.</param>
    public float Loss(float chosen, float other) => -LogSigmoid(chosen - other);
}
