using Ansatz.Benchmarks.Timing;
using Ansatz.Compiler;
using Ansatz.Compiler.Declarations;
using Ansatz.Testing;

namespace Ansatz.Benchmarks.Compiling;

/// <summary>What it costs to compile one model of the corpus, from declaration to text.</summary>
internal static class CompileCost
{
    private const int WarmUpRounds = 2, Rounds = 6;

    /// <summary>All times, the shortest of each model, and the model whose shortest is the longest.</summary>
    public static (Sample Each, Sample Shortest, string Slowest) Measure()
    {
        var inputs = InMemory.Generate(InMemory.Compilation("Models", ModelCorpus.Models, InMemory.Library("Layers", ModelCorpus.Layers))).Inputs;
        var all = new Sample();
        var ofModel = inputs.Select(_ => new Sample()).ToArray();
        for (int round = 0; round < WarmUpRounds + Rounds; round++)
        {
            for (int i = 0; i < inputs.Count; i++)
            {
                double time = Compile(inputs[i]);
                if (round < WarmUpRounds) continue;
                all.Add(time);
                ofModel[i].Add(time);
            }
        }

        var shortest = new Sample();
        foreach (var model in ofModel) shortest.Add(model.Minimum);
        return (all, shortest, inputs[Enumerable.Range(0, inputs.Count).MaxBy(i => ofModel[i].Minimum)].Model.Name);
    }

    private static double Compile(CompileInput input)
    {
        double start = ThreadClock.Microseconds;
        var files = ModelCompiler.Compile(input, CancellationToken.None);
        double time = ThreadClock.Microseconds - start;
        return files.Count > 0 ? time : throw new InvalidOperationException($"{input.Model.Name} has no generated part.");
    }
}
