using System.Globalization;
using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Layers;

/// <summary>A prediction for one layer by itself and for the dense layer between the same shapes: the loss and all gradients, that of the input included.</summary>
/// <param name="Layer">Nanoseconds of the layer.</param>
/// <param name="Dense">Nanoseconds of the dense layer.</param>
/// <param name="LayerOperations">Floating-point operations of the layer.</param>
/// <param name="DenseOperations">Floating-point operations of the dense layer.</param>
public sealed record LayerPrediction(double Layer, double Dense, double LayerOperations, double DenseOperations)
{
    /// <summary>How many times as long the layer takes.</summary>
    public double Ratio => Layer / Dense;
}

/// <summary>Whether layers are slower than the dense ones that they stand for, and what they need of memory, from the programs as they are scheduled.</summary>
public static class LayerSpeed
{
    /// <summary>Elements of an intermediate for each element that goes in or out, from which on it is worth knowing.</summary>
    public const double LargeShare = 4;

    /// <summary>Bytes of an intermediate, from which on it is worth knowing.</summary>
    public const double LargeBytes = 1 << 20;

    // How many examples a call has where nothing says so.
    private const long AnyBatch = 64;

    /// <summary>What there is to say about a model's layers.</summary>
    /// <param name="root">The model.</param>
    /// <param name="programs">Its programs.</param>
    /// <param name="uses">The declarations of all models.</param>
    /// <param name="cancellation">Stops the compilation of single layers.</param>
    public static IEnumerable<Problem> Of(ModelInstance root, IReadOnlyList<ModelProgram> programs, EquatableArray<ImportedModel> uses, CancellationToken cancellation)
    {
        var layers = LayerUse.Of(root).ToArray();
        var batch = root.Syntax.Of(MemberKind.Batch).Select(static m => m.Options.TryGetValue("typical", out var t) ? long.Parse(t, CultureInfo.InvariantCulture) : 0).FirstOrDefault();
        foreach (var large in layers.SelectMany(l => Intermediates(l, root, programs, batch))) yield return large;
        if (batch == 0) yield break;
        var known = new Dictionary<string, LayerPrediction?>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            if (layer.Parameters.Count(static t => t.Shape.Length > 1) < 2 || layer.In.Constant is null || layer.Out.Constant is null) continue;
            var key = layer.Instance.Syntax.Key + " " + string.Join(" ", layer.Instance.Syntax.Of(MemberKind.Extent).Select(m => layer.Number(m.Name)));
            if (!known.TryGetValue(key, out var prediction)) known[key] = prediction = FactorizationAdvice.IsAffine(layer, uses) ? Predict(layer, uses, batch, CostModel.Default, cancellation) : null;
            if (prediction is not { Ratio: > 1 } slow) continue;
            yield return new Problem(LayerCodes.SlowerThanDense, layer.Use.Line, 2,
                $"'{layer.Name}' is predicted to take {slow.Ratio.ToString("0.0", CultureInfo.InvariantCulture)} times as long as a dense layer between {LayerUse.Text(layer.From)} and {LayerUse.Text(layer.To)}, forward and back at a batch of {batch}: {Operations(slow.LayerOperations)} floating-point operations against {Operations(slow.DenseOperations)}.", Severity.Warning);
        }
    }

    /// <summary>What a layer and the dense layer are predicted to take; null if the layer cannot be compiled by itself.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="uses">The declarations of all models.</param>
    /// <param name="batch">How many examples a call has.</param>
    /// <param name="costs">The cost model.</param>
    /// <param name="cancellation">Stops the compilation.</param>
    public static LayerPrediction? Predict(LayerUse layer, EquatableArray<ImportedModel> uses, long batch, CostModel costs, CancellationToken cancellation)
    {
        if (LayerProbe.Of(layer, uses) is not { } probe || layer.In.Constant is not { } rows || layer.Out.Constant is not { } columns) return null;
        var type = layer.Maps.Type == ScalarType.Double ? "double" : "float";
        try
        {
            var (own, ownOperations) = Predict(probe, batch, costs, cancellation);
            var (dense, denseOperations) = Predict(LayerProbe.Dense(rows, columns, type), batch, costs, cancellation);
            return new LayerPrediction(own, dense, ownOperations, denseOperations);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    /// <summary>Nanoseconds that <c>Gradient</c> of a model is predicted to take, and its floating-point operations.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The value of every extent that is not known.</param>
    /// <param name="costs">The cost model.</param>
    /// <param name="cancellation">Stops the compilation.</param>
    /// <exception cref="ProblemException">The model has no meaning.</exception>
    public static (double Nanoseconds, double Operations) Predict(CompileInput model, long batch, CostModel costs, CancellationToken cancellation)
    {
        var program = ModelCompiler.Programs(model, CompilerOptions.Default, cancellation).First(static p => p.Purpose == ProgramPurpose.Gradient);
        return (costs.Nanoseconds(program.Loops, batch), SummaryWriter.Operations(program.Tensors).Estimate(batch));
    }

    // What a layer stores of one example against what goes in and comes out of it.
    private static IEnumerable<Problem> Intermediates(LayerUse layer, ModelInstance root, IReadOnlyList<ModelProgram> programs, long batch)
    {
        if (layer.In.Constant is not { } rows || layer.Out.Constant is not { } columns) yield break;
        var calls = batch == 0 ? AnyBatch : batch;
        var program = programs.FirstOrDefault(static p => p.Purpose == ProgramPurpose.Gradient) ?? programs.FirstOrDefault();
        if (program is null || root.Syntax.Of(MemberKind.Batch).FirstOrDefault() is not { } named) yield break;
        var each = Extent.Named(ModelInstance.KernelName(named.Name));
        var largest = program.Loops.Kept().Where(k => k.Buffer.Storage == Storage.Whole && LayerTable.IsOf(layer.Instance, k.Buffer.Tensor.Name))
            .Select(k => (k.Buffer.Tensor.Name, Each: k.Buffer.Length.Split(each).Quotient.Estimate(calls), Bytes: k.Bytes.Estimate(calls))).OrderByDescending(static k => k.Bytes).FirstOrDefault();
        if (largest.Name is null || largest.Bytes < LargeBytes || largest.Each <= LargeShare * (rows + columns)) yield break;
        yield return new Problem(LayerCodes.LargeIntermediate, layer.Use.Line, 2,
            $"'{layer.Name}' keeps {Operations(largest.Each)} numbers of each example as '{largest.Name}', where {Operations(rows)} go in and {Operations(columns)} come out: {Operations(largest.Bytes)} bytes at a batch of {calls}.", Severity.Information);
    }

    private static string Operations(double number) => FactorizationAdvice.Count((long)Math.Round(number));
}
