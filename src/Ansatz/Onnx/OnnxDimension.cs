using System.ComponentModel;

namespace Ansatz.Onnx;

/// <summary>One extent of a tensor in an ONNX file: a number, or the name of one that every call may choose.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct OnnxDimension
{
    private OnnxDimension(string? name, long value) => (Name, Value) = (name, value);

    /// <summary>The name, or null where the extent is a number.</summary>
    public string? Name { get; }

    /// <summary>The number.</summary>
    public long Value { get; }

    /// <summary>A number.</summary>
    public static implicit operator OnnxDimension(long value) => new(null, value);

    /// <summary>A name.</summary>
    public static implicit operator OnnxDimension(string name) => new(name, 0);

    internal void Write(ProtobufWriter dimension)
    {
        if (Name is null) dimension.Integer(1, Value);
        else dimension.Text(2, Name);
    }
}
