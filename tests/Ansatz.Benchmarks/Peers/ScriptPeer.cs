using System.Diagnostics;
using System.Globalization;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Peers;

/// <summary>A peer with its own interpreter in a child process, which computes and measures on command: PyTorch, or lavaan and OpenMx.</summary>
internal sealed class ScriptPeer : IDisposable
{
    // Debian's own interpreter has Debian's packages, whatever else comes first on the path.
    private static readonly string[] _pythons = ["/usr/bin/python3", "python3"];

    private readonly Process _process;

    private ScriptPeer(Process process, string version) => (_process, Version) = (process, version);

    /// <summary>What the child says it is.</summary>
    public string Version { get; }

    /// <summary>Starts PyTorch.</summary>
    /// <param name="script">What it computes: a script of this directory.</param>
    /// <exception cref="MissingPeerException">No interpreter has torch.</exception>
    public static ScriptPeer StartTorch(string script) => Start(_pythons, script, [], "python3-torch is not installed:");

    /// <summary>Starts R with lavaan and OpenMx.</summary>
    /// <exception cref="MissingPeerException">R or one of the packages is missing.</exception>
    public static ScriptPeer StartLavaan() =>
        Start(["Rscript"], "sem_peer.R", [Path.Combine(AppContext.BaseDirectory, "Data", "StructuralEquations")], "r-cran-lavaan and r-cran-openmx are not installed:");

    private static ScriptPeer Start(string[] interpreters, string script, string[] arguments, string missing)
    {
        string reasons = "";
        foreach (string interpreter in interpreters)
        {
            Process? process = null;
            try
            {
                process = Process.Start(Command(interpreter, script, arguments));
                if (process?.StandardOutput.ReadLine() is { } version) return new ScriptPeer(process, version);
                reasons += $" {interpreter}: {LastLine(process)}";
            }
            catch (System.ComponentModel.Win32Exception e)
            {
                reasons += $" {interpreter}: {e.Message}";
            }

            process?.Dispose();
        }

        throw new MissingPeerException(missing + reasons);
    }

    /// <summary>What it computes, by name.</summary>
    /// <param name="operation">Of which operation, if the script has results for each.</param>
    public IReadOnlyDictionary<string, double> Check(string operation = "") => Ask("check " + operation).Split(' ')
        .Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));

    /// <summary>One of its operations as a side of a comparison.</summary>
    public Contender Contender(string operation) => new ScriptContender(this, operation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }

    private static ProcessStartInfo Command(string interpreter, string script, string[] arguments) => new(interpreter, [Path.Combine(AppContext.BaseDirectory, "Peers", script), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,

        // Debian's torch multiplies with a BLAS that has threads of its own, which torch.set_num_threads does not reach.
        Environment = { ["OPENBLAS_NUM_THREADS"] = "1", ["OMP_NUM_THREADS"] = "1" },
    };

    private static string LastLine(Process? process) => process?.StandardError.ReadToEnd().TrimEnd().Split('\n')[^1] ?? "";

    private string Ask(string request)
    {
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The child process has ended: " + LastLine(_process));
    }

    private sealed class ScriptContender(ScriptPeer peer, string operation) : Contender
    {
        public override void Prepare() => peer.Ask("prepare " + operation);

        public override void Turn(TimeSpan duration)
        {
            foreach (string window in peer.Ask(FormattableString.Invariant($"time {operation} {duration.TotalSeconds}")).Split(' '))
            {
                int slash = window.IndexOf('/', StringComparison.Ordinal);
                Times.Processor.Add(double.Parse(window.AsSpan(0, slash), CultureInfo.InvariantCulture));
                Times.Elapsed.Add(double.Parse(window.AsSpan(slash + 1), CultureInfo.InvariantCulture));
            }
        }
    }
}
