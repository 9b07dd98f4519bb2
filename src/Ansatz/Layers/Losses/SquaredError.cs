namespace Ansatz.Layers.Losses;

/// <summary>
/// The square of the difference of a value from its target.
/// </summary>
[Model]
public partial class SquaredError
{
    /// <summary>The loss of a value: (z − y)².</summary>
    /// <param name="z">The value.</param>
    /// <param name="y">Its target.</param>
    public float Loss(float z, float y) => (z - y) * (z - y);
}
