using System.Diagnostics;
using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Groups;
using Ansatz.Benchmarks.Prototype;

namespace Ansatz.Benchmarks;

/// <summary>Runs one thing over and over, for a profiler to look at.</summary>
internal static class Loop
{
    /// <summary>What it can run.</summary>
    public const string Names = "gradient ROWS, forward ROWS, prototype, prototype-forward, pairs, table-gradient, table-step, sparse-parafac, elementwise, sem";

    /// <summary>Runs it for some seconds.</summary>
    /// <returns>Microseconds per call, or null if there is no such thing.</returns>
    public static double? Run(string name, int rows, double seconds)
    {
        using var ours = new LowRankRun(rows);
        using var prototype = new HandWrittenLayer();
        using var declared = name switch
        {
            "pairs" => NotationRun.GatheredPairs(),
            "table-gradient" or "table-step" => NotationRun.TableStep(),
            "sparse-parafac" => NotationRun.SparseParafac(),
            "elementwise" => NotationRun.Elementwise(),
            _ => null,
        };
        Action? step = name switch
        {
            "gradient" => () => ours.Gradient(),
            "forward" => ours.Evaluate,
            "prototype" => prototype.Gradient,
            "prototype-forward" => prototype.Forward,
            "sem" => StructuralEquationBars.Refit(),
            "table-gradient" => declared!.Fill,
            _ when declared is not null => declared.Call,
            _ => null,
        };
        if (step is null) return null;
        step();
        long calls = 0, start = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; calls++) step();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
    }
}
