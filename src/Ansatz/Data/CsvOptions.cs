namespace Ansatz;

/// <summary>How a file of comma separated values is read.</summary>
public sealed record CsvOptions
{
    /// <summary>Which columns of the data are made of which of the file. Empty: one for each of the file, numbers where all cells are numbers and categories otherwise.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; init; } = [];

    /// <summary>What stands between cells. A comma by default.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first record has the names of the columns; without, they are named 0, 1, and so on. True by default.</summary>
    public bool Header { get; init; } = true;

    /// <summary>What stands for a value that is missing, beside blanks. "NA" by default.</summary>
    public IReadOnlyList<string> MissingValues { get; init; } = ["NA"];

    /// <summary>What happens where a value is missing. By default the file is refused.</summary>
    public MissingPolicy Missing { get; init; }
}

/// <summary>What happens where a value is missing in a file.</summary>
public enum MissingPolicy
{
    /// <summary>The file is refused; the message names the place.</summary>
    Refuse,

    /// <summary>The example is left out.</summary>
    SkipExample,

    /// <summary>A number becomes the mean of its column, an integer that mean rounded, and a missing category is a category of its own, the empty text.</summary>
    Fill,
}

/// <summary>A column of the data, and of what it is made. The statics of this class make them.</summary>
public sealed class CsvColumn
{
    private CsvColumn(string name, Type type, bool isCategory, bool isVector, string[] from, IReadOnlyList<string>? categories)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, ElementType, IsCategory, IsVector, From, Categories) = (name, type, isCategory, isVector, from, categories);
    }

    /// <summary>The name of the column of the data.</summary>
    public string Name { get; }

    /// <summary><see cref="float"/>, <see cref="double"/> or <see cref="int"/>.</summary>
    public Type ElementType { get; }

    /// <summary>The categories in the order of their codes, where they are given.</summary>
    public IReadOnlyList<string>? Categories { get; }

    internal bool IsCategory { get; }

    internal bool IsVector { get; }

    internal string[] From { get; }

    /// <summary>Several columns of the file side by side, as one row of numbers for each example.</summary>
    /// <param name="name">The name of the column of the data.</param>
    /// <param name="from">The names in the file; none for all that no other column is made of.</param>
    public static CsvColumn Numbers(string name, params string[] from) => new(name, typeof(float), false, true, from, null);

    /// <summary>A number for each example.</summary>
    /// <param name="name">The name of the column of the data.</param>
    /// <param name="from">The name in the file; by default the same.</param>
    public static CsvColumn Number(string name, string? from = null) => new(name, typeof(float), false, false, [from ?? name], null);

    /// <summary>An integer for each example.</summary>
    /// <inheritdoc cref="Number"/>
    public static CsvColumn Integer(string name, string? from = null) => new(name, typeof(int), false, false, [from ?? name], null);

    /// <summary>Texts as codes 0, 1, and so on.</summary>
    /// <param name="name">The name of the column of the data.</param>
    /// <param name="from">The name in the file; by default the same.</param>
    /// <param name="categories">The texts in the order of their codes, such as those of the training data; by default all that there are, sorted by their characters' numbers.</param>
    public static CsvColumn Category(string name, string? from = null, IReadOnlyList<string>? categories = null) => new(name, typeof(int), true, false, [from ?? name], categories);

    /// <summary>The same in double precision.</summary>
    public CsvColumn AsDouble() => IsCategory || ElementType == typeof(int)
        ? throw new InvalidOperationException($"'{Name}' has integers.")
        : new CsvColumn(Name, typeof(double), false, IsVector, From, null);
}
