using System.Globalization;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>Writes the members of a model that write an ONNX file: the graph is listed item by item, with what is known of this object only as C# on its properties.</summary>
/// <param name="root">The tree of models.</param>
/// <param name="onModel">An extent in terms of the model's properties.</param>
internal sealed class OnnxEmitter(ModelInstance root, Func<Extent, string> onModel)
{
    private readonly Dictionary<string, string> _batches = root.Syntax.Of(MemberKind.Batch).ToDictionary(m => ModelInstance.KernelName(m.Name), m => m.Name);
    private readonly IdentifierNames _locals = Locals(root);
    private string _at = "at";

    /// <summary>Writes the members.</summary>
    public void Emit(CodeWriter code, OnnxGraph graph)
    {
        var ports = $"{string.Join(", ", graph.Inputs.Select(Meaning))} → {string.Join(", ", graph.Outputs.Select(Meaning))}";
        code.Line("/// <summary>Writes the model as a graph of standard ONNX operators, with the parameters and states that it has now. The file is replaced only once the new one is complete.</summary>");
        code.Line($"/// <remarks>{CsharpText.Xml(ports)}</remarks>");
        code.Line("/// <exception cref=\"System.IO.IOException\">The file cannot be written.</exception>");
        code.Line("/// <exception cref=\"NotSupportedException\">The file would be larger than 2 GiB, which the format cannot have.</exception>");
        code.Line("public void SaveOnnx(string path) => ToOnnx().Save(path);").Line();
        code.Line("/// <inheritdoc cref=\"SaveOnnx(string)\"/>");
        code.Line("public void SaveOnnx(System.IO.Stream stream) => ToOnnx().Save(stream);").Line();
        code.Line("private OnnxGraph ToOnnx()").Open();
        _at = _locals.For("at");
        Graph(code, graph, _locals.For("graph"), $", {CsharpText.Quote(ports)}");
        code.Line("return graph;").Close();
    }

    private void Graph(CodeWriter code, OnnxGraph graph, string variable, string documentation = "")
    {
        code.Line($"var {variable} = new OnnxGraph({CsharpText.Quote(graph.Name)}{documentation});");
        foreach (var port in graph.Inputs) code.Line($"{variable}.Input({Port(port)});");
        foreach (var item in graph.Items) Item(code, item, variable);
        foreach (var port in graph.Outputs) code.Line($"{variable}.Output({Port(port)});");
    }

    private void Item(CodeWriter code, OnnxItem item, string graph)
    {
        switch (item)
        {
            case OnnxEquation { Formulas.Count: 0 }:
                break;
            case OnnxEquation equation:
                code.Line().Line($"{graph}.Equation({string.Join(", ", equation.Formulas.Select(CsharpText.Quote))});");
                break;
            case OnnxStored stored:
                code.Line($"{graph}.Stored(Parameters[{stored.Tensor.Ordinal.ToString(CultureInfo.InvariantCulture)}]); // {CsharpText.Comment(stored.Tensor.Name)}");
                break;
            case OnnxNumber number:
                code.Line($"{graph}.Number({CsharpText.Quote(number.Name)}, {Number(number)});");
                break;
            case OnnxIntegers integers:
                code.Line($"{graph}.Integers({CsharpText.Quote(integers.Name)}, {string.Join(", ", integers.Values.Select(onModel))});");
                break;
            case OnnxTable table:
                var shape = string.Join(", ", table.Indices.Select(i => onModel(i.Extent!)));
                code.Line($"{graph}.Table({CsharpText.Quote(table.Name)}, [{shape}], {_at} => {OnnxText.OfElement(table.Value, table.Indices, onModel, _at)});");
                break;
            case OnnxIntermediate known:
                code.Line($"{graph}.Intermediate({Port(known.Port)});");
                break;
            case OnnxNode node:
                Node(code, node, graph);
                break;
        }
    }

    private void Node(CodeWriter code, OnnxNode node, string graph)
    {
        var attributes = "";
        foreach (var a in node.Attributes)
        {
            var value = a.Integer is { } integer ? integer.ToString(CultureInfo.InvariantCulture)
                : a.Integers is { } one && !a.IsList ? onModel(one[0])
                : a.Integers is { } integers ? $"[{string.Join(", ", integers.Select(onModel))}]"
                : a.Text is { } text ? CsharpText.Quote(text) : Body(code, a.Body!);
            attributes += $".With({CsharpText.Quote(a.Name)}, {value})";
        }

        var outputs = string.Join(", ", node.Outputs.Select(CsharpText.Quote));
        code.Line($"{graph}.Node({CsharpText.Quote(node.Operator)}, [{string.Join(", ", node.Inputs.Select(CsharpText.Quote))}], {(node.Outputs.Count == 1 ? outputs : $"[{outputs}]")}){attributes};");
    }

    private string Body(CodeWriter code, OnnxGraph body)
    {
        var variable = _locals.For("step");
        Graph(code, body, variable);
        code.Line();
        return variable;
    }

    // Nothing that is declared here hides a member of the model.
    private static IdentifierNames Locals(ModelInstance root)
    {
        var names = new IdentifierNames();
        foreach (var m in root.Syntax.Members) names.Take(m.Name);
        return names;
    }

    private string Number(OnnxNumber number) => number.Value.Kind switch
    {
        ExpressionKind.Constant => CsharpText.Literal(number.Value.Number, number.Type),
        _ when number.Type is ScalarType.Float or ScalarType.Double => $"({CsharpText.Type(number.Type)})({onModel(number.Value.Arguments[0].Extent)})",
        _ => OnnxText.OfElement(number.Value, [], onModel),
    };

    private string Port(OnnxPort port) => string.Concat($"{CsharpText.Quote(port.Name)}, OnnxType.{port.Type}", string.Concat(port.Shape.Select(e => ", " + Dimension(e))));

    private string Dimension(Extent e) => e.Names.Any(IsOfBatch) ? CsharpText.Quote(Text(e)) : onModel(e);

    private bool IsOfBatch(string extent) => _batches.Keys.Any(b => extent == b || (extent[0] == '(' && System.Text.RegularExpressions.Regex.IsMatch(extent, $@"\b{b}\b")));

    private string Text(Extent e) => _batches.Aggregate(e.ToString(), static (text, b) => System.Text.RegularExpressions.Regex.Replace(text, $@"\b{b.Key}\b", b.Value));

    private string Meaning(OnnxPort port) => port.Shape.Count == 0 ? port.Name : $"{port.Name}[{string.Join(", ", port.Shape.Select(Text))}]";
}
