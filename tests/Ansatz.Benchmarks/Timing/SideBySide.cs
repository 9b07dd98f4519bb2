using System.Diagnostics;

namespace Ansatz.Benchmarks.Timing;

/// <summary>Lets contenders take turns, so that whatever else the machine does hits all of them.</summary>
internal static class SideBySide
{
    // Another process costs a round trip through a pipe and a change of processor, other threads have to be woken: their turns are longer.
    private static readonly TimeSpan _oneWindow = TimeSpan.Zero, _otherThreads = TimeSpan.FromMilliseconds(5), _otherProcess = TimeSpan.FromMilliseconds(25);

    private const int FewestRounds = 20;

    /// <summary>Measures two pieces of code of this process, window by window in turns.</summary>
    public static (Times Ours, Times Peer) Measure(Action ours, Action peer, TimeSpan budget) =>
        Measure(new LocalContender(ours), new LocalContender(peer), _oneWindow, budget);

    /// <summary>Measures code of this process that uses several threads and code that does not, some windows at a time in turns.</summary>
    public static (Times Ours, Times Peer) MeasureThreads(Action ours, Action peer, TimeSpan budget) =>
        Measure(new LocalContender(ours), new LocalContender(peer), _otherThreads, budget);

    /// <summary>Measures code of this process and of another one, some windows at a time in turns.</summary>
    public static (Times Ours, Times Peer) Measure(Action ours, Contender peer, TimeSpan budget) =>
        Measure(new LocalContender(ours), peer, _otherProcess, budget);

    private static (Times Ours, Times Peer) Measure(Contender ours, Contender peer, TimeSpan turn, TimeSpan budget)
    {
        ours.Prepare();
        peer.Prepare();
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < FewestRounds || Stopwatch.GetElapsedTime(start) < budget; round++)
        {
            // Who comes first changes, so that neither always follows the other's pollution of the caches.
            var (first, second) = round % 2 == 0 ? (ours, peer) : (peer, ours);
            first.Turn(turn);
            second.Turn(turn);
        }

        return (ours.Times, peer.Times);
    }
}
