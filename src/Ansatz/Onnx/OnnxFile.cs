namespace Ansatz.Onnx;

/// <summary>A graph as a file: <c>ModelProto</c> of onnx.proto.</summary>
internal static class OnnxFile
{
    /// <summary>The version of the file format, that of ONNX 1.15.</summary>
    public const int IrVersion = 9;

    /// <summary>The version of the standard operators, that of ONNX 1.15.</summary>
    public const int OperatorSet = 20;

    /// <summary>Writes beside the path and renames, so that at the path there is the old file or the new one, never half of one.</summary>
    public static void Write(OnnxGraph graph, string path)
    {
        var model = Model(graph);
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                model.CopyTo(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes the file's content.</summary>
    public static void Write(OnnxGraph graph, Stream stream) => Model(graph).CopyTo(stream);

    private static ProtobufWriter Model(OnnxGraph graph)
    {
        var model = new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "Ansatz")
            .Text(3, typeof(OnnxFile).Assembly.GetName().Version?.ToString(3) ?? "")
            .Message(7, graph.Write)
            .Message(8, set => set.Text(1, "").Integer(2, OperatorSet));
        return model.Length <= int.MaxValue ? model
            : throw new NotSupportedException($"The ONNX file would have {model.Length} bytes; a message of the format has at most {int.MaxValue}.");
    }
}
