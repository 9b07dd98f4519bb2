namespace Ansatz.Benchmarks.Timing;

/// <summary>Times of one call in microseconds, one for each window.</summary>
internal sealed class Sample
{
    private readonly List<double> _windows = [];
    private bool _sorted;

    /// <summary>How many windows there are.</summary>
    public int Count => _windows.Count;

    /// <summary>The time without interference, if any window escaped it.</summary>
    public double Minimum => Sorted()[0];

    /// <summary>
    /// The time that one window in twenty stays below: without interference as the minimum, but not one of the few windows in which the
    /// system, counting processor time across an interruption, has lost some of it.
    /// </summary>
    public double Low => Sorted()[_windows.Count / 20];

    /// <summary>The time with the interference there was.</summary>
    public double Median => Sorted()[_windows.Count / 2];

    /// <summary>The longest.</summary>
    public double Maximum => Sorted()[^1];

    /// <summary>The mean.</summary>
    public double Mean => _windows.Average();

    /// <summary>Adds a window.</summary>
    public void Add(double microseconds)
    {
        _windows.Add(microseconds);
        _sorted = false;
    }

    private List<double> Sorted()
    {
        if (!_sorted) _windows.Sort();
        _sorted = true;
        return _windows;
    }
}
