using Microsoft.CodeAnalysis;

namespace Ansatz.Analyzers.Tests;

/// <summary>A model with a mistake is reported once: what is called on it is no error as well.</summary>
public sealed class FailingModelTests
{
    private const string Use = """
        static class Use
        {
            static float Cpu(Tensor<float> x, Tensor<float> y)
            {
                var model = M.Create(seed: 1);
                var adam = new Adam(model.Parameters);
                using var workspace = model.CreateWorkspace();
                workspace.Workers = model.Workers;
                model.Evaluate(workspace, x, y);
                adam.Step(workspace.Gradients);
                return model.Gradient(workspace, x);
            }

        """;

    private const string OnGpu = """
            static float Gpu(Tensor<float> x)
            {
                var model = M.Create(seed: 1);
                using var device = Ansatz.Gpu.GpuDevice.Open();
                using M.GpuWorkspace gpu = model.OnGpu(device);
                M.Workspace workspace = gpu;
                model.Gradient(gpu, x);
                gpu.Step(new Adam(model.Parameters));
                return model.TrainStep(gpu, new Adam(model.Parameters), x) + gpu.Finish() + gpu.Device.HeldBytes + workspace.Gradients.Count;
            }

        """;

    [Theory]
    [InlineData("[Output(N)] public float Y(int n) => X[n + 1]; [Loss] public float L() => Sum(N, n => Y(n));")]
    [InlineData("[Output(N)] public float Y(int n) => n switch { _ => X[n] }; [Loss] public float L() => Sum(N, n => Y(n));")]
    [InlineData("[Output(N)] public float Y(int n) => X[n]; [Loss] public float L() => Sum(N, n => Y(n)); string Summary => \"\"; event Action Evaluate; class GradientKernels;")]
    public void IsReportedOnce(string equations)
    {
        var model = AnalyzerHarness.Usings + $$"""
            [Model] public partial class M
            {
                public const int N = 3;
                [Input(N)] public partial Tensor<float> X { get; }
                {{equations}}
            }

            """;
        Assert.Equal([], Errors(model + Use.Replace("model.Evaluate(workspace, x, y);", equations.Contains(" Evaluate", StringComparison.Ordinal) ? "" : "model.Evaluate(workspace, x, y);", StringComparison.Ordinal) + "}", []));
        Assert.Equal([], Errors(model + Use.Replace("model.Evaluate(workspace, x, y);", "", StringComparison.Ordinal) + OnGpu + "}", AnalyzerHarness.Gpu));
    }

    private static IEnumerable<string> Errors(string source, IReadOnlyList<MetadataReference> more) =>
        AnalyzerHarness.Compile([source], generated: true, more: more).GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());
}
