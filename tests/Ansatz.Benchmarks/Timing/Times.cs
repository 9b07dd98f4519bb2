namespace Ansatz.Benchmarks.Timing;

/// <summary>Times of one call, window by window.</summary>
internal sealed class Times
{
    /// <summary>Processor time of the thread.</summary>
    public Sample Processor { get; } = new();

    /// <summary>Elapsed time.</summary>
    public Sample Elapsed { get; } = new();
}
