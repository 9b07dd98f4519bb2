namespace Ansatz.Benchmarks.Table;

/// <summary>What a row is held to.</summary>
internal enum BarKind
{
    /// <summary>Peer's time over ours: at least the limit.</summary>
    Ratio,

    /// <summary>Our figure: at most the limit.</summary>
    AtMost,

    /// <summary>Nothing: the row is printed for information.</summary>
    Reported,
}

/// <summary>A row that a group has to print.</summary>
internal sealed record Bar(string Name, BarKind Kind, double Limit = 0)
{
    /// <summary>The limit as the table shows it.</summary>
    public string LimitText => Kind switch
    {
        BarKind.Ratio => FormattableString.Invariant($"{Limit:0.##}x"),
        BarKind.AtMost => FormattableString.Invariant($"{Limit:0.##}"),
        _ => "-",
    };
}
