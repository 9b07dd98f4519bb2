using System.Diagnostics;

namespace Ansatz.Gpu.Benchmarks;

/// <summary>What the peer needs for a row, in microseconds, and the norms of its results.</summary>
internal sealed record PeerTimes(double Eager, double Compiled, double[] Norms);

/// <summary>Runs the peer's script.</summary>
internal static class TorchTimes
{
    /// <summary>The times of some rows; of none where there is no torch with a device.</summary>
    public static Dictionary<string, PeerTimes> Of(IEnumerable<string> rows)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Peers", "gpu_peer.py");
        using var process = Process.Start(new ProcessStartInfo("python3", [script, .. rows]) { RedirectStandardOutput = true })!;
        var times = new Dictionary<string, PeerTimes>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var numbers = words.Skip(1).Select(double.Parse).ToArray();
            times[words[0]] = new(numbers[0], numbers[1], numbers[2..]);
        }

        process.WaitForExit();
        if (process.ExitCode != 0) Console.Error.WriteLine($"The peer ended with {process.ExitCode}.");
        return times;
    }
}
