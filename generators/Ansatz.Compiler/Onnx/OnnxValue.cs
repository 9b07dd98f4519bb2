using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>A value of the graph: a tensor of which dimension k runs over <c>Axes[k]</c>. An index that is no axis does not change the value.</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="Type">The type; whole numbers have 64 bits.</param>
/// <param name="Axes">The indices, one for each dimension.</param>
internal sealed record OnnxValue(string Name, ScalarType Type, Index[] Axes);

/// <summary>Something that standard operators do not compute.</summary>
internal sealed class OnnxUnsupportedException(string message) : Exception(message);
