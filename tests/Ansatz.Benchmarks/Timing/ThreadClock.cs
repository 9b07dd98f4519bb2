using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ansatz.Benchmarks.Timing;

/// <summary>
/// Processor time of the calling thread. It stands still while other programs have the processor, so that a call that is longer than the
/// scheduler's time slice can be timed on a machine that is not alone. On a quiet machine it is the elapsed time.
/// </summary>
internal static unsafe partial class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    /// <summary>Microseconds since some moment.</summary>
    public static double Microseconds
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return Stopwatch.GetTimestamp() * 1e6 / Stopwatch.Frequency;
            long* time = stackalloc long[2];
            if (GetTime(ThreadProcessorTime, time) != 0) throw new InvalidOperationException("The system does not tell the thread's processor time.");
            return (time[0] * 1e6) + (time[1] * 1e-3);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
