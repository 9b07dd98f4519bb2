namespace Ansatz.Benchmarks.Table;

/// <summary>Rows that are measured together.</summary>
internal abstract class BarGroup
{
    /// <summary>How the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>The rows it has to print.</summary>
    public abstract IReadOnlyList<Bar> Bars { get; }

    /// <summary>Measures and prints. What it does not print, or cannot because it throws, is missing.</summary>
    /// <param name="table">Where the rows go.</param>
    /// <param name="budget">How long one comparison may take.</param>
    public abstract void Measure(BarTable table, TimeSpan budget);
}
