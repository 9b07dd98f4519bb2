using System.Numerics.Tensors;

namespace Ansatz.Testing;

/// <summary>A tensor or scalar handed to a model, as a plain array with a shape.</summary>
/// <param name="Name">The name in the declaration.</param>
/// <param name="Values">The elements, row by row.</param>
/// <param name="Shape">The extents; empty for a scalar.</param>
public sealed record NamedArray(string Name, Array Values, nint[] Shape)
{
    /// <summary>The elements as double precision numbers.</summary>
    public double[] ToDoubles() => Values switch
    {
        double[] d => [.. d],
        float[] f => Array.ConvertAll(f, v => (double)v),
        int[] i => Array.ConvertAll(i, v => (double)v),
        _ => throw new InvalidOperationException($"{Name} is of {Values.GetType()}."),
    };

    /// <summary>The same with float widened to double.</summary>
    public NamedArray Widen() => this with { Values = Values is float[] f ? Array.ConvertAll(f, v => (double)v) : (Array)Values.Clone() };
}

/// <summary>What one run hands to a model: extents, inputs, memory for outputs and gradients, instances from outside. Names ignore case.</summary>
public sealed class ModelArguments(IReadOnlyDictionary<string, int> extents)
{
    private readonly Dictionary<string, NamedArray> _arrays = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, object> _instances = new(StringComparer.OrdinalIgnoreCase);
    private object? _shared;

    /// <summary>The instances that were handed to constructors, by parameter name.</summary>
    public IReadOnlyDictionary<string, object> Instances => _instances;

    /// <summary>All arrays.</summary>
    public IEnumerable<NamedArray> Arrays => _arrays.Values;

    /// <summary>The array of that name.</summary>
    public NamedArray this[string name]
    {
        get => _arrays.TryGetValue(name, out var array) ? array : throw new InvalidOperationException($"The generated member asks for '{name}', which the declaration does not have.");
        set => _arrays[name] = value;
    }

    /// <summary>Gives the instance that a constructor asks for, whatever its parameter is called.</summary>
    public void Share(object instance) => _shared = instance;

    /// <summary>The extent of that name.</summary>
    public int Extent(string name) =>
        extents.TryGetValue(name, out var value) ? value : throw new InvalidOperationException($"The size does not give '{name}'.");

    /// <summary>Whether the size gives that extent.</summary>
    public bool TryExtent(string name, out int value) => extents.TryGetValue(name, out value);

    /// <summary>The instance for a constructor's parameter: the shared one, or a new one that is kept.</summary>
    public TModel Instance<TModel>(string name, Func<TModel> create)
        where TModel : class
    {
        if (!_instances.TryGetValue(name, out var instance)) _instances[name] = instance = _shared ?? create();
        return (TModel)instance;
    }

    /// <summary>A tensor to read.</summary>
    public ReadOnlyTensorSpan<T> Read<T>(string name) => new((T[])this[name].Values, this[name].Shape, []);

    /// <summary>A tensor to write.</summary>
    public TensorSpan<T> Write<T>(string name) => new((T[])this[name].Values, this[name].Shape, []);

    /// <summary>A tensor over the array.</summary>
    public Tensor<T> Tensor<T>(string name) => System.Numerics.Tensors.Tensor.Create((T[])this[name].Values, this[name].Shape);

    /// <summary>A scalar.</summary>
    public T Scalar<T>(string name) => ((T[])this[name].Values)[0];
}
