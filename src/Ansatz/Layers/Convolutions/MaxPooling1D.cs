using static Ansatz.ReduceF;

namespace Ansatz.Layers;

/// <summary>
/// The largest element of each window of a series: Y[n, c, t] = Max_p X[n, c, Stride·t + p]. See <see cref="MaxPooling2D"/>.
/// </summary>
[Model]
public partial class MaxPooling1D
{
    /// <summary>How many channels come in.</summary>
    [Extent] public partial int Channels { get; }

    /// <summary>Length of each channel that comes in.</summary>
    [Extent] public partial int Length { get; }

    /// <summary>Length of a window.</summary>
    [Extent] public partial int Window { get; }

    /// <summary>How far the window moves from one element of the result to the next.</summary>
    [Extent] public partial int Stride { get; }

    /// <summary>Length of each channel that goes out; what is left over at the end is not read.</summary>
    public int OutLength => (Length - Window) / Stride + 1;

    /// <summary>Element t of channel c of row n of the result, for the series x(n, channel, time).</summary>
    [Maps(From = [nameof(Channels), nameof(Length)], To = [nameof(Channels), nameof(OutLength)])]
    public float Y(Func<int, int, int, float> x, int n, int c, int t) => Max(Window, p => x(n, c, Stride * t + p));
}
