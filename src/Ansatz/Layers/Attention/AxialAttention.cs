namespace Ansatz.Layers;

/// <summary>
/// Attention on images along one axis after the other: every place to the places of its row, then to those of its column, so that time is in proportion to
/// (Height + Width) for each place instead of Height·Width.
/// Ho, Kalchbrenner, Weissenborn, Salimans, <i>Axial attention in multidimensional transformers</i>, 2019.
/// </summary>
[Model]
public partial class AxialAttention
{
    /// <summary>How many channels there are.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Rows of each channel.</summary>
    [Extent] public partial int Height { get; }

    /// <summary>Columns of each channel.</summary>
    [Extent] public partial int Width { get; }

    /// <summary>How many heads there are.</summary>
    [Extent] public partial int Heads { get; }

    /// <summary>Length of the vectors that a head compares.</summary>
    [Extent] public partial int Depth { get; }

    /// <summary>The attention within rows.</summary>
    public MultiHeadAttention Across { get => field ??= new(Length: Width, Width: Channels, Heads: Heads, Depth: Depth); }

    /// <summary>The attention within columns.</summary>
    public MultiHeadAttention Down { get => field ??= new(Length: Height, Width: Channels, Heads: Heads, Depth: Depth); }

    float Row(Func<int, int, int, int, float> x, int n, int c, int h, int w) => Across.Y((b, t, e) => x(b, e, h, t), n, w, c);

    /// <summary>Element (c, h, w) of row n of the result, for the images x(n, channel, row, column).</summary>
    [Maps(From = [nameof(Channels), nameof(Height), nameof(Width)], To = [nameof(Channels), nameof(Height), nameof(Width)])]
    public float Y(Func<int, int, int, int, float> x, int n, int c, int h, int w) => Down.Y((b, t, e) => Row(x, b, e, t, w), n, h, c);
}
