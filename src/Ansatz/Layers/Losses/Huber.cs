using static System.MathF;

namespace Ansatz.Layers.Losses;

/// <summary>
/// Half the square of a difference where it is small, and a line beyond: e²/2 for |e| ≤ δ, δ·(|e| − δ/2) otherwise.
/// Huber, <i>Robust estimation of a location parameter</i>, 1964.
/// </summary>
[Model]
public partial class Huber
{
    /// <summary>The loss of a value.</summary>
    /// <param name="z">The value.</param>
    /// <param name="y">Its target.</param>
    /// <param name="delta">Where the line begins: above 0.</param>
    public float Loss(float z, float y, float delta) => Abs(z - y) <= delta ? 0.5f * (z - y) * (z - y) : delta * (Abs(z - y) - 0.5f * delta);
}
