using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ansatz.Onnx;

/// <summary>The value of a table at given indices, outermost first.</summary>
/// <typeparam name="T"><see cref="long"/> or <see cref="bool"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T OnnxElement<T>(ReadOnlySpan<int> at);

/// <summary>
/// A graph of standard ONNX operators in the making: what the generated method <c>SaveOnnx</c> of a model lists, and writes to a file. Values are known by their names, which
/// are those of the model where it has one.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OnnxGraph
{
    private readonly string _name, _documentation;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<Action<ProtobufWriter>> _initializers = [], _inputs = [], _outputs = [], _values = [];
    private string _formula = "";

    /// <summary>A graph without nodes.</summary>
    /// <param name="name">The name of the model, or of what a loop repeats.</param>
    /// <param name="documentation">A text for people, or nothing.</param>
    public OnnxGraph(string name, string documentation = "") => (_name, _documentation) = (name, documentation);

    /// <summary>A tensor that comes with each call.</summary>
    public void Input(string name, OnnxType type, params ReadOnlySpan<OnnxDimension> shape) => _inputs.Add(Value(name, type, shape));

    /// <summary>A tensor that each call gives.</summary>
    public void Output(string name, OnnxType type, params ReadOnlySpan<OnnxDimension> shape) => _outputs.Add(Value(name, type, shape));

    /// <summary>The type and the extents of a value on the way, for people who look at the graph.</summary>
    public void Intermediate(string name, OnnxType type, params ReadOnlySpan<OnnxDimension> shape) => _values.Add(Value(name, type, shape));

    /// <summary>A stored tensor of the model, under its name; whole numbers in 64 bits.</summary>
    public void Stored(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var shape = Array.ConvertAll(parameter.Shape.ToArray(), extent => (long)extent);
        var bytes = parameter.Segment.ReadBytes(0, parameter.Length);
        if (parameter.ElementType == typeof(int)) Tensor(parameter.Name, OnnxType.Int64, shape, Bytes<long>([.. MemoryMarshal.Cast<byte, int>(bytes)]));
        else Tensor(parameter.Name, parameter.ElementType == typeof(float) ? OnnxType.Float : OnnxType.Double, shape, bytes.ToArray());
    }

    /// <summary>A constant.</summary>
    public void Number(string name, float value) => Tensor(name, OnnxType.Float, [], Bytes([value]));

    /// <inheritdoc cref="Number(string, float)"/>
    public void Number(string name, double value) => Tensor(name, OnnxType.Double, [], Bytes([value]));

    /// <inheritdoc cref="Number(string, float)"/>
    public void Number(string name, long value) => Tensor(name, OnnxType.Int64, [], Bytes([value]));

    /// <inheritdoc cref="Number(string, float)"/>
    public void Number(string name, bool value) => Tensor(name, OnnxType.Bool, [], Bytes([value]));

    /// <summary>A list of whole numbers: axes, or extents.</summary>
    public void Integers(string name, params long[] values) => Tensor(name, OnnxType.Int64, [values.Length], Bytes(values));

    /// <summary>A constant tensor of whole numbers: places that are read, or values of indices.</summary>
    public void Table(string name, ReadOnlySpan<long> shape, OnnxElement<long> element) => Tensor(name, OnnxType.Int64, shape.ToArray(), Bytes(Elements(shape, element)));

    /// <summary>A constant tensor of truth values: conditions on indices.</summary>
    public void Table(string name, ReadOnlySpan<long> shape, OnnxElement<bool> element) => Tensor(name, OnnxType.Bool, shape.ToArray(), Bytes(Elements(shape, element)));

    /// <summary>The equations that the nodes after this compute.</summary>
    public void Equation(params string[] formulas) => _formula = string.Join("\n", formulas);

    /// <summary>An operator of one result.</summary>
    public OnnxNode Node(string @operator, ReadOnlySpan<string> inputs, string output) => Node(@operator, inputs, [output]);

    /// <summary>An operator of several results.</summary>
    public OnnxNode Node(string @operator, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs)
    {
        var node = new OnnxNode(@operator, inputs, outputs, _formula);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Writes the model to a file, which is replaced only once the new one is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">The file would be larger than 2 GiB, which the format cannot have.</exception>
    public void Save(string path) => OnnxFile.Write(this, path);

    /// <summary>Writes the model into a stream.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="NotSupportedException">The file would be larger than 2 GiB, which the format cannot have.</exception>
    public void Save(Stream stream) => OnnxFile.Write(this, stream);

    internal void Write(ProtobufWriter graph)
    {
        foreach (var node in _nodes) graph.Message(1, node.Write);
        graph.Text(2, _name);
        foreach (var initializer in _initializers) graph.Message(5, initializer);
        if (_documentation.Length > 0) graph.Text(10, _documentation);
        foreach (var input in _inputs) graph.Message(11, input);
        foreach (var output in _outputs) graph.Message(12, output);
        foreach (var value in _values) graph.Message(13, value);
    }

    private static Action<ProtobufWriter> Value(string name, OnnxType type, ReadOnlySpan<OnnxDimension> shape)
    {
        var dimensions = shape.ToArray();
        return value => value.Text(1, name).Message(2, kind => kind.Message(1, tensor => tensor.Integer(1, (long)type).Message(2, extents =>
        {
            foreach (var dimension in dimensions) extents.Message(1, dimension.Write);
        })));
    }

    private void Tensor(string name, OnnxType type, long[] shape, byte[] bytes) => _initializers.Add(tensor =>
    {
        foreach (var extent in shape) tensor.Integer(1, extent);
        tensor.Integer(2, (long)type).Text(8, name).Bytes(9, bytes);
    });

    private static byte[] Bytes<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("ONNX files are little-endian, and so must the machine be.");
        return MemoryMarshal.AsBytes(values).ToArray();
    }

    private static T[] Elements<T>(ReadOnlySpan<long> shape, OnnxElement<T> element)
    {
        long length = 1;
        foreach (var extent in shape) length *= extent;
        var values = new T[length];
        Span<int> at = stackalloc int[shape.Length];
        at.Clear();
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = element(at);
            for (var d = at.Length - 1; d >= 0 && ++at[d] == shape[d]; d--) at[d] = 0;
        }

        return values;
    }
}
