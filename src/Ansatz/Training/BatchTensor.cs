using System.Numerics.Tensors;

namespace Ansatz;

/// <summary>Memory for one input or output of a batch.</summary>
internal abstract class BatchTensor(TensorSignature signature)
{
    public TensorSignature Signature { get; } = signature;

    public static BatchTensor Create(TensorSignature signature)
    {
        if (signature.ElementType == typeof(float)) return new BatchTensor<float>(signature);
        if (signature.ElementType == typeof(double)) return new BatchTensor<double>(signature);
        if (signature.ElementType == typeof(int)) return new BatchTensor<int>(signature);
        throw new NotSupportedException($"'{signature.Name}' is of {signature.ElementType.Name}; a batch has tensors of Single, Double and Int32.");
    }

    /// <summary>Makes the view one of so many examples. Allocates only what it has not had before.</summary>
    public abstract void Resize(int count);

    /// <summary>Copies rows of a column of the data, with the conversion that types ask for.</summary>
    public abstract void Gather(DataColumn column, ReadOnlySpan<int> rows);

    public BatchTensor<T> Typed<T>() where T : unmanaged => this as BatchTensor<T>
        ?? throw new ArgumentException($"'{Signature.Name}' is of {Signature.ElementType.Name}, not of {typeof(T).Name}.");
}

/// <inheritdoc/>
internal sealed class BatchTensor<T>(TensorSignature signature) : BatchTensor(signature) where T : unmanaged
{
    // A training has whole parts, what is left of a step, and what is left of the last one: three sizes.
    private const int Sizes = 4;

    private readonly int _rowLength = signature.RowLength;
    private readonly (int Count, Tensor<T>? View)[] _views = new (int, Tensor<T>?)[Sizes];
    private T[] _values = [];
    private int _count, _current, _next;

    public Tensor<T> View => _views[_current].View ?? throw new InvalidOperationException($"'{Signature.Name}' has no examples yet.");

    public Span<T> Values => _values.AsSpan(0, _count * _rowLength);

    public override void Resize(int count)
    {
        if (Signature.IsWhole) count = 1;
        else if (!Signature.IsPerExample)
            throw new NotSupportedException($"{Signature} cannot be made of examples: the batch must be its first extent, and no other extent may depend on it.");
        if (count == _count) return;
        _count = count;
        for (_current = 0; _current < Sizes; _current++)
        {
            if (_views[_current].Count == count) return;
        }
        var length = checked(count * _rowLength);
        if (_values.Length < length)
        {
            Array.Resize(ref _values, length);
            Array.Clear(_views); // they are of the old memory
        }
        _current = _next;
        _next = (_next + 1) % Sizes;
        _views[_current] = (count, ViewOf(count));
    }

    // Not where it is called: what the function below captures would be allocated there at each call.
    private Tensor<T> ViewOf(int count)
    {
        nint[] lengths = [.. Signature.Extents.ToArray().Select(e => (nint)(e == TensorSignature.Batch ? count : e))];
        return Tensor.Create(_values, 0, lengths.Length == 0 ? [1] : lengths, []);
    }

    public override void Gather(DataColumn column, ReadOnlySpan<int> rows) => column.CopyRows(rows, Values);
}
