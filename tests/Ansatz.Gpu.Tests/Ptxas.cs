using System.Diagnostics;
using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;

namespace Ansatz.Gpu.Tests;

/// <summary>NVIDIA's assembler, where it is installed.</summary>
public static partial class Ptxas
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "ptxas")).FirstOrDefault(File.Exists);

    /// <summary>What it says of registers that a kernel has too few of; null if it says nothing of the kind or is not installed.</summary>
    public static string? Spills(string ptx, CudaArchitecture architecture)
    {
        if (Program is null) return null;
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, ptx);
            using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(Program, [$"-arch=sm_{architecture.Major}{architecture.Minor}", "-v", "-o", OperatingSystem.IsWindows() ? "NUL" : "/dev/null", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = process.StandardOutput.ReadToEndAsync();
            var text = process.StandardError.ReadToEnd() + said.Result;
            process.WaitForExit();
            if (process.ExitCode != 0) return text.Trim();
            return Spilled().Match(text) is { Success: true } match ? match.Value : null;
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"\b[1-9]\d* bytes spill (stores|loads)")]
    private static partial Regex Spilled();
}
