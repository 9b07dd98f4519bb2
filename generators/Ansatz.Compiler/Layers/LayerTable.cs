using System.Globalization;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Layers;

/// <summary>What one layer of a model has and costs: counted on the programs as they were compiled, for one example.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Parameters">Numbers of its parameters.</param>
/// <param name="Bytes">Bytes of its parameters.</param>
/// <param name="Dense">Weights of a dense layer between the same shapes, or null where there is none to compare with.</param>
/// <param name="Forward">Floating-point operations forward.</param>
/// <param name="Gradient">Floating-point operations forward and back, or null without a loss.</param>
/// <param name="Saved">Bytes that the way forward keeps for the way back.</param>
public sealed record LayerCosts(LayerUse Layer, Extent Parameters, Extent Bytes, Extent? Dense, Extent? Forward, Extent? Gradient, Extent? Saved);

/// <summary>The table of a model's layers, for its summary and for the documentation of its class.</summary>
public static class LayerTable
{
    /// <summary>A row for each layer, in order.</summary>
    /// <param name="root">The model.</param>
    /// <param name="programs">Its programs.</param>
    /// <param name="uses">The declarations of all models.</param>
    public static IReadOnlyList<LayerCosts> Of(ModelInstance root, IReadOnlyList<ModelProgram> programs, EquatableArray<ImportedModel> uses)
    {
        var batch = root.Syntax.Of(MemberKind.Batch).Select(static m => Extent.Named(ModelInstance.KernelName(m.Name))).FirstOrDefault();
        var forward = programs.FirstOrDefault(static p => p.Purpose is ProgramPurpose.Evaluate) ?? programs.FirstOrDefault(static p => p.Purpose == ProgramPurpose.Loss);
        var gradient = programs.FirstOrDefault(static p => p.Purpose == ProgramPurpose.Gradient);
        var rows = new List<LayerCosts>();
        foreach (var layer in LayerUse.Of(root))
        {
            var bytes = layer.Parameters.Aggregate(Extent.Zero, static (sum, t) => sum + (t.Shape.Aggregate(Extent.One, static (p, e) => p * e) * Extent.Of(t.Type == ScalarType.Double ? 8 : 4)));
            var dense = layer.WeightCount.Equals(Extent.Zero) || !FactorizationAdvice.IsAffine(layer, uses) ? null : layer.In * layer.Out;
            rows.Add(new LayerCosts(layer, layer.ParameterCount, bytes, dense, Operations(forward, layer, batch), Operations(gradient, layer, batch), Saved(gradient, layer, batch)));
        }

        return rows;
    }

    /// <summary>The table as lines of text with columns of equal width; none for a model without layers.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<LayerCosts> rows)
    {
        if (rows.Count == 0) yield break;
        var cells = rows.Select(Cells).Prepend(["layer", "class", "shapes", "parameters", "bytes", "of dense", "forward", "with gradient", "saved bytes"]).ToArray();
        var widths = Enumerable.Range(0, cells[0].Length).Select(c => cells.Max(r => r[c].Length)).ToArray();
        foreach (var row in cells) yield return string.Join("  ", row.Select((cell, c) => c < 3 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd();
    }

    /// <summary>The same as a table of a documentation comment.</summary>
    public static IEnumerable<string> Xml(IReadOnlyList<LayerCosts> rows)
    {
        foreach (var row in rows)
        {
            var c = Cells(row);
            yield return CsharpText.Xml($"{c[0]} ({c[1]}): {c[2]}; {c[3]} parameters in {c[4]} bytes{(c[5] == "–" ? "" : $", {c[5]} of a dense layer's weights")}; floating-point operations for one example {c[6]}, with gradient {c[7]}; {c[8]} bytes kept for it.") + "<br/>";
        }
    }

    /// <summary>Whether a tensor was made for an equation of an instance, or of one that it uses: what they compute has its path before its name, and its adjoint a d before that.</summary>
    public static bool IsOf(ModelInstance instance, string tensor) => tensor.StartsWith(instance.Path, StringComparison.Ordinal) || tensor.StartsWith("d" + instance.Path, StringComparison.Ordinal);

    private static string[] Cells(LayerCosts row) =>
    [
        row.Layer.Name, row.Layer.Class, $"{LayerUse.Text(row.Layer.From)} → {LayerUse.Text(row.Layer.To)}", Text(row.Parameters), Text(row.Bytes),
        row.Dense is null ? "–" : row.Dense.Constant is { } dense && row.Layer.WeightCount.Constant is { } weights ? (100.0 * weights / dense).ToString("0.0", CultureInfo.InvariantCulture) + " %" : $"{row.Layer.WeightCount} of {row.Dense}",
        Text(row.Forward), Text(row.Gradient), Text(row.Saved),
    ];

    private static string Text(Extent? number) => number is null ? "–" : number.Constant is { } constant ? FactorizationAdvice.Count(constant) : number.ToString();

    // What grows with the batch, for one example; what does not is of the parameters, and is spread over the batch.
    private static Extent? Operations(ModelProgram? program, LayerUse layer, Extent? batch)
    {
        if (program is null) return null;

        // What goes back to the layer's input is a product with its weights, under the name of the equation before it.
        var statements = program.Tensors.Statements.Where(s => IsOf(layer.Instance, s.Target.Name) || s.Reads().Any(r => r.Tensor.Role == TensorRole.Parameter && r.Tensor.Name.StartsWith(layer.Instance.Path, StringComparison.Ordinal)));
        var sum = statements.Aggregate(Extent.Zero, static (all, s) => all + SummaryWriter.Operations(s));
        return batch is null ? sum : sum.Split(batch).Quotient;
    }

    private static Extent? Saved(ModelProgram? program, LayerUse layer, Extent? batch)
    {
        if (program is null) return null;
        var kept = program.Loops.Kept().Where(k => k.Buffer.Storage == Storage.Whole && k.Buffer.Tensor.Name.StartsWith(layer.Instance.Path, StringComparison.Ordinal)).Aggregate(Extent.Zero, static (all, k) => all + k.Bytes);
        return batch is null ? kept : kept.Split(batch).Quotient;
    }
}
