using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>Element types of an ONNX graph, by their names in <c>Ansatz.Onnx.OnnxType</c>.</summary>
internal enum OnnxType
{
    Float,
    Double,
    Bool,

    /// <summary>What an <c>int</c> of a model is where the graph begins and ends.</summary>
    Int32,

    /// <summary>What it is in between.</summary>
    Int64,
}

/// <summary>What a graph lists: nodes, constants, and what people want to know of them.</summary>
internal abstract record OnnxItem;

/// <summary>The equations that the nodes after it compute.</summary>
internal sealed record OnnxEquation(IReadOnlyList<string> Formulas) : OnnxItem;

/// <summary>A stored tensor of the model, under its name.</summary>
internal sealed record OnnxStored(Tensor Tensor) : OnnxItem;

/// <summary>A constant: a literal, or an integer made of extents that are known when the file is written.</summary>
internal sealed record OnnxNumber(string Name, ScalarType Type, Expression Value) : OnnxItem;

/// <summary>A list of whole numbers: axes, or extents.</summary>
internal sealed record OnnxIntegers(string Name, IReadOnlyList<Extent> Values) : OnnxItem;

/// <summary>A constant tensor: a whole number or a truth value for each value of some indices.</summary>
internal sealed record OnnxTable(string Name, ScalarType Type, IReadOnlyList<Index> Indices, Expression Value) : OnnxItem;

/// <summary>A value on the way with its type and extents, for people who look at the graph.</summary>
internal sealed record OnnxIntermediate(OnnxPort Port) : OnnxItem;

/// <summary>An attribute of a node: whole numbers, a text, or the graph that a loop repeats.</summary>
internal sealed record OnnxAttribute(string Name)
{
    /// <summary>A whole number.</summary>
    public long? Integer { get; init; }

    /// <summary>Whole numbers, which may be known only when the file is written.</summary>
    public IReadOnlyList<Extent>? Integers { get; init; }

    /// <summary>Whether <see cref="Integers"/> is a list, and not one number that is known only then.</summary>
    public bool IsList { get; init; } = true;

    /// <summary>A text.</summary>
    public string? Text { get; init; }

    /// <summary>What a loop repeats.</summary>
    public OnnxGraph? Body { get; init; }
}

/// <summary>One application of a standard operator.</summary>
internal sealed record OnnxNode(string Operator) : OnnxItem
{
    /// <summary>The names of what goes in; an optional input that is left out is empty.</summary>
    public List<string> Inputs { get; init; } = [];

    /// <summary>The names of the results.</summary>
    public List<string> Outputs { get; init; } = [];

    /// <summary>The attributes.</summary>
    public List<OnnxAttribute> Attributes { get; init; } = [];
}

/// <summary>A value by which a graph is entered or left.</summary>
internal sealed record OnnxPort(string Name, OnnxType Type, IReadOnlyList<Extent> Shape);

/// <summary>A graph: the whole model, or what a loop repeats. Everything is listed before it is used.</summary>
internal sealed class OnnxGraph(string name)
{
    /// <summary>The name of the model, or of what is repeated.</summary>
    public string Name { get; } = name;

    /// <summary>What it is given.</summary>
    public List<OnnxPort> Inputs { get; } = [];

    /// <summary>What it gives.</summary>
    public List<OnnxPort> Outputs { get; } = [];

    /// <summary>Nodes and constants in order.</summary>
    public List<OnnxItem> Items { get; } = [];
}
