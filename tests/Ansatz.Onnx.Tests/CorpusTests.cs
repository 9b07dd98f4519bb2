using Ansatz.Compiler;
using Ansatz.Compiler.Checking;
using Ansatz.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Onnx.Tests;

/// <summary>Every exportable model of the corpus in ONNX Runtime, against what its own <c>Evaluate</c> computes.</summary>
public class CorpusTests
{
    /// <summary>What no standard operators compute, by what the diagnostic names.</summary>
    private static readonly Dictionary<string, string> NotExportable = new()
    {
        ["GaussianProcess"] = "Cholesky", ["FullCovarianceMixture"] = "Cholesky", ["PositiveDefiniteBatch"] = "Cholesky", ["MultivariateNormal"] = "Cholesky", ["LinearSystems"] = "Solve",
        ["MatrixKalmanFilter"] = "Solve", ["InverseMatrices"] = "Inverse", ["Noise"] = "Normal", ["DoubleFeatures"] = "Normal", ["Library.EmbeddingTables"] = "Uniform", ["Library.Double.EmbeddingTables"] = "Uniform",
    };

    /// <summary>The cases whose outputs are computed by standard operators.</summary>
    public static TheoryData<string> Exportable => [.. OnnxCorpus.Cases.Where(c => !NotExportable.ContainsKey(c.Name)).Select(c => c.Name)];

    /// <summary>The others.</summary>
    public static TheoryData<string> Others => [.. OnnxCorpus.Cases.Where(c => NotExportable.ContainsKey(c.Name)).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Exportable))]
    public void OnnxRuntimeComputesWhatEvaluateComputes(string name)
    {
        var model = ModelCases.Named(name);
        if (OnnxCorpus.Models.FailureOf(model.TypeName) is { } failure) Assert.Fail(failure);
        var run = new ModelRun(OnnxCorpus.Models, model, model.Sizes[0]);
        if (!run.Driver.CanEvaluate) return;
        var file = Saved(run.Driver.Model);
        using var plain = new OnnxRun(file, GraphOptimizationLevel.ORT_DISABLE_ALL);
        Compare(run, plain, run.IsSingle ? 1e-5 : 1e-10);
        if (run.Signature.Batch is not null) Compare(run.WithBatch(5), plain, run.IsSingle ? 1e-5 : 1e-10);

        // Its optimiser moves constant factors of products in double precision into an attribute (alpha of FusedMatMul) in single precision.
        using var optimised = new OnnxRun(file);
        Compare(run, optimised, run.IsSingle ? 1e-5 : 1e-7);
        if (run.Signature.Batch is not null) Compare(run.WithBatch(5), optimised, run.IsSingle ? 1e-5 : 1e-7);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Others))]
    public void WhatHasNoOperatorIsNamed(string name)
    {
        var key = ModelCases.Named(name).TypeName;
        var problem = Assert.Single(ModelCompiler.Check(OnnxCorpus.Models.Inputs.Single(i => i.Model.Key == key), TestContext.Current.CancellationToken), p => p.Code == ProblemCodes.NotInOnnx);
        Assert.Contains($"'{NotExportable[name]}'", problem.Message, StringComparison.Ordinal);
    }

    internal static byte[] Saved(object model)
    {
        using var stream = new MemoryStream();
        var save = model.GetType().GetMethod("SaveOnnx", [typeof(Stream)]) ?? throw new InvalidOperationException($"{model.GetType()} has no SaveOnnx.");
        save.Invoke(model, [stream]);
        return stream.ToArray();
    }

    private static void Compare(ModelRun run, OnnxRun session, double tolerance)
    {
        var expected = run.Evaluate();
        var actual = session.Run(input => run.Arguments[input]);
        Assert.Equal(expected.Select(o => o.Name), actual.Select(o => o.Name));
        for (var k = 0; k < expected.Count; k++)
        {
            Assert.Equal(expected[k].Shape, actual[k].Shape);
            Assert.Equal(expected[k].Values.GetType(), actual[k].Values.GetType());
            Assert.Null(Agreement.Difference(expected[k].Name, actual[k].ToDoubles(), expected[k].ToDoubles(), tolerance));
        }
    }
}
