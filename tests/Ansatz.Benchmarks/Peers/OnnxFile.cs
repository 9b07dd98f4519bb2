using System.Runtime.InteropServices;
using Ansatz.Benchmarks.Data;

namespace Ansatz.Benchmarks.Peers;

/// <summary>
/// The low-rank layer as an ONNX model: MatMul, MatMul, Add, and gelu as exporters write it, z·(1 + Erf(z / √2)) · ½, which ONNX Runtime
/// recognises. Field numbers are those of onnx.proto.
/// </summary>
internal static class OnnxFile
{
    private const int IrVersion = 8, OperatorSet = 17, Float = 1;

    /// <summary>The bytes of the file, for a batch of a fixed size.</summary>
    public static byte[] LowRankLayer(int rows) => new ProtobufWriter()
        .Integer(1, IrVersion)
        .Message(7, graph => Graph(graph, rows))
        .Message(8, set => set.Text(1, "").Integer(2, OperatorSet))
        .ToArray();

    private static void Graph(ProtobufWriter graph, int rows)
    {
        Node(graph, "MatMul", ["x", "V"], "code");
        Node(graph, "MatMul", ["code", "U"], "product");
        Node(graph, "Add", ["product", "b"], "z");
        Node(graph, "Div", ["z", "root2"], "scaled");
        Node(graph, "Erf", ["scaled"], "erf");
        Node(graph, "Add", ["erf", "one"], "twice");
        Node(graph, "Mul", ["z", "twice"], "doubled");
        Node(graph, "Mul", ["doubled", "half"], "y");
        graph.Text(2, "layer");
        Constant(graph, "V", LowRankData.V, 512, 32);
        Constant(graph, "U", LowRankData.U, 32, 512);
        Constant(graph, "b", LowRankData.B, 512);
        Constant(graph, "root2", [MathF.Sqrt(2)]);
        Constant(graph, "one", [1]);
        Constant(graph, "half", [0.5f]);
        graph.Message(11, input => Value(input, "x", rows, 512));
        graph.Message(12, output => Value(output, "y", rows, 512));
    }

    private static void Node(ProtobufWriter graph, string operation, string[] inputs, string output) => graph.Message(1, node =>
    {
        foreach (string input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, output).Text(4, operation);
    });

    private static void Constant(ProtobufWriter graph, string name, float[] values, params int[] shape) => graph.Message(5, tensor =>
    {
        foreach (int extent in shape) tensor.Integer(1, extent);
        tensor.Integer(2, Float).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<float>(values));
    });

    private static void Value(ProtobufWriter value, string name, params int[] shape) => value
        .Text(1, name)
        .Message(2, type => type.Message(1, tensor => tensor
            .Integer(1, Float)
            .Message(2, dimensions =>
            {
                foreach (int extent in shape) dimensions.Message(1, dimension => dimension.Integer(1, extent));
            })));
}
