using System.Globalization;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Layers;

/// <summary>
/// A layer by itself, as a model: its input is an input, its output an output, and the loss weights the output with given numbers, so that its gradient is all that
/// a network would compute for the layer. Its extents are numbers.
/// </summary>
public static class LayerProbe
{
    /// <summary>The batch extent of such a model.</summary>
    public const string Batch = "N";

    /// <summary>The metadata name under which the dense layer is used.</summary>
    private const string DenseKey = "Dense";

    /// <summary>The layer as a model, or null if it cannot be taken out: an extent is no number, or a model is handed to it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="uses">The declarations of all models.</param>
    /// <param name="changed">Other values for some of its extents.</param>
    public static CompileInput? Of(LayerUse layer, EquatableArray<ImportedModel> uses, params (string Extent, long Value)[] changed)
    {
        if (layer.Instance.Syntax.Of(MemberKind.Use).Any(static u => !u.Owned)) return null;
        var arguments = new List<string>();
        foreach (var extent in layer.Instance.Syntax.Of(MemberKind.Extent))
        {
            var other = Array.FindIndex(changed, c => c.Extent == extent.Name);
            if ((other >= 0 ? changed[other].Value : layer.Number(extent.Name)) is not { } value) return null;
            arguments.Add($"({extent.Name} {Text(value)})");
        }

        if (layer.From.Concat(layer.To).Any(static e => e.Constant is null) && changed.Length == 0) return null;
        var input = layer.Maps.Parameters[0].Type.Items.Last().Atom!;
        return Model(layer.Instance.Syntax.Key, string.Join(" ", arguments), layer.Maps.Name, input, layer.Maps.Type == ScalarType.Double ? "double" : "float", Numbers(layer.From), Numbers(layer.To), uses);
    }

    /// <summary>The dense layer between as many numbers, in one row each.</summary>
    /// <param name="rows">The length of a row that goes in.</param>
    /// <param name="columns">The length of a row that comes out.</param>
    /// <param name="type"><c>float</c> or <c>double</c>.</param>
    public static CompileInput Dense(long rows, long columns, string type)
    {
        var reduce = type == "double" ? "Reduce" : "ReduceF";
        string[] lines =
        [
            "(extent In public)",
            "(extent Out public)",
            $"(parameter W {type} (Out In) public)",
            $"(parameter B {type} (Out) public)",
            $"(equation Y {type} ((x (fn int int {type})) (n int) (o int)) (public (maps (In) (Out))) (+ ({reduce}.Sum (In) (fn (i) (* ([] W o i) (apply x n i)))) ([] B o)))",
        ];
        return Model(DenseKey, $"(In {Text(rows)}) (Out {Text(columns)})", "Y", type, type, [rows], [columns], new([new ImportedModel(DenseKey, string.Join("\n", lines))]));
    }

    private static CompileInput Model(string key, string arguments, string equation, string input, string type, long[] from, long[] to, EquatableArray<ImportedModel> uses)
    {
        var rows = string.Join(" ", from.Select((_, d) => "p" + Text(d)));
        var indices = string.Join(" ", to.Select((_, d) => "i" + Text(d)));
        var (shape, reduce) = (string.Join(" ", to.Select(Text)), type == "double" ? "Reduce" : "ReduceF");
        var differentiated = input == "int" ? "" : " :gradient";
        string[] lines =
        [
            $"(batch {Batch} public)",
            $"(input X {input} ({Batch} {string.Join(" ", from.Select(Text))}) public{differentiated})",
            $"(input Weight {type} ({Batch} {shape}) public)",
            $"(use Layer {key} owned ({arguments}))",
            $"(equation Y {type} ((n int) {string.Join(" ", to.Select((_, d) => $"(i{Text(d)} int)"))}) (public (output {Batch} {shape})) (call Layer.{equation} (fn (r {rows}) ([] X r {rows})) n {indices}))",
            $"(equation Loss {type} () (public (loss)) ({reduce}.Sum ({Batch}) (fn (n) {Sum(reduce, to, indices)})))",
        ];
        return new CompileInput(new ModelDeclaration("", EquatableArray<string>.Empty, "class", "Probe", "public", "Probe", new(lines), new([new ImportedModel(key, "")]), EquatableArray<string>.Empty), uses);
    }

    private static string Sum(string reduce, long[] to, string indices) => to.Length == 0 ? "(* (call Y n) ([] Weight n))" : $"({reduce}.Sum ({string.Join(" ", to.Select(Text))}) (fn ({indices}) (* (call Y n {indices}) ([] Weight n {indices}))))";

    private static long[] Numbers(Extent[] shape) => [.. shape.Select(static e => e.Constant ?? 1)];

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
