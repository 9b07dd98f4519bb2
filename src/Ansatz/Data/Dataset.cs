using System.Collections;
using System.Numerics;
using System.Numerics.Tensors;

namespace Ansatz;

/// <summary>
/// Examples by name, as a model's inputs are named: <c>new Dataset { { "X", images }, { "Label", labels } }</c>. The first extent of each tensor counts the examples.
/// </summary>
/// <remarks>
/// Bytes are kept as bytes and integers as integers; they become what the model takes when a batch is gathered. Selections and parts
/// (<see cref="Select(ReadOnlySpan{int})"/>, <see cref="Split(double, int)"/>) share the memory of the whole.
/// What is the same for all examples, such as a matrix of weights, is added by <see cref="AddWhole{T}(string, Tensor{T})"/>.
/// </remarks>
public sealed class Dataset : IEnumerable<DataColumn>
{
    private readonly List<DataColumn> _columns = [], _whole = [];
    private int[]? _rows;

    /// <summary>How many examples there are.</summary>
    public int Count => _rows?.Length ?? (_columns.Count > 0 ? _columns[0].Count : 0);

    /// <summary>The columns, one for each name.</summary>
    public IReadOnlyList<DataColumn> Columns => _columns;

    /// <summary>The column of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those that there are.</exception>
    public DataColumn this[string name] => Find(name) ?? throw new KeyNotFoundException($"The data have no column '{name}'; they have {Names()}.");

    /// <summary>Adds a column.</summary>
    /// <param name="name">The name of the model's input.</param>
    /// <param name="values">Of <see cref="byte"/>, <see cref="int"/>, <see cref="float"/> or <see cref="double"/>; the first extent counts the examples.</param>
    /// <exception cref="DatasetException">The name is there already, or there are not as many examples as in the other columns.</exception>
    public void Add<T>(string name, Tensor<T> values) where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank == 0) throw new DatasetException($"'{name}' has no extent that counts examples.");
        int[] extents = [.. values.Lengths.ToArray().Select(e => checked((int)e))];
        Add(Column(name, Flat(values), extents[0], extents.AsSpan(1), null));
    }

    /// <summary>Adds a column of values that lie one example behind the other.</summary>
    /// <param name="name">The name of the model's input.</param>
    /// <param name="values">The numbers; the array is used as it is.</param>
    /// <param name="extents">The extents of one example; none where it is a number.</param>
    /// <exception cref="DatasetException">The name is there already, or there are not as many examples as in the other columns.</exception>
    public void Add<T>(string name, T[] values, params ReadOnlySpan<int> extents) where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        var width = 1;
        foreach (var extent in extents) width = checked(width * extent);
        if (width < 1 || values.Length % width != 0) throw new DatasetException($"'{name}' has {values.Length} numbers, which is no multiple of the {width} of one example.");
        Add(Column(name, values, values.Length / width, extents, null));
    }

    /// <summary>Adds what is the same for all examples.</summary>
    /// <exception cref="DatasetException">The name is there already.</exception>
    public void AddWhole<T>(string name, Tensor<T> values) where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        RequireNew(name);
        _whole.Add(Column(name, Flat(values), 1, [.. values.Lengths.ToArray().Select(e => checked((int)e))], null));
    }

    /// <summary>Adds a number that is the same for all examples.</summary>
    /// <exception cref="DatasetException">The name is there already.</exception>
    public void AddWhole<T>(string name, T value) where T : unmanaged, INumber<T>
    {
        RequireNew(name);
        _whole.Add(Column(name, new T[] { value }, 1, [], null));
    }

    /// <summary>Some of the examples, in that order. Shares the memory.</summary>
    /// <param name="rows">Their numbers, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        var chosen = new int[rows.Length];
        for (var n = 0; n < rows.Length; n++)
        {
            if ((uint)rows[n] >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(rows), rows[n], $"There is no example {rows[n]} among {Count}.");
            chosen[n] = _rows?[rows[n]] ?? rows[n];
        }
        return With(chosen);
    }

    /// <summary>The examples whose number fulfils a condition, in order. Shares the memory.</summary>
    public Dataset Select(Func<int, bool> condition) => Select([.. Enumerable.Range(0, Count).Where(condition)]);

    /// <summary>Some examples from the first on. Shares the memory.</summary>
    public Dataset Take(int count) => Select([.. Enumerable.Range(0, Math.Min(count, Count))]);

    /// <summary>Two parts at random: the same for the same seed and number of examples, on every machine.</summary>
    /// <param name="share">Which share of the examples, rounded to whole ones, goes into the first: between 0 and 1.</param>
    /// <param name="seed">Any number.</param>
    public (Dataset First, Dataset Second) Split(double share, int seed)
    {
        var (first, second, _) = Split(share, 1 - share, seed);
        return (first, second);
    }

    /// <summary>Three parts at random, for training, validation and test: the same for the same seed and number of examples, on every machine.</summary>
    /// <param name="training">Which share of the examples, rounded to whole ones, goes into the first.</param>
    /// <param name="validation">Which share goes into the second; the third has the rest.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is negative, or both are more than 1 together.</exception>
    public (Dataset Training, Dataset Validation, Dataset Test) Split(double training, double validation, int seed)
    {
        if (!(training >= 0)) throw new ArgumentOutOfRangeException(nameof(training), training, "A share must be from 0 to 1.");
        if (!(validation >= 0) || training + validation > 1 + 1e-12) throw new ArgumentOutOfRangeException(nameof(validation), validation, "A share must be from 0 to 1, and both together at most 1.");
        var order = new int[Count];
        ShuffledOrder.Fill(order, seed, SplitStream);
        var first = (int)Math.Round(training * Count);
        var second = (int)Math.Round((training + validation) * Count);
        return (Select(order.AsSpan(0, first)), Select(order.AsSpan(first, second - first)), Select(order.AsSpan(second)));
    }

    /// <summary>The values of a column for these examples: a copy, the first extent counts the examples.</summary>
    /// <typeparam name="T">The type of the column, <see cref="float"/> or <see cref="double"/>; of bytes also <see cref="int"/>.</typeparam>
    /// <exception cref="DatasetException">The column does not become that type.</exception>
    public Tensor<T> Tensor<T>(string name) where T : unmanaged, INumber<T>
    {
        var column = this[name];
        RequireConversion(column, typeof(T));
        var values = new T[checked(Count * column.RowLength)];
        column.CopyRows<T>(Rows(), values);
        return System.Numerics.Tensors.Tensor.Create(values, [Count, .. column.Extents.ToArray().Select(e => (nint)e)]);
    }

    /// <summary>The same examples with a column more, or another one in place of the column of that name. Shares the memory of the others.</summary>
    /// <exception cref="DatasetException">There are not as many examples.</exception>
    public Dataset With<T>(string name, Tensor<T> values) where T : unmanaged, INumber<T>
    {
        var all = new Dataset();
        foreach (var column in _columns.Where(c => c.Name != name)) all.Add(_rows is null ? column : column.Select(_rows));
        all._whole.AddRange(_whole);
        all.Add(name, values);
        return all;
    }

    /// <inheritdoc/>
    public IEnumerator<DataColumn> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The columns and how many examples there are.</summary>
    public override string ToString() => $"{Count} examples of {string.Join(", ", _columns)}";

    internal void Add(DataColumn column)
    {
        RequireNew(column.Name);
        if (_columns.Count > 0 && column.Count != _columns[0].Count)
            throw new DatasetException($"'{column.Name}' has {column.Count} examples, but '{_columns[0].Name}' has {_columns[0].Count}.");
        _columns.Add(column);
    }

    internal DataColumn? Find(string name) => _columns.Find(c => c.Name == name);

    internal DataColumn? FindWhole(string name) => _whole.Find(c => c.Name == name);

    /// <summary>The rows of the columns that are the examples.</summary>
    internal int[] Rows() => _rows ??= [.. Enumerable.Range(0, Count)];

    internal string Names() => _columns.Count + _whole.Count == 0 ? "none" : string.Join(", ", _columns.Concat(_whole).Select(c => c.Name));

    internal static void RequireConversion(DataColumn column, Type type)
    {
        if (!column.ConvertsTo(type)) throw new DatasetException($"'{column.Name}' is of {column.ElementType.Name}, which does not become {type.Name} by itself: convert it first.");
    }

    private const int SplitStream = -1;

    private static DataColumn Column<T>(string name, T[] values, int count, ReadOnlySpan<int> extents, IReadOnlyList<string>? categories) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(byte) || typeof(T) == typeof(int) || typeof(T) == typeof(float) || typeof(T) == typeof(double)) return new DataColumn<T>(name, values, count, extents, categories);
        throw new DatasetException($"'{name}' is of {typeof(T).Name}; data are of Byte, Int32, Single or Double.");
    }

    private static T[] Flat<T>(Tensor<T> tensor) where T : unmanaged
    {
        var values = new T[checked((int)tensor.FlattenedLength)];
        tensor.FlattenTo(values);
        return values;
    }

    private Dataset With(int[] rows)
    {
        var part = new Dataset { _rows = rows };
        part._columns.AddRange(_columns);
        part._whole.AddRange(_whole);
        return part;
    }

    private void RequireNew(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_rows is not null && _rows.Length > 0) _rows = RequireAll(_rows);
        if (Find(name) is not null || FindWhole(name) is not null) throw new DatasetException($"The data have '{name}' already.");
    }

    // A column can only be added to whole data: a part shares columns with others.
    private int[]? RequireAll(int[] rows)
    {
        for (var n = 0; n < rows.Length; n++)
        {
            if (rows.Length != _columns[0].Count || rows[n] != n) throw new DatasetException("A column cannot be added to a part of the data: use With.");
        }
        return null;
    }
}
