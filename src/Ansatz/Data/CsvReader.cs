using System.Globalization;
using System.IO.Compression;

namespace Ansatz;

/// <summary>Reads comma separated values into data: numbers, integers, and texts as codes.</summary>
/// <remarks>Cells may be quoted; a quoted cell may hold delimiters, line ends and doubled quotes (RFC 4180). Numbers have a point, whatever the machine's language.</remarks>
public static class CsvReader
{
    private static readonly byte[] _gzip = [0x1F, 0x8B];

    /// <summary>Reads a file, which may be compressed by gzip.</summary>
    /// <exception cref="DatasetException">A record, a cell or a name is not as asked for; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Dataset Read(string path, CsvOptions? options = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var head = new byte[2];
        var isCompressed = file.ReadAtLeast(head, 2, throwOnEndOfStream: false) == 2 && head.AsSpan().SequenceEqual(_gzip);
        file.Position = 0;
        using var reader = new StreamReader(isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file);
        return Read(reader, options, path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="DatasetException">A record, a cell or a name is not as asked for; the message names it.</exception>
    public static Dataset Read(TextReader reader, CsvOptions? options = null, string source = "The text")
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new Table(reader, options ?? new CsvOptions(), source).ToDataset();
    }

    private sealed class Table
    {
        private readonly CsvOptions _options;
        private readonly string _source;
        private readonly List<string> _names;
        private readonly List<List<string>> _records = [];
        private readonly List<int> _numbers = []; // of the records in the file, from 1

        public Table(TextReader reader, CsvOptions options, string source)
        {
            (_options, _source) = (options, source);
            var number = 0;
            List<string>? names = null;
            foreach (var record in CsvRecords.Read(reader, n => new DatasetException($"{source}: the quoted cell in record {n} does not end."), options.Delimiter))
            {
                number++;
                if (names is null)
                {
                    names = options.Header ? [.. record.Select(c => c.Trim().TrimStart('\uFEFF'))] : [.. Enumerable.Range(0, record.Count).Select(k => k.ToString(CultureInfo.InvariantCulture))];
                    if (options.Header) continue;
                }
                if (record.Count != names.Count) throw new DatasetException($"{source}: record {number} has {record.Count} cells, but there are {names.Count} columns.");
                _records.Add(record);
                _numbers.Add(number);
            }
            _names = names ?? throw new DatasetException($"{source} is empty.");
            if (_names.Distinct().Count() < _names.Count) throw new DatasetException($"{source} has two columns '{_names.GroupBy(n => n).First(g => g.Count() > 1).Key}'.");
        }

        public Dataset ToDataset()
        {
            var columns = _options.Columns.Count > 0 ? _options.Columns : [.. _names.Select((name, k) => _records.All(r => IsMissing(r[k]) || TryNumber(r[k], out _)) ? CsvColumn.Number(name) : CsvColumn.Category(name))];
            if (columns.Count(c => c.IsVector && c.From.Length == 0) > 1) throw new DatasetException("Only one column can be made of all others.");
            var named = columns.SelectMany(c => c.From).ToHashSet();
            var places = columns.Select(c => c.IsVector && c.From.Length == 0 ? [.. Enumerable.Range(0, _names.Count).Where(k => !named.Contains(_names[k]))] : c.From.Select(Place).ToArray()).ToArray();
            foreach (var (column, from) in columns.Zip(places))
            {
                if (from.Length == 0) throw new DatasetException($"'{column.Name}' is made of no column of {_source}.");
            }
            if (_options.Missing == MissingPolicy.SkipExample) Skip([.. places.SelectMany(p => p).Distinct()]);
            var data = new Dataset();
            foreach (var (column, from) in columns.Zip(places)) data.Add(Column(column, from));
            return data;
        }

        private int Place(string name) => _names.IndexOf(name) is >= 0 and var place ? place
            : throw new DatasetException($"{_source} has no column '{name}', but: {string.Join(", ", _names)}.");

        private void Skip(int[] places)
        {
            for (var n = _records.Count - 1; n >= 0; n--)
            {
                if (!places.Any(k => IsMissing(_records[n][k]))) continue;
                _records.RemoveAt(n);
                _numbers.RemoveAt(n);
            }
        }

        private DataColumn Column(CsvColumn column, int[] from)
        {
            var (count, width) = (_records.Count, from.Length);
            int[] extents = column.IsVector ? [width] : [];
            if (column.IsCategory)
            {
                var categories = column.Categories ?? [.. _records.Select(r => Text(r, from[0])).Distinct().Order(StringComparer.Ordinal)];
                var codes = categories.Select((c, k) => (c, k)).ToDictionary(p => p.c, p => p.k, StringComparer.Ordinal);
                var values = new int[count];
                for (var n = 0; n < count; n++)
                {
                    var text = Text(_records[n], from[0]);
                    if (text.Length == 0) Refuse(n, from[0]);
                    values[n] = codes.TryGetValue(text, out var code) ? code : throw Wrong(n, from[0], $"one of {string.Join(", ", categories)}");
                }
                return new DataColumn<int>(column.Name, values, count, [], categories);
            }
            var numbers = new double[count * width];
            for (var k = 0; k < width; k++) Numbers(column, from[k], k, width, numbers);
            if (column.ElementType == typeof(double)) return new DataColumn<double>(column.Name, numbers, count, extents);
            if (column.ElementType == typeof(float)) return new DataColumn<float>(column.Name, Array.ConvertAll(numbers, v => (float)v), count, extents);
            return new DataColumn<int>(column.Name, Array.ConvertAll(numbers, v => (int)v), count, extents);
        }

        private void Numbers(CsvColumn column, int from, int k, int width, double[] numbers)
        {
            var isInteger = column.ElementType == typeof(int);
            var (sum, known) = (0.0, 0);
            for (var n = 0; n < _records.Count; n++)
            {
                if (IsMissing(_records[n][from]))
                {
                    Refuse(n, from);
                    continue;
                }
                if (!TryNumber(_records[n][from], out var value)) throw Wrong(n, from, "a number");
                if (isInteger && (value != Math.Floor(value) || value is < int.MinValue or > int.MaxValue)) throw Wrong(n, from, "an integer");
                numbers[n * width + k] = value;
                sum += value;
                known++;
            }
            if (known == _records.Count) return;
            if (known == 0) throw new DatasetException($"{_source}: all values of '{_names[from]}' are missing.");
            var mean = isInteger ? Math.Round(sum / known) : sum / known;
            for (var n = 0; n < _records.Count; n++)
            {
                if (IsMissing(_records[n][from])) numbers[n * width + k] = mean;
            }
        }

        private void Refuse(int n, int place)
        {
            if (_options.Missing == MissingPolicy.Refuse) throw new DatasetException($"{_source}: '{_names[place]}' is missing in record {_numbers[n]}.");
        }

        private DatasetException Wrong(int n, int place, string expected)
            => new($"{_source}: '{_names[place]}' in record {_numbers[n]} must be {expected}, but is '{SafetensorsHeader.Clip(_records[n][place])}'.");

        private string Text(List<string> record, int place) => IsMissing(record[place]) ? "" : record[place].Trim();

        private bool IsMissing(string cell) => cell.AsSpan().Trim() is var text && (text.IsEmpty || _options.MissingValues.Contains(text.ToString()));

        private static bool TryNumber(string cell, out double value) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
