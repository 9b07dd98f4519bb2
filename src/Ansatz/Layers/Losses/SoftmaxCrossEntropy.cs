using static Ansatz.ReduceF;

namespace Ansatz.Layers.Losses;

/// <summary>
/// The negative logarithm of the probability that softmax gives to the true class: log Σ_k exp z[n, k] − z[n, label]. With label smoothing ε the true class
/// has the share 1 − ε and all classes together the share ε.
/// Label smoothing: Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, <i>Rethinking the inception architecture for computer vision</i>, 2016.
/// </summary>
[Model]
public partial class SoftmaxCrossEntropy
{
    /// <summary>How many classes there are.</summary>
    [Extent] public partial int Classes { get; }

    /// <summary>The loss of row n, for the logits z.</summary>
    /// <param name="z">The logits: not probabilities, softmax is applied here.</param>
    /// <param name="label">The true class of each row: at least 0 and less than Classes.</param>
    /// <param name="n">The row.</param>
    public float Loss(Func<int, int, float> z, Func<int, int> label, int n) => LogSumExp(Classes, k => z(n, k)) - z(n, label(n));

    /// <summary>The loss of row n with label smoothing.</summary>
    /// <param name="z">The logits: not probabilities, softmax is applied here.</param>
    /// <param name="label">The true class of each row: at least 0 and less than Classes.</param>
    /// <param name="smoothing">The share ε of all classes together: at least 0, less than 1.</param>
    /// <param name="n">The row.</param>
    public float Smoothed(Func<int, int, float> z, Func<int, int> label, float smoothing, int n) =>
        LogSumExp(Classes, k => z(n, k)) - (1 - smoothing) * z(n, label(n)) - smoothing * Mean(Classes, k => z(n, k));
}
