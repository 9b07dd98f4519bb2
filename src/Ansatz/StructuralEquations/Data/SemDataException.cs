namespace Ansatz.StructuralEquations;

/// <summary>Data of a structural equation model cannot be used: a variable that there is not, a cell that is no number, no variance, too few cases.</summary>
public sealed class SemDataException : AnsatzException
{
    internal SemDataException(string message, string? column = null, int? row = null, string? expected = null, string? found = null, Exception? inner = null)
        : base(message, inner) => (Column, Row, Expected, Found) = (column, row, expected, found);

    /// <summary>The column concerned; null if it is not one column.</summary>
    public string? Column { get; }

    /// <summary>The row of the data concerned, from 1 (the header is not counted); null if it is not one row.</summary>
    public int? Row { get; }

    /// <summary>What was expected.</summary>
    public string? Expected { get; }

    /// <summary>What was found instead.</summary>
    public string? Found { get; }
}
