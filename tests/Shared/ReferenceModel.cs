using System.Numerics.Tensors;

namespace Ansatz.Testing;

/// <summary>A model whose partial members <see cref="ReferenceMembersWriter"/> wrote.</summary>
public interface IReferenceModel
{
    /// <summary>Its stored tensors.</summary>
    ReferenceStore Store { get; }

    /// <summary>The models that it uses, by property.</summary>
    IEnumerable<(string Name, IReferenceModel Model)> Uses { get; }

    /// <summary>Sets what the inputs read.</summary>
    void Bind(ModelArguments arguments);

    /// <summary>Sets what the batch extents read, those of used models too.</summary>
    void SetBatch(int value);
}

/// <summary>What an executed reference model keeps.</summary>
public sealed class ReferenceStore
{
    /// <summary>The stored tensors by name.</summary>
    public Dictionary<string, NamedArray> Tensors { get; } = [];

    /// <summary>Whether a gradient is being computed.</summary>
    public bool Training { get; set; }

    /// <summary>Adds a stored tensor.</summary>
    public Tensor<T> Allocate<T>(string name, nint[] shape)
    {
        var values = new T[shape.Aggregate((nint)1, (a, b) => a * b)];
        Tensors.Add(name, new NamedArray(name, values, shape));
        return Tensor.Create(values, shape);
    }
}
