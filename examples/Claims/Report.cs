namespace Claims;

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

    /// <summary>Prints what was found where nothing is claimed.</summary>
    public static void Found(string text) => Console.WriteLine($"  found  {text}");

    /// <summary>Prints how many claims hold.</summary>
    /// <returns>The exit code of the program: 0 where all hold, otherwise 1.</returns>
    public int End()
    {
        Console.WriteLine();
        Console.WriteLine(Failed == 0 ? $"all {Count} claims hold" : $"{Failed} of {Count} claims DO NOT HOLD");
        return Failed == 0 ? 0 : 1;
    }
}
