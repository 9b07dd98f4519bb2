using System.Numerics.Tensors;

namespace Ansatz;

/// <summary>Some examples as a model takes them, with memory for what it makes of them.</summary>
/// <remarks>The tensors are views of memory that the next batch overwrites. Not for use by several threads at once.</remarks>
public sealed class TrainingBatch
{
    private readonly BatchTensor[] _inputs;
    private readonly BatchTensor?[] _gradients, _outputs;

    /// <summary>Memory for batches of a model; it grows to the largest.</summary>
    public TrainingBatch(TrainingSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        Signature = signature;
        _inputs = [.. signature.Inputs.ToArray().Select(BatchTensor.Create)];
        _gradients = new BatchTensor?[_inputs.Length];
        _outputs = new BatchTensor?[signature.Outputs.Length];
    }

    /// <summary>Inputs and outputs by name and number.</summary>
    public TrainingSignature Signature { get; }

    /// <summary>How many examples it has: all tensors of examples are views of so many rows.</summary>
    public int Count
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
            foreach (var input in _inputs) input.Resize(value);
        }
    }

    /// <summary>Where the examples stand in the data set, in order.</summary>
    public ReadOnlySpan<int> Rows => RowNumbers.AsSpan(0, Count);

    /// <summary>A number that is another for each step of a training, and the same whenever it is repeated: for random changes to the examples.</summary>
    public int Seed { get; internal set; }

    /// <summary>An input of these examples, to be read or changed.</summary>
    /// <exception cref="ArgumentException">Its elements are not of type <typeparamref name="T"/>.</exception>
    public Tensor<T> Input<T>(int ordinal) where T : unmanaged => _inputs[ordinal].Typed<T>().View;

    /// <inheritdoc cref="Input{T}(int)"/>
    /// <exception cref="KeyNotFoundException">There is no input of that name.</exception>
    public Tensor<T> Input<T>(string name) where T : unmanaged => Input<T>(Signature.Input(name));

    /// <summary>The elements of an input, row by row.</summary>
    /// <exception cref="ArgumentException">Its elements are not of type <typeparamref name="T"/>.</exception>
    public Span<T> Values<T>(int ordinal) where T : unmanaged => _inputs[ordinal].Typed<T>().Values;

    /// <inheritdoc cref="Values{T}(int)"/>
    /// <exception cref="KeyNotFoundException">There is no input of that name.</exception>
    public Span<T> Values<T>(string name) where T : unmanaged => Values<T>(Signature.Input(name));

    /// <summary>An input that is a number.</summary>
    /// <exception cref="ArgumentException">It is not of type <typeparamref name="T"/>.</exception>
    public T Scalar<T>(int ordinal) where T : unmanaged => _inputs[ordinal].Typed<T>().Values[0];

    /// <summary>Memory for the gradient with respect to an input.</summary>
    /// <exception cref="ArgumentException">Its elements are not of type <typeparamref name="T"/>.</exception>
    public Tensor<T> InputGradient<T>(int ordinal) where T : unmanaged
    {
        var gradient = (_gradients[ordinal] ??= BatchTensor.Create(Signature.Inputs[ordinal])).Typed<T>();
        gradient.Resize(Count);
        return gradient.View;
    }

    /// <summary>Memory for an output; after an evaluation, the output of these examples.</summary>
    /// <exception cref="ArgumentException">Its elements are not of type <typeparamref name="T"/>.</exception>
    public Tensor<T> Output<T>(int ordinal) where T : unmanaged => OutputOf<T>(ordinal).View;

    /// <inheritdoc cref="Output{T}(int)"/>
    /// <exception cref="KeyNotFoundException">There is no output of that name.</exception>
    public Tensor<T> Output<T>(string name) where T : unmanaged => Output<T>(Signature.Output(name));

    /// <summary>The elements of an output, row by row.</summary>
    /// <exception cref="ArgumentException">Its elements are not of type <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> OutputValues<T>(int ordinal) where T : unmanaged => OutputOf<T>(ordinal).Values;

    internal int[] RowNumbers { get; set; } = [];

    internal BatchTensor this[int input] => _inputs[input];

    private BatchTensor<T> OutputOf<T>(int ordinal) where T : unmanaged
    {
        var output = (_outputs[ordinal] ??= BatchTensor.Create(Signature.Outputs[ordinal])).Typed<T>();
        output.Resize(Count);
        return output;
    }
}
