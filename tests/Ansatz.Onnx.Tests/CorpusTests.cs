using Ansatz.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Onnx.Tests;

/// <summary>Every exportable model of the corpus in ONNX Runtime, against what its own <c>Evaluate</c> computes.</summary>
public class CorpusTests
{
    /// <summary>The cases with outputs.</summary>
    public static TheoryData<string> Cases => [.. OnnxCorpus.Cases.Where(c => !NotExportable.ContainsKey(c.Name)).Select(c => c.Name)];

    /// <summary>What no standard operators compute, by a part of the diagnostic.</summary>
    private static readonly Dictionary<string, string> NotExportable = [];

    [Theory]
    [MemberData(nameof(Cases))]
    public void OnnxRuntimeComputesWhatEvaluateComputes(string name)
    {
        var model = ModelCases.Named(name);
        if (OnnxCorpus.Models.FailureOf(model.TypeName) is { } failure) Assert.Fail(failure);
        var run = new ModelRun(OnnxCorpus.Models, model, model.Sizes[0]);
        if (!run.Driver.CanEvaluate) return;
        var file = Saved(run.Driver.Model);
        using var session = new OnnxRun(file);
        Compare(run, session);
        if (run.Signature.Batch is not null) Compare(run.WithBatch(5), session);
        using var plain = new OnnxRun(file, GraphOptimizationLevel.ORT_DISABLE_ALL);
        Compare(run, plain);
    }

    private static byte[] Saved(object model)
    {
        using var stream = new MemoryStream();
        var save = model.GetType().GetMethod("SaveOnnx", [typeof(Stream)]) ?? throw new InvalidOperationException($"{model.GetType()} has no SaveOnnx.");
        save.Invoke(model, [stream]);
        return stream.ToArray();
    }

    private static void Compare(ModelRun run, OnnxRun session)
    {
        var expected = run.Evaluate();
        var actual = session.Run(input => run.Arguments[input]);
        Assert.Equal(expected.Select(o => o.Name), actual.Select(o => o.Name));
        for (var k = 0; k < expected.Count; k++)
        {
            Assert.Equal(expected[k].Shape, actual[k].Shape);
            Assert.Equal(expected[k].Values.GetType(), actual[k].Values.GetType());
            Assert.Null(Agreement.Difference(expected[k].Name, actual[k].ToDoubles(), expected[k].ToDoubles(), run.IsSingle ? 1e-5 : 1e-10));
        }
    }
}
