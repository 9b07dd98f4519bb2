using System.Diagnostics;
using Ansatz.Benchmarks.Timing;
using Ansatz.Compiler;
using Ansatz.Compiler.Declarations;
using Ansatz.Testing;

namespace Ansatz.Benchmarks.Compiling;

/// <summary>What it costs to compile one model of the corpus, from declaration to text.</summary>
internal static class CompileCost
{
    private const int WarmUpRounds = 2, Rounds = 6;

    /// <summary>All times, and the slowest model with its shortest time.</summary>
    public static (Sample Each, string Slowest, double SlowestTime) Measure()
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

        int slowest = Enumerable.Range(0, inputs.Count).MaxBy(i => ofModel[i].Minimum);
        return (all, inputs[slowest].Model.Name, ofModel[slowest].Minimum);
    }

    private static double Compile(CompileInput input)
    {
        long start = Stopwatch.GetTimestamp();
        var files = ModelCompiler.Compile(input, CancellationToken.None);
        double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return files.Count > 0 ? time : throw new InvalidOperationException($"{input.Model.Name} has no generated part.");
    }
}
