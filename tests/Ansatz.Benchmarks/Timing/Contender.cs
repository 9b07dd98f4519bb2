using System.Diagnostics;

namespace Ansatz.Benchmarks.Timing;

/// <summary>One side of a comparison.</summary>
internal abstract class Contender
{
    /// <summary>Long enough for the clock, short enough to fit between two interruptions.</summary>
    public const double WindowMicroseconds = 600;

    /// <summary>The windows so far.</summary>
    public Times Times { get; } = new();

    /// <summary>Warms up and chooses how many calls make a window.</summary>
    public abstract void Prepare();

    /// <summary>Measures windows for some time, one at least.</summary>
    public abstract void Turn(TimeSpan duration);
}

/// <summary>Code of this process.</summary>
internal sealed class LocalContender(Action call) : Contender
{
    private static readonly TimeSpan _warmUp = TimeSpan.FromMilliseconds(200);

    private int _calls;

    /// <inheritdoc/>
    public override void Prepare()
    {
        double shortest = double.PositiveInfinity;
        int count = 0;
        for (long start = Stopwatch.GetTimestamp(); count < 3 || Stopwatch.GetElapsedTime(start) < _warmUp; count++)
        {
            shortest = Math.Min(shortest, Window(1).Elapsed);
        }

        _calls = (int)Math.Clamp(WindowMicroseconds / shortest, 1, 1e6);
    }

    /// <inheritdoc/>
    public override void Turn(TimeSpan duration)
    {
        // The caches belong to whoever ran before: one call that does not count takes them back.
        call();
        long start = Stopwatch.GetTimestamp();
        do
        {
            var (processor, elapsed) = Window(_calls);
            Times.Processor.Add(processor);
            Times.Elapsed.Add(elapsed);
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
    }

    private (double Processor, double Elapsed) Window(int calls)
    {
        long start = Stopwatch.GetTimestamp();
        double processor = ThreadClock.Microseconds;
        for (int i = 0; i < calls; i++) call();
        processor = ThreadClock.Microseconds - processor;
        return (processor / calls, Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls);
    }
}
