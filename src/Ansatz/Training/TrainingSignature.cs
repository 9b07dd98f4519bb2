namespace Ansatz;

/// <summary>What a model with a loss is handed and what it gives, in the order of declaration. Emitted code writes it.</summary>
public sealed class TrainingSignature
{
    private readonly TensorSignature[] _inputs, _outputs;
    private readonly string[] _losses;

    /// <summary>Names as declared.</summary>
    public TrainingSignature(ReadOnlySpan<TensorSignature> inputs, ReadOnlySpan<string> losses, ReadOnlySpan<TensorSignature> outputs)
        => (_inputs, _losses, _outputs) = (inputs.ToArray(), losses.ToArray(), outputs.ToArray());

    /// <summary>What each batch brings along.</summary>
    public ReadOnlySpan<TensorSignature> Inputs => _inputs;

    /// <summary>The losses by name.</summary>
    public ReadOnlySpan<string> Losses => _losses;

    /// <summary>What can be evaluated.</summary>
    public ReadOnlySpan<TensorSignature> Outputs => _outputs;

    /// <summary>The number of an input.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those that there are.</exception>
    public int Input(string name) => Find(name, "input", _inputs);

    /// <summary>The number of a loss.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those that there are.</exception>
    public int Loss(string name) => Array.IndexOf(_losses, name) is >= 0 and var number ? number : throw Lacks(name, "loss", _losses);

    /// <summary>The number of an output.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those that there are.</exception>
    public int Output(string name) => Find(name, "output", _outputs);

    private static int Find(string name, string what, TensorSignature[] tensors)
    {
        for (var k = 0; k < tensors.Length; k++)
        {
            if (tensors[k].Name == name) return k;
        }
        throw Lacks(name, what, tensors.Select(t => t.Name));
    }

    private static KeyNotFoundException Lacks(string name, string what, IEnumerable<string> names)
        => new($"The model has no {what} '{name}'; it has {string.Join(", ", names.DefaultIfEmpty("none"))}.");
}

/// <summary>An input or output of a model: its name, element type and extents.</summary>
public sealed class TensorSignature
{
    /// <summary>In place of an extent: the examples of the batch.</summary>
    public const int Batch = -1;

    /// <summary>In place of an extent: one that is computed from the batch's.</summary>
    public const int OfBatch = -2;

    private readonly int[] _extents;

    /// <summary>A tensor, or without extents a number.</summary>
    public TensorSignature(string name, Type elementType, params ReadOnlySpan<int> extents)
        => (Name, ElementType, _extents) = (name, elementType, extents.ToArray());

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary><see cref="float"/>, <see cref="double"/> or <see cref="int"/>.</summary>
    public Type ElementType { get; }

    /// <summary>The extents, outermost first, with <see cref="Batch"/> for the batch's.</summary>
    public ReadOnlySpan<int> Extents => _extents;

    /// <summary>Whether it has one row for each example: its first extent is the batch's, and no other is.</summary>
    public bool IsPerExample => _extents is [Batch, ..] && !_extents.AsSpan(1).ContainsAnyInRange(OfBatch, Batch);

    /// <summary>Whether it is the same for any batch.</summary>
    public bool IsWhole => !_extents.AsSpan().ContainsAnyInRange(OfBatch, Batch);

    /// <summary>How many numbers one example has; of a whole tensor, how many it has.</summary>
    internal int RowLength => checked((int)_extents.Where(e => e >= 0).Aggregate(1L, (a, b) => checked(a * b)));

    /// <summary>The extents of one example.</summary>
    internal ReadOnlySpan<int> RowExtents => IsPerExample ? _extents.AsSpan(1) : _extents;

    /// <summary>Name, type and shape: <c>X: Single[N, 64]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType.Name}[{string.Join(", ", _extents.Select(e => e switch { Batch => "N", OfBatch => "f(N)", _ => $"{e}" }))}]";
}
