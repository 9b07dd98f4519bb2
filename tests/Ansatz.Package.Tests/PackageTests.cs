using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ansatz.Package.Tests;

/// <summary>The packages as their users meet them: outside this repository, restored from a folder.</summary>
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private const string Model = """
        using System.Numerics.Tensors;
        using Ansatz;
        using static Ansatz.Functions;
        using static Ansatz.ReduceF;

        [Model]
        public partial class Logistic
        {
            [Extent] public partial int Features { get; }
            [Batch] public partial int N { get; }
            [Input(nameof(N), nameof(Features))] public partial Tensor<float> X { get; }
            [Input(nameof(N))] public partial Tensor<float> Label { get; }
            [Parameter(nameof(Features))] public partial Tensor<float> W { get; }
            [Parameter(1)] public partial Tensor<float> B { get; }

            [Output(nameof(N))] public float Logit(int n) => Sum(Features, i => W[i] * X[n, i]) + B[0];
            [Loss] public float Loss() => Mean(N, n => Softplus(Logit(n)) - Label[n] * Logit(n));
        }
        """;

    private const string Training = """
        using System.Numerics.Tensors;
        using Ansatz;

        var x = Tensor.Create(new float[] { 0, 1, 1, 0, 1, 1, 0, 0 }, [4, 2]);
        var label = Tensor.Create(new float[] { 1, 0, 1, 0 }, [4]);
        var model = Logistic.Create(Features: 2, seed: 1);
        var adam = new Adam(model.Parameters) { Rate = 0.1 };
        var first = model.Gradient(x, label);
        float loss = first;
        for (var step = 0; step < 300; step++)
        {
            loss = model.Gradient(x, label);
            adam.Step(model.Gradients);
        }
        Console.WriteLine(loss < first / 2 ? "trained" : $"not trained: {first} {loss}");
        """;

    private const string OneFactor = """"
        using Ansatz;
        using Ansatz.StructuralEquations;

        [StructuralEquationModel("""
            f =~ x1 + x2 + x3 + x4
            """)]
        public partial class OneFactor
        {
            public static string Fitted()
            {
                double[] moments = [1, 0.5, 0.4, 0.3, 0.5, 1, 0.5, 0.4, 0.4, 0.5, 1, 0.5, 0.3, 0.4, 0.5, 1];
                var fit = Fit(SemData.FromMoments(["x1", "x2", "x3", "x4"], moments, 100));
                return fit.Converged ? $"fitted, {fit.DegreesOfFreedom} degrees of freedom" : fit.ToString();
            }
        }
        """";

    private const string OnGpu = """
        using System.Numerics.Tensors;
        using Ansatz;
        using Ansatz.Gpu;

        var x = Tensor.Create(new float[] { 0, 1, 1, 0, 1, 1, 0, 0 }, [4, 2]);
        var label = Tensor.Create(new float[] { 1, 0, 1, 0 }, [4]);
        var (cpu, gpu) = (Logistic.Create(Features: 2, seed: 1), Logistic.Create(Features: 2, seed: 1));
        var (adam, other) = (new Adam(cpu.Parameters) { Rate = 0.1 }, new Adam(gpu.Parameters) { Rate = 0.1 });
        using var device = GpuDevice.Open(GpuKind.Simulated);
        using var workspace = gpu.OnGpu(device);
        float loss = 0;
        for (var step = 0; step < 10; step++)
        {
            loss = cpu.Gradient(x, label);
            adam.Step(cpu.Gradients);
            gpu.TrainStep(workspace, other, x, label);
        }
        var last = workspace.Finish();
        Console.WriteLine($"{loss:F4} {last:F4}");
        Console.WriteLine(Math.Abs(loss - last) < 1e-5 ? "the same" : "DIFFERENT");
        """;

    [Fact]
    public void HasWhatAUserNeedsAndNothingElse() => Holds(
        "Ansatz",
        ["Ansatz.StructuralEquations", "MathNet.Numerics", "System.Numerics.Tensors"],
        "analyzers/dotnet/cs/Ansatz.Analyzers.dll", "analyzers/dotnet/cs/Ansatz.CodeFixes.dll", "analyzers/dotnet/cs/Ansatz.Compiler.dll", "analyzers/dotnet/cs/Ansatz.Generators.dll",
        "analyzers/dotnet/cs/Ansatz.StructuralEquations.dll", "analyzers/dotnet/cs/Ansatz.Symbolic.dll",
        "build/Ansatz.props", "buildTransitive/Ansatz.props", "lib/net10.0/Ansatz.dll", "lib/net10.0/Ansatz.xml");

    [Fact]
    public void WhatStructuralEquationsStandOnArePackages()
    {
        Holds("Ansatz.StructuralEquations", ["Ansatz.Symbolic"], "lib/netstandard2.0/Ansatz.StructuralEquations.dll", "lib/netstandard2.0/Ansatz.StructuralEquations.xml");
        Holds("Ansatz.Symbolic", [], "lib/netstandard2.0/Ansatz.Symbolic.dll", "lib/netstandard2.0/Ansatz.Symbolic.xml");
    }

    [Fact]
    public void ThePackageForGpusHasItsLibrary()
    {
        var dependencies = Holds("Ansatz.Gpu", ["Ansatz", "ILGPU", "MathNet.Numerics", "System.Numerics.Tensors"], "lib/net10.0/Ansatz.Gpu.dll", "lib/net10.0/Ansatz.Gpu.xml");
        Assert.Equal(feed.Version, dependencies[0].Attribute("version")!.Value);
        Assert.Equal("All", dependencies[0].Attribute("include")?.Value);
    }

    /// <summary>A reference to the package for GPUs brings the generator, and the kernels that it then writes run where there is no GPU.</summary>
    [Fact]
    public void AModelRunsOnASimulatedGpu()
    {
        var folder = feed.NewProject("OnGpu", "Ansatz.Gpu", ("Logistic.cs", Model), ("Program.cs", OnGpu));
        var output = feed.Dotnet(folder, "run", "-c", "Release").Require();
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        Assert.EndsWith("the same\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyProjectTrainsAndFitsModels()
    {
        const string Expected = "trained\nfitted, 2 degrees of freedom\n";
        var folder = feed.NewProject("Consumer", ("Logistic.cs", Model), ("OneFactor.cs", OneFactor), ("Program.cs", Training + "\nConsole.WriteLine(OneFactor.Fitted());\n"));
        Assert.Contains(Expected, feed.Dotnet(folder, "run", "-c", "Release").Require(), StringComparison.Ordinal);

        // Ahead of time, where a linker is there.
        if (!OperatingSystem.IsLinux() || Linker() is not { } linker) return;
        var published = Path.Combine(folder, "native");
        var output = feed.Dotnet(folder, "publish", "-c", "Release", "-o", published, "-p:PublishAot=true", "-p:CppCompilerAndLinker=" + linker).Require();
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Path.Combine(published, "Consumer")) { RedirectStandardOutput = true })!;
        Assert.Equal(Expected, process.StandardOutput.ReadToEnd());
    }

    /// <summary>The example of training on a GPU, where there need not be one.</summary>
    [Fact]
    public void TheExampleRunsOnASimulatedGpu()
    {
        var output = feed.Dotnet(feed.NewFolder("example"), feed.Example("OnGpu"), "--simulated").Require();
        Assert.StartsWith("the training runs on ", output, StringComparison.Ordinal);
        Assert.Contains("(Simulated 0, ", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^test accuracy 0\.\d+ \(seed 1\)$", output);
    }

    /// <summary>The examples that follow papers check what they print, and end with 1 if it does not hold.</summary>
    [Theory]
    [InlineData("OneConnection")]
    [InlineData("InvariantRepresentations")]
    [InlineData("PoliticalDemocracy")]
    [InlineData("TuckerAdapters")]
    [InlineData("DenseSparse")]
    [InlineData("FisherWeightedSvd")]
    [InlineData("Maestro")]
    [InlineData("TrainedRankPruning")]
    [InlineData("GradientFlowSparsity")]
    public void TheClaimsOfAnExampleHold(string name) =>
        Assert.NotEmpty(feed.Dotnet(feed.NewFolder(name), feed.Example(name)).Require());

    [Fact]
    public void AMistakeIsReportedWhereItIs()
    {
        var folder = feed.NewProject("Mistaken", ("Logistic.cs", Model.Replace("X[n, i])", "X[n, i + 1])", StringComparison.Ordinal)), ("Program.cs", Training));
        var outcome = feed.Dotnet(folder, "build", "-c", "Release");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Matches(@"Logistic\.cs\(16,80\): error ANZ1003: 'X' is read at i \+ 1, which reaches Features", outcome.Output);
        Assert.Equal(["ANZ1003"], Regex.Matches(outcome.Output, @": error (\w+):").Select(m => m.Groups[1].Value).Distinct());
    }

    [Fact]
    public void TheTemplateMakesAProgramThatTrains()
    {
        var folder = feed.NewFolder("templates");
        string[] hive = ["--debug:custom-hive", Path.Combine(folder, "hive")];
        feed.Dotnet(folder, ["new", "install", Path.Combine(feed.Packages, $"Ansatz.Templates.{feed.Version}.nupkg"), .. hive]).Require();
        feed.Dotnet(folder, ["new", "ansatz-model", "-o", "Sine", "--AnsatzVersion", feed.Version, .. hive]).Require();
        var output = feed.Dotnet(Path.Combine(folder, "Sine"), "run", "-c", "Release").Require();
        var loss = Regex.Match(output, @"epoch 2000: loss ([0-9.E-]+)").Groups[1].Value;
        Assert.True(double.Parse(loss, System.Globalization.CultureInfo.InvariantCulture) < 0.01, output);
        Assert.True(File.Exists(Path.Combine(folder, "Sine", "curve.safetensors")));
    }

    [Fact]
    public void AProgramOfOneFileRuns()
    {
        var folder = feed.NewFolder("single");
        var usings = string.Join('\n', Model.Split('\n').Where(l => l.StartsWith("using ", StringComparison.Ordinal)));
        var body = string.Join('\n', Training.Split('\n').Where(l => !l.StartsWith("using ", StringComparison.Ordinal)));
        var declaration = string.Join('\n', Model.Split('\n').Where(l => !l.StartsWith("using ", StringComparison.Ordinal)));
        File.WriteAllText(Path.Combine(folder, "model.cs"), $"#:package Ansatz@{feed.Version}\n{usings}\n{body}\n{declaration}\n");
        Assert.Contains("trained\n", feed.Dotnet(folder, "run", "model.cs").Require(), StringComparison.Ordinal);
    }

    // The files beside what every package has, and the names of its dependencies, which are returned.
    private XElement[] Holds(string id, string[] dependencies, params string[] files)
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Packages, $"{id}.{feed.Version}.nupkg"));
        var entries = package.Entries.Select(e => e.FullName).Where(n => !n.StartsWith("_rels/", StringComparison.Ordinal) && !n.StartsWith("package/", StringComparison.Ordinal) && n != "[Content_Types].xml");
        Assert.Equal(((string[])[id + ".nuspec", "README.md", .. files]).Order(StringComparer.Ordinal), entries.Order(StringComparer.Ordinal));

        using var stream = package.GetEntry(id + ".nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
        Assert.Equal((id, "MIT", "README.md", "The Ansatz developers"), (Value("id"), Value("license"), Value("readme"), Value("authors")));
        Assert.NotEmpty(Value("description"));
        Assert.NotEmpty(Value("tags"));
        var listed = metadata.Descendants().Where(e => e.Name.LocalName == "dependency").ToArray();
        Assert.Equal(dependencies, listed.Select(e => e.Attribute("id")!.Value));
        Assert.True(File.Exists(Path.Combine(feed.Packages, $"{id}.{feed.Version}.snupkg")));
        return listed;
    }

    // Native compilation asks for clang unless it is told otherwise.
    private static string? Linker() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator) is var folders
        ? new[] { "clang", "gcc" }.FirstOrDefault(name => folders.Any(f => File.Exists(Path.Combine(f, name))))
        : null;
}
