using System.ComponentModel;
using System.Text;

namespace Ansatz.Onnx;

/// <summary>One application of a standard operator.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OnnxNode
{
    // Kinds of AttributeProto in onnx.proto.
    private const int IntegerKind = 2, TextKind = 3, GraphKind = 5, IntegersKind = 7;

    private readonly string _operator;
    private readonly string[] _inputs, _outputs;
    private readonly string _formula;
    private readonly List<Action<ProtobufWriter>> _attributes = [];

    internal OnnxNode(string @operator, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, string formula) =>
        (_operator, _inputs, _outputs, _formula) = (@operator, inputs.ToArray(), outputs.ToArray(), formula);

    /// <summary>An attribute that is a whole number.</summary>
    public OnnxNode With(string name, long value) => Add(name, IntegerKind, a => a.Integer(3, value));

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public OnnxNode With(string name, long[] values) => Add(name, IntegersKind, a =>
    {
        foreach (var value in values) a.Integer(8, value);
    });

    /// <summary>An attribute that is a text.</summary>
    public OnnxNode With(string name, string value) => Add(name, TextKind, a => a.Bytes(4, Encoding.UTF8.GetBytes(value)));

    /// <summary>An attribute that is a graph: what a loop repeats. It sees the values of the graph around it.</summary>
    public OnnxNode With(string name, OnnxGraph graph) => Add(name, GraphKind, a => a.Message(6, graph.Write));

    internal void Write(ProtobufWriter node)
    {
        foreach (var input in _inputs) node.Text(1, input);
        foreach (var output in _outputs) node.Text(2, output);
        node.Text(3, _outputs[0]).Text(4, _operator);
        foreach (var attribute in _attributes) node.Message(5, attribute);
        if (_formula.Length > 0) node.Text(6, _formula);
    }

    private OnnxNode Add(string name, int kind, Action<ProtobufWriter> value)
    {
        _attributes.Add(attribute =>
        {
            attribute.Text(1, name);
            value(attribute);
            attribute.Integer(20, kind);
        });
        return this;
    }
}
