using System.Collections;
using System.Diagnostics;

namespace Ansatz.Benchmarks;

/// <summary>Variables of the environment that would tune a peer, or detune us, have to be gone before the process starts.</summary>
internal static class CleanProcess
{
    private static readonly string[] _prefixes = ["OPENBLAS_", "GOTO_", "MKL_", "OMP_", "DOTNET_Tiered", "DOTNET_TC_", "DOTNET_ReadyToRun"];

    /// <summary>Runs this program again without them, if any is set.</summary>
    /// <returns>The exit code, or null if this process is clean.</returns>
    public static int? RunAgainIfNeeded(string[] arguments)
    {
        string[] unwanted = [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => (string)e.Key).Where(name => _prefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)))];
        if (unwanted.Length == 0 || Environment.ProcessPath is not { } program) return null;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);
        foreach (string name in unwanted) start.Environment.Remove(name);
        using var process = Process.Start(start);
        if (process is null) return null;
        process.WaitForExit();
        return process.ExitCode;
    }
}
