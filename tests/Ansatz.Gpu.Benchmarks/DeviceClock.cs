using System.Diagnostics;

namespace Ansatz.Gpu.Benchmarks;

/// <summary>Times what is started on a device, as the peer's script does.</summary>
internal static class DeviceClock
{
    /// <summary>The shortest window of several calls, in microseconds a call.</summary>
    public static double Shortest(GpuDevice device, Action call)
    {
        for (var i = 0; i < 3; i++) call();
        device.Synchronize();
        var clock = Stopwatch.StartNew();
        call();
        device.Synchronize();
        var calls = Math.Max(3, Math.Min(500, (int)(0.05 / clock.Elapsed.TotalSeconds)));
        var shortest = double.PositiveInfinity;
        for (var window = 0; window < 7; window++)
        {
            clock.Restart();
            for (var i = 0; i < calls; i++) call();
            device.Synchronize();
            shortest = Math.Min(shortest, clock.Elapsed.TotalMicroseconds / calls);
        }

        return shortest;
    }
}
