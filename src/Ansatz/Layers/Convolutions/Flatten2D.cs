namespace Ansatz.Layers;

/// <summary>
/// The channels of an image, row by row, one after the other in one row.
/// </summary>
[Model]
public partial class Flatten2D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Rows of each channel that comes in.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel that comes in.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>Length of the rows that go out.</summary>
    public int Out => Channels * Height * Width;

    /// <summary>Element i of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Out)])]
    public float Y(Func<int, int, int, int, float> x, int n, int i) => x(n, i / (Height * Width), i / Width % Height, i % Width);
}
