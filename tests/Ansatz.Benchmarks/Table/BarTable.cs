using Ansatz.Benchmarks.Timing;
using static System.FormattableString;

namespace Ansatz.Benchmarks.Table;

/// <summary>Prints the rows as they come, and knows which were promised and did not come.</summary>
internal sealed class BarTable(TextWriter output, IEnumerable<Bar> promised)
{
    private readonly List<Bar> _open = [.. promised];

    /// <summary>Rows that are short or missing.</summary>
    public int Failures { get; private set; }

    /// <summary>The head of the table.</summary>
    public void Begin() => Print("name", "ours", "peer", "ratio", "bar", "");

    /// <summary>A comparison of one thread with one thread: processor times are judged, which what else the machine does hardly reaches.</summary>
    public void Times(string name, Times ours, Times peer)
    {
        Compare(name, ours.Processor.Low, peer.Processor.Low);
        Detail($"medians {Pair(ours.Processor.Median, peer.Processor.Median)}; elapsed: minima {Pair(ours.Elapsed.Minimum, peer.Elapsed.Minimum)}, medians {Pair(ours.Elapsed.Median, peer.Elapsed.Median)}; {Windows(ours, peer)}");
    }

    /// <summary>A comparison in which threads wait for each other: the shortest elapsed times are judged.</summary>
    public void Elapsed(string name, Times ours, Times peer)
    {
        Compare(name, ours.Elapsed.Minimum, peer.Elapsed.Minimum);
        Detail($"elapsed; medians {Pair(ours.Elapsed.Median, peer.Elapsed.Median)}; {Windows(ours, peer)}");
    }

    /// <summary>A figure of our own.</summary>
    public void Figure(string name, double ours, string unit)
    {
        var bar = Take(name);
        Print(name, Invariant($"{ours:0.###} {unit}").TrimEnd(), "-", "-", bar.LimitText, bar.Kind == BarKind.Reported || ours <= bar.Limit);
    }

    /// <summary>A line of explanation below a row.</summary>
    public void Detail(string text) => output.WriteLine("    # " + text);

    /// <summary>Marks every row of some bars that was not printed.</summary>
    public void Missing(IEnumerable<Bar> bars, string reason)
    {
        var missing = bars.Where(_open.Contains).ToArray();
        foreach (var bar in missing)
        {
            _open.Remove(bar);
            Failures++;
            Print(bar.Name, "-", "-", "-", bar.LimitText, "missing");
        }

        if (missing.Length > 0) Detail(reason.ReplaceLineEndings(" "));
    }

    private static string Windows(Times ours, Times peer) => $"{ours.Elapsed.Count} and {peer.Elapsed.Count} windows";

    private void Compare(string name, double ours, double peer)
    {
        var bar = Take(name);
        double ratio = peer / ours;
        Print(name, Duration(ours), Duration(peer), Invariant($"{ratio:0.00}"), bar.LimitText, bar.Kind == BarKind.Reported || ratio >= bar.Limit);
    }

    private Bar Take(string name)
    {
        var bar = _open.Single(b => b.Name == name);
        _open.Remove(bar);
        return bar;
    }

    private void Print(string name, string ours, string peer, string ratio, string bar, bool holds)
    {
        if (!holds) Failures++;
        Print(name, ours, peer, ratio, bar, holds ? "ok" : "short");
    }

    private void Print(string name, string ours, string peer, string ratio, string bar, string verdict)
    {
        output.WriteLine($"{name,-58}  {ours,12}  {peer,12}  {ratio,6}  {bar,6}  {verdict}".TrimEnd());
        output.Flush();
    }

    private static string Pair(double ours, double peer) => Invariant($"{Duration(ours)} and {Duration(peer)} ({peer / ours:0.00})");

    private static string Duration(double microseconds) =>
        microseconds < 10_000 ? Invariant($"{microseconds:0.00} us") : Invariant($"{microseconds / 1000:0.00} ms");
}
