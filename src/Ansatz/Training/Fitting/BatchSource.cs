using Ansatz.Numerics;

namespace Ansatz;

/// <summary>Fills a model's batches from data: which column goes where, and what is the same for all.</summary>
internal sealed class BatchSource
{
    private const int SeedStream = -2;

    private readonly Dataset _data;
    private readonly DataColumn?[] _columns;
    private readonly int _seedInput = -1;
    private readonly int[] _rows;

    /// <exception cref="DatasetException">The data lack an input of the model, or have another shape or type.</exception>
    public BatchSource(TrainingSignature model, Dataset data, TrainingOptions options)
    {
        (Model, _data) = (model, data);
        _columns = new DataColumn?[model.Inputs.Length];
        for (var k = 0; k < _columns.Length; k++)
        {
            var input = model.Inputs[k];
            if (!input.IsWhole && !input.IsPerExample)
                throw new DatasetException($"The input {input} cannot be made of examples: the batch must be its first extent, and no other extent may depend on it.");
            _columns[k] = input.IsPerExample ? data.Find(input.Name) : data.FindWhole(input.Name);
            if (_columns[k] is { } column)
            {
                Dataset.RequireConversion(column, input.ElementType);
                if (!column.Extents.SequenceEqual(input.RowExtents))
                    throw new DatasetException($"'{input.Name}' must have [{Text(input.RowExtents)}] numbers for each example, as {input} says, but the data have [{Text(column.Extents)}].");
                IsOfExamples |= input.IsPerExample;
            }
            else if (input.Name == options.SeedInput && input.ElementType == typeof(int) && input.Extents.Length == 0) _seedInput = k;
            else if (input.IsPerExample && data.FindWhole(input.Name) is not null || input.IsWhole && data.Find(input.Name) is not null)
                throw new DatasetException($"The input {input} is {(input.IsWhole ? "the same for all examples: add it with AddWhole" : "of each example: add it with Add")}.");
            else throw new DatasetException($"The model's input {input} has no data: they have {data.Names()}.");
        }
        Count = IsOfExamples ? data.Count : 1;
        if (Count == 0) throw new DatasetException("There are no examples.");
        _rows = IsOfExamples ? data.Rows() : [0];

        static string Text(ReadOnlySpan<int> extents) => string.Join(", ", extents.ToArray());
    }

    public TrainingSignature Model { get; }

    /// <summary>How many examples there are; 1 for a model that takes no batches.</summary>
    public int Count { get; }

    /// <summary>Whether any input has a row for each example.</summary>
    public bool IsOfExamples { get; }

    /// <summary>A batch with what is the same for all.</summary>
    public TrainingBatch CreateBatch(int capacity)
    {
        var batch = new TrainingBatch(Model) { RowNumbers = new int[capacity], Count = capacity };
        for (var k = 0; k < _columns.Length; k++)
        {
            if (Model.Inputs[k].IsWhole && _columns[k] is { } column) batch[k].Gather(column, [0]);
        }
        return batch;
    }

    /// <summary>Fills a batch with examples by their numbers.</summary>
    public void Fill(TrainingBatch batch, ReadOnlySpan<int> examples, int seed)
    {
        batch.Count = examples.Length;
        var rows = batch.RowNumbers.AsSpan(0, examples.Length);
        for (var n = 0; n < rows.Length; n++) rows[n] = _rows[examples[n]];
        for (var k = 0; k < _columns.Length; k++)
        {
            if (Model.Inputs[k].IsPerExample) batch[k].Gather(_columns[k]!, rows);
        }
        examples.CopyTo(rows);
        batch.Seed = seed;
        if (_seedInput >= 0) batch.Values<int>(_seedInput)[0] = seed;
    }

    /// <summary>The seed of a step, or of a part of it.</summary>
    public static int Seed(int seed, long step, int part) => (int)CounterHash.Of(seed, SeedStream, (int)step, (int)(step >> 32) ^ part << 8);

    /// <summary>The first value among some examples that is not finite, in words.</summary>
    public string? NonFinite(ReadOnlySpan<int> examples)
    {
        foreach (var column in _columns)
        {
            if (column is null) continue;
            foreach (var example in examples)
            {
                if (column.FirstNonFinite([column.Count == 1 && !IsOfExamples ? 0 : _rows[example]]) is { } found) return $"'{column.Name}' of example {example}, at place {found.Place}";
            }
        }
        return null;
    }
}
