using System.ComponentModel;

namespace Ansatz.Onnx;

/// <summary>Element types of an ONNX file, by the numbers that <c>TensorProto.DataType</c> of onnx.proto has for them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum OnnxType
{
    /// <summary>Single precision.</summary>
    Float = 1,

    /// <summary>What an <see cref="int"/> of a model is where the graph begins and ends.</summary>
    Int32 = 6,

    /// <summary>What an <see cref="int"/> of a model is in between: ONNX has its indices in 64 bits.</summary>
    Int64 = 7,

    /// <summary>Truth values.</summary>
    Bool = 9,

    /// <summary>Double precision.</summary>
    Double = 11,
}
