namespace OneConnection;

/// <summary>Claims with what was found.</summary>
internal sealed class Report
{
    /// <summary>How many claims there were.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them do not hold.</summary>
    public int Failed { get; private set; }

    /// <summary>A part of the report begins.</summary>
    public static void Section(string title)
    {
        Console.WriteLine();
        Console.WriteLine(title);
    }

    /// <summary>Prints a claim and whether it holds.</summary>
    public void Claim(bool holds, string text)
    {
        Count++;
        if (!holds) Failed++;
        Console.WriteLine($"  {(holds ? "holds" : "FAILS")}  {text}");
    }
}
