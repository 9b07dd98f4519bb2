using System.Diagnostics;
using System.Text.Json;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>
/// The same assemblies without hardware intrinsics: this executable starts itself with <c>DOTNET_EnableHWIntrinsic=0</c>, and the
/// child writes all outputs and gradients to a file.
/// </summary>
public class PortableTests : CorpusTests
{
    // Set for the child: the folder with the assemblies and for the results.
    private const string FolderVariable = "ANSATZ_PORTABLE_FOLDER";

    [Fact]
    public async Task WithoutIntrinsicsTheResultsAreTheSame()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not null) return;
        var folder = Directory.CreateTempSubdirectory("portable").FullName;
        try
        {
            var cancellation = TestContext.Current.CancellationToken;
            File.WriteAllBytes(Path.Combine(folder, "Layers.dll"), Corpus.Layers.Image);
            File.WriteAllBytes(Path.Combine(folder, "Models.dll"), Corpus.Models.Image);

            // The child uses no precompiled code, which takes long: every sixth model and those with one of each kind of statement, unless ANSATZ_ALL asks for every one.
            var runnable = ModelCases.All.Where((c, k) => Corpus.Models.Has(c.TypeName) && (ModelCases.RunsAll || k % 6 == 0 || ModelCases.Second.Contains(c.Name))).ToArray();
            File.WriteAllLines(Path.Combine(folder, "cases"), runnable.Select(c => c.Name));

            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(PortableTests).Assembly.Location);
            start.ArgumentList.Add("-method");
            start.ArgumentList.Add($"*{nameof(PortableTests)}.{nameof(ChildWritesItsResults)}");
            start.Environment["DOTNET_EnableHWIntrinsic"] = "0";
            start.Environment["DOTNET_TieredPGO"] = "0";
            start.Environment[FolderVariable] = folder;
            using var child = Process.Start(start)!;
            var output = child.StandardOutput.ReadToEndAsync(cancellation);
            await child.WaitForExitAsync(cancellation);
            var results = Path.Combine(folder, "results.json");
            Assert.True(File.Exists(results), await output);

            var portable = JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(results), Format)!;
            Assert.Equal([0], portable["intrinsics"]);
            var differences = new List<string?>();
            foreach (var model in runnable)
            {
                foreach (var (name, values, tolerance, floor) in Results(Corpus.Models, model))
                    differences.Add(Agreement.Difference(name, portable[name], values, tolerance, floor));
            }

            Assert.True(differences.TrueForAll(d => d is null), string.Join("\n", differences.OfType<string>()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ChildWritesItsResults()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder) return;
        var models = CompiledSet.FromImages(File.ReadAllBytes(Path.Combine(folder, "Layers.dll")), File.ReadAllBytes(Path.Combine(folder, "Models.dll")));
        var all = new Dictionary<string, double[]>
        {
            ["intrinsics"] = [System.Runtime.Intrinsics.X86.Sse2.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? 1 : 0],
        };
        foreach (var name in File.ReadAllLines(Path.Combine(folder, "cases")))
        {
            foreach (var result in Results(models, ModelCases.Named(name))) all[result.Name] = result.Values;
        }

        File.WriteAllText(Path.Combine(folder, "results.json"), JsonSerializer.Serialize(all, Format));
    }

    private static JsonSerializerOptions Format { get; } =
        new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static IEnumerable<(string Name, double[] Values, double Tolerance, double Floor)> Results(CompiledSet set, ModelCase model)
    {
        foreach (var size in model.Sizes)
        {
            var run = new ModelRun(set, model, size);
            var tolerance = Tolerance(run);
            foreach (var output in run.Evaluate()) yield return ($"{run}: {output.Name}", output.ToDoubles(), tolerance, 0);
            if (!run.Driver.HasLoss) continue;
            var (loss, gradients) = run.Gradient();
            yield return ($"{run}: loss", [loss], tolerance, 1e-2);
            var largest = gradients.Max(g => Agreement.Largest(g.ToDoubles()));
            foreach (var gradient in gradients)
            {
                var vanishes = model.Vanishing.Split(' ').Contains(gradient.Name);
                yield return ($"{run}: d{gradient.Name}", gradient.ToDoubles(), tolerance, vanishes ? largest : 1e-6 * largest);
            }
        }
    }
}
