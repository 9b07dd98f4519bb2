using System.Reflection;
using Ansatz.Compiler.Layers;
using Ansatz.Compiler.Scheduling;
using Ansatz.Testing;

namespace Ansatz.Benchmarks.Compiling;

/// <summary>What the compiler predicts that the gradients of the factorized maps take: from these figures the diagnostic ANZ3005 is made.</summary>
internal static class PredictedTimes
{
    /// <summary>Nanoseconds of <c>Gradient</c>, by the names of the maps.</summary>
    /// <param name="batch">How many rows a call has.</param>
    public static IReadOnlyDictionary<string, double> OfMaps(long batch)
    {
        var files = new[] { "IMap.cs", "FactorizedMaps.cs" }.Select(name => new CorpusFile(name, Source(name)));
        return InMemory.Generate(InMemory.Compilation("Maps", files)).Inputs.ToDictionary(i => i.Model.Name, i => LayerSpeed.Predict(i, batch, CostModel.Default, CancellationToken.None).Nanoseconds);
    }

    private static string Source(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The source {name} is not embedded."));
        return reader.ReadToEnd();
    }
}
