using System.Globalization;
using System.Text;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Layers;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Says in plain words what was compiled.</summary>
public static class SummaryWriter
{
    /// <summary>The summary of a model.</summary>
    public static string Write(string name, ModelInstance root, IReadOnlyList<ModelProgram> programs, IReadOnlyList<LayerCosts> layers)
    {
        var text = new StringBuilder();
        text.Append(name).Append('\n');
        var parameters = root.All().SelectMany(i => i.Tensors.Values).Where(t => t.Role is TensorRole.Parameter or TensorRole.State).OrderBy(t => t.Ordinal).ToArray();
        foreach (var t in parameters) text.Append("  ").Append(t.Role == TensorRole.State ? "state     " : "parameter ").Append(t.Name).Append(": ").Append(Shape(t)).Append('\n');
        text.Append("  parameters in all: ").Append(ParameterCount(root)).Append('\n');
        if (layers.Count > 0) text.Append("layers, for one example\n");
        foreach (var line in LayerTable.Lines(layers)) text.Append("  ").Append(line).Append('\n');
        foreach (var program in programs)
        {
            text.Append(program.Name).Append(": ").Append(Operations(program.Tensors)).Append(" floating-point operations, ").Append(program.Loops.Memory()).Append(" bytes of intermediates\n");
            if (program.Loops.Recomputed.Count > 0) text.Append("  computed again to save memory: ").Append(string.Join(", ", program.Loops.Recomputed)).Append('\n');
            foreach (var region in program.Loops.Regions)
            {
                text.Append("  region ").Append(region.Number);
                if (region.Row is { } row) text.Append(", ").Append(row.Name).Append(" < ").Append(row.Extent).Append(" by ").Append(region.BlockRows);
                text.Append('\n');
                foreach (var nest in region.Nests)
                {
                    for (var k = 0; k < nest.Formulas.Count; k++) text.Append(k == 0 ? "    " : "      fused: ").Append(nest.Formulas[k]).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// The same in few lines, for the documentation of the class: its parameters, for each program what it costs and stores, and the statements of the
    /// first, side by side what was fused into one loop.
    /// </summary>
    public static IEnumerable<string> Remarks(ModelInstance root, IReadOnlyList<ModelProgram> programs, IReadOnlyList<LayerCosts> layers)
    {
        var parameters = root.All().SelectMany(i => i.Tensors.Values).Where(t => t.Role == TensorRole.Parameter).OrderBy(t => t.Ordinal).ToArray();
        if (parameters.Length > 0)
        {
            yield return $"<para>Parameters: {CsharpText.Xml(string.Join(", ", parameters.Select(t => $"{t.Name} ({Shape(t)})")))}; in all {CsharpText.Xml(ParameterCount(root).ToString())}.</para>";
        }

        if (layers.Count > 0)
        {
            yield return "<para>Layers:</para>";
            foreach (var line in LayerTable.Xml(layers)) yield return line;
        }

        foreach (var program in programs)
        {
            var stored = program.Loops.Kept().Where(k => k.Buffer.Tensor.Shape.Length > 0).Select(k => k.Buffer.Tensor.Name).ToArray();
            var kept = stored.Length == 0 ? "" : $" ({string.Join(", ", stored)})";
            var again = program.Loops.Recomputed.Count == 0 ? "" : $"; computed again: {string.Join(", ", program.Loops.Recomputed)}";
            yield return $"<para><b>{program.Name}</b>: {CsharpText.Xml(Operations(program.Tensors).ToString())} floating-point operations, {CsharpText.Xml(program.Loops.Memory().ToString())} bytes of intermediates{CsharpText.Xml(kept)}{again}.</para>";
        }

        if (programs.Count == 0) yield break;
        yield return $"<para>The statements of {programs[0].Name}, side by side what runs in one loop; those of the others stand in the generated files.</para>";
        foreach (var nest in programs[0].Loops.Regions.SelectMany(r => r.Nests)) yield return $"<c>{CsharpText.Xml(string.Join("; ", nest.Formulas))}</c><br/>";
    }

    /// <summary>How many numbers the parameters of a model are, those of used models included.</summary>
    public static Extent ParameterCount(ModelInstance root) => root.All().SelectMany(i => i.Tensors.Values).Where(t => t.Role == TensorRole.Parameter)
        .Aggregate(Extent.Zero, (s, t) => s + t.Shape.Aggregate(Extent.One, (p, e) => p * e));

    /// <summary>Floating-point operations of one call; multiplication and addition count one each.</summary>
    public static Extent Operations(TensorProgram program)
    {
        var sum = Extent.Zero;
        foreach (var s in program.Statements) sum += Operations(s);
        return sum;
    }

    /// <summary>Floating-point operations of one statement.</summary>
    public static Extent Operations(Statement s)
    {
        if (s.Reducer.IsMatrix()) return Extent.Of(2) * s.Reducer.Multiplications(s.Reduced[0].Extent!) * s.Free.Except(s.Own).Aggregate(Extent.One, (p, i) => p * i.Extent!);
        long each = s.Body.Nodes().Where(n => n.Kind == ExpressionKind.Apply && n.Type is ScalarType.Float or ScalarType.Double).Sum(n => (long)n.Operator.Cost);
        if (s.Reducer != Reducer.None) each += s.Reducer == Reducer.LogSumExp ? 10 : 1;
        return Extent.Of(each) * s.Domain.Aggregate(Extent.One, (p, i) => p * i.Extent!);
    }

    private static string Shape(Tensor t) => t.Shape.Length == 0 ? "1" : string.Join(" × ", t.Shape.Select(e => e.ToFactor()));
}
