using System.Globalization;

namespace Ansatz.StructuralEquations;

/// <summary>
/// Data of a structural equation model: cases by variables with missing values (NaN), or sample moments. Columns are taken by name; those that a model does not use do not matter.
/// </summary>
public sealed class SemData
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly double[]?[] values;
    private readonly string[]?[] texts;

    // A column has values, or texts where it is not numeric; both where its numbers are written otherwise than we write them (01).
    private SemData(IReadOnlyList<string> names, double[]?[] values, string[]?[] texts, int rows)
    {
        Variables = names;
        RowCount = rows;
        this.values = values;
        this.texts = texts;
        for (var k = 0; k < names.Count; k++)
        {
            if (!places.TryAdd(names[k], k)) throw new SemDataException($"There are two columns '{names[k]}'.", names[k]);
        }
    }

    private SemData(IReadOnlyList<SampleMoments> moments, bool hasMeans) : this(moments[0].Variables, [], [], moments.Sum(m => m.Count)) => (Moments, HasMeans) = (moments, hasMeans);

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>How many cases there are, missing values not considered; for moments, their number of cases.</summary>
    public int RowCount { get; }

    /// <summary>The moments that were given instead of cases, one for each group; null for cases.</summary>
    public IReadOnlyList<SampleMoments>? Moments { get; }

    /// <summary>Whether means are known: false for covariances without means.</summary>
    public bool HasMeans { get; } = true;

    /// <summary>Whether there is such a column.</summary>
    public bool Contains(string variable) => places.ContainsKey(variable);

    /// <summary>Reads a file of comma separated values with a header; an empty cell or <c>NA</c> is a missing value.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SemDataException">A record has too few or too many cells, or a quoted cell does not end.</exception>
    public static SemData ReadCsv(string path)
    {
        using var reader = new StreamReader(path);
        return ReadCsv(reader);
    }

    /// <summary>Reads comma separated values with a header; an empty cell or <c>NA</c> is a missing value.</summary>
    /// <param name="reader">The text.</param>
    /// <exception cref="SemDataException">A record has too few or too many cells, or a quoted cell does not end.</exception>
    public static SemData ReadCsv(TextReader reader)
    {
        string[]? names = null;
        List<double>?[] columns = [];
        List<string>?[] texts = [];
        var rows = 0;
        foreach (var record in CsvRecords.Read(reader, record => new SemDataException($"Record {record}: a quoted cell does not end.", row: record - 1, expected: "\"", found: "the end of the text")))
        {
            if (names is null)
            {
                names = [.. record.Select(n => n.Trim().TrimStart('\uFEFF'))];
                columns = [.. names.Select(_ => new List<double>())];
                texts = new List<string>?[names.Length];
                continue;
            }

            rows++;
            if (record.Count != names.Length) throw new SemDataException($"Row {rows} has {record.Count} cells, but the header has {names.Length}.", row: rows, expected: $"{names.Length} cells", found: $"{record.Count}");
            for (var k = 0; k < names.Length; k++)
            {
                var cell = record[k].Trim();
                var missing = cell.Length == 0 || cell == "NA";
                var value = double.NaN;
                if (columns[k] is { } column)
                {
                    var isNumber = missing || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

                    // Cells are kept as they stand from the first on that the number does not give back: 01 is another group than 1.
                    if (texts[k] is null && !missing && !(isNumber && IsWritten(value, cell))) texts[k] = [.. column.Select(Text)];
                    if (isNumber) column.Add(value);
                    else columns[k] = null;
                }

                texts[k]?.Add(missing ? "" : cell);
            }
        }

        return names is null
            ? throw new SemDataException("There is no header: the text is empty.", expected: "a header of column names", found: "no text")
            : new SemData(names, [.. columns.Select(c => c?.ToArray())], [.. texts.Select(t => t?.ToArray())], rows);
    }

    /// <summary>Takes variables from rows of any type.</summary>
    /// <param name="rows">The cases.</param>
    /// <param name="columns">Each variable's name and how it is read from a row; NaN or null is a missing value.</param>
    public static SemData From<TRow>(IEnumerable<TRow> rows, params (string Name, Func<TRow, double?> Value)[] columns) => From(rows, null, null, columns);

    /// <summary>Takes variables and a group from rows of any type.</summary>
    /// <param name="rows">The cases.</param>
    /// <param name="groupName">The name of the group column.</param>
    /// <param name="group">How a row's group is read.</param>
    /// <param name="columns">Each variable's name and how it is read from a row; NaN or null is a missing value.</param>
    public static SemData From<TRow>(IEnumerable<TRow> rows, string? groupName, Func<TRow, string>? group, params (string Name, Func<TRow, double?> Value)[] columns)
    {
        var all = rows as IReadOnlyList<TRow> ?? [.. rows];
        List<string> names = [.. columns.Select(c => c.Name)];
        List<double[]?> values = [.. columns.Select(c => all.Select(r => c.Value(r) ?? double.NaN).ToArray())];
        List<string[]?> texts = [.. columns.Select(_ => (string[]?)null)];
        if (groupName is not null && group is not null)
        {
            names.Add(groupName);
            string[] labels = [.. all.Select(group)];
            values.Add(Numbers(labels));
            texts.Add(labels);
        }

        return new SemData(names, [.. values], [.. texts], all.Count);
    }

    /// <summary>Takes a matrix of cases by variables.</summary>
    /// <param name="names">The variables.</param>
    /// <param name="cases">The values, one row for each case, row by row; NaN is a missing value.</param>
    /// <exception cref="SemDataException">The values are not a whole number of rows.</exception>
    public static SemData From(IReadOnlyList<string> names, ReadOnlySpan<double> cases)
    {
        if (names.Count == 0 || cases.Length % names.Count != 0) throw new SemDataException($"{cases.Length} values are no rows of {names.Count} variables.", expected: $"a multiple of {names.Count}", found: $"{cases.Length}");
        var rows = cases.Length / names.Count;
        var values = new double[]?[names.Count];
        for (var k = 0; k < names.Count; k++)
        {
            var column = values[k] = new double[rows];
            for (var i = 0; i < rows; i++) column[i] = cases[i * names.Count + k];
        }

        return new SemData(names, values, new string[]?[names.Count], rows);
    }

    /// <summary>Takes the moments of one sample.</summary>
    /// <param name="names">The variables.</param>
    /// <param name="covariance">The covariances, row by row, both halves.</param>
    /// <param name="count">The number of cases, N.</param>
    /// <param name="mean">The means; empty if they are not known.</param>
    /// <param name="dividedByCount">Whether the covariances were divided by N and not, as is usual, by N − 1.</param>
    /// <exception cref="SemDataException">Lengths do not fit, a value is not finite, or the covariances are not symmetric.</exception>
    public static SemData FromMoments(IReadOnlyList<string> names, ReadOnlySpan<double> covariance, int count, ReadOnlySpan<double> mean = default, bool dividedByCount = false)
        => FromMoments([new SampleMoments("", names, count, CheckedCovariance(names, covariance, count, dividedByCount), CheckedMeans(names, mean))], !mean.IsEmpty);

    /// <summary>Takes the moments of several groups, covariances divided by N.</summary>
    /// <param name="moments">The groups, all with the same variables in the same order.</param>
    /// <param name="hasMeans">Whether the means are known.</param>
    /// <exception cref="SemDataException">Lengths do not fit, a value is not finite, the covariances are not symmetric, or groups have other variables.</exception>
    public static SemData FromMoments(IReadOnlyList<SampleMoments> moments, bool hasMeans = true)
    {
        if (moments.Count == 0) throw new SemDataException("There are no moments.", expected: "one group at least", found: "none");
        foreach (var m in moments)
        {
            if (!m.Variables.SequenceEqual(moments[0].Variables)) throw new SemDataException($"Group '{m.Label}' has other variables than group '{moments[0].Label}'.", expected: string.Join(", ", moments[0].Variables), found: string.Join(", ", m.Variables));
            CheckedCovariance(m.Variables, m.Covariance, m.Count, true);
            CheckedMeans(m.Variables, m.Mean);
        }

        return new SemData(moments, hasMeans);
    }

    /// <summary>The values of a variable, one for each case; NaN where missing. <c>a:b</c> is the product of two columns, unless there is a column of that name.</summary>
    /// <exception cref="SemDataException">There is no such column, it has a cell that is no number, or the data are moments.</exception>
    public ReadOnlySpan<double> Values(string variable)
    {
        if (!Contains(variable) && variable.IndexOf(':') is > 0 and var colon)
        {
            var left = Values(variable[..colon]);
            var product = new double[left.Length];
            System.Numerics.Tensors.TensorPrimitives.Multiply(left, Values(variable[(colon + 1)..]), product);
            return product;
        }

        var k = ColumnOfCases(variable);
        if (values[k] is { } numbers) return numbers;
        var text = texts[k]!;
        var row = Array.FindIndex(text, t => !IsNumber(t, out _));
        throw new SemDataException($"Column '{variable}' is not numeric: row {row + 1} has '{text[row]}'.", variable, row + 1, "a number", text[row]);
    }

    /// <summary>The cells of a column as they were written, one for each case; empty where missing.</summary>
    /// <exception cref="SemDataException">There is no such column, or the data are moments.</exception>
    public IReadOnlyList<string> Texts(string column)
    {
        var k = ColumnOfCases(column);
        return texts[k] ?? [.. values[k]!.Select(Text)];
    }

    private int ColumnOfCases(string variable)
    {
        var k = Place(variable);
        return Moments is null ? k : throw new SemDataException($"There are no cases of '{variable}': the data are moments.", variable, expected: "cases", found: "moments");
    }

    internal int Place(string variable) => places.TryGetValue(variable, out var k)
        ? k
        : throw new SemDataException($"The data have no variable '{variable}'; they have {string.Join(", ", Variables)}.", variable, expected: variable, found: string.Join(", ", Variables));

    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsNumber(string cell, out double value)
    {
        value = double.NaN;
        return cell.Length == 0 || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static double[]? Numbers(string[] cells)
    {
        var numbers = new double[cells.Length];
        for (var k = 0; k < cells.Length; k++)
        {
            if (!IsNumber(cells[k], out numbers[k])) return null;
        }

        return numbers;
    }

    private static bool IsWritten(double value, ReadOnlySpan<char> cell)
    {
        Span<char> text = stackalloc char[32];
        return value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture) && cell.SequenceEqual(text[..length]);
    }

    private static double[] CheckedCovariance(IReadOnlyList<string> names, ReadOnlySpan<double> covariance, int count, bool dividedByCount)
    {
        var p = names.Count;
        if (count < 2) throw new SemDataException($"{count} cases have no covariances.", expected: "2 cases at least", found: $"{count}");
        if (covariance.Length != p * p) throw new SemDataException($"{p} variables have {p * p} covariances, but there are {covariance.Length}.", expected: $"{p * p} values", found: $"{covariance.Length}");
        var scale = dividedByCount ? 1.0 : (count - 1.0) / count;
        var result = new double[p * p];
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++)
            {
                double a = covariance[i * p + j], b = covariance[j * p + i];
                if (!double.IsFinite(a)) throw new SemDataException($"The covariance of '{names[i]}' and '{names[j]}' is {a}.", names[i], i + 1, "a finite number", $"{a}");
                if (Math.Abs(a - b) > 1e-8 * Math.Sqrt(Math.Abs(covariance[i * p + i] * covariance[j * p + j]))) throw new SemDataException($"The covariances of '{names[i]}' and '{names[j]}' are {a} and {b}; they must be the same.", names[i], i + 1, $"{b}", $"{a}");
                result[i * p + j] = scale * 0.5 * (a + b);
            }
        }

        return result;
    }

    private static double[] CheckedMeans(IReadOnlyList<string> names, ReadOnlySpan<double> mean)
    {
        if (mean.IsEmpty) return new double[names.Count];
        if (mean.Length != names.Count) throw new SemDataException($"{names.Count} variables have as many means, but there are {mean.Length}.", expected: $"{names.Count} values", found: $"{mean.Length}");
        for (var i = 0; i < mean.Length; i++)
        {
            if (!double.IsFinite(mean[i])) throw new SemDataException($"The mean of '{names[i]}' is {mean[i]}.", names[i], expected: "a finite number", found: $"{mean[i]}");
        }

        return mean.ToArray();
    }
}
