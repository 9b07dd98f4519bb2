namespace Ansatz.Layers;

/// <summary>
/// The channels of a series one after the other in one row.
/// </summary>
[Model]
public partial class Flatten1D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Length of each channel that comes in.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Channels * Length;

    /// <summary>Element i of row n of the result, for the series x(n, channel, time).</summary>
    [Maps(From = [nameof(Channels), nameof(Length)], To = [nameof(Out)])]
    public float Y(Func<int, int, int, float> x, int n, int i) => x(n, i / Length, i % Length);
}
