using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Results do not depend on the number of threads, nor on what the workspace computed before: bit for bit.</summary>
public class ThreadTests : CorpusTests
{
    [Theory]
    [MemberData(nameof(Cases))]
    public void TwoThreadsGiveTheBitsOfOne(string name)
    {
        var model = Compiled(name);
        using var pool = new WorkerPool(2);
        foreach (var size in model.Sizes.Append(model.ThreadSize).Distinct())
        {
            var one = new ModelRun(Corpus.Models, model, size);
            var two = new ModelRun(Corpus.Models, model, size);
            one.Driver.Workers = WorkerPool.Serial;
            two.Driver.Workers = pool;
            var differences = two.Evaluate().Zip(one.Evaluate(), Bits).ToList();
            if (one.Driver.HasLoss)
            {
                var (expected, actual) = (one.Gradient(), two.Gradient());
                differences.AddRange(actual.Gradients.Zip(expected.Gradients, Bits));
                differences.Add(Agreement.Difference("loss", [actual.Loss], [expected.Loss], 0));
                differences.AddRange(two.Stored().Zip(one.Stored(), Bits));
            }

            Assert.True(differences.All(d => d is null), $"{one}: {string.Join("\n", differences.OfType<string>())}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ALargerBatchBeforeChangesNoBit(string name)
    {
        var model = Compiled(name);
        foreach (var size in model.Sizes)
        {
            var fresh = new ModelRun(Corpus.Models, model, size);
            if (fresh.Signature.Batch is not { } batch) return;
            var used = new ModelRun(Corpus.Models, model, size);
            used.WithBatch(ModelCase.Extents(size)[batch] + 9).Evaluate();
            Assert.All(used.Evaluate().Zip(fresh.Evaluate(), Bits), Assert.Null);
        }
    }

    private static string? Bits(NamedArray actual, NamedArray expected) =>
        Agreement.Difference(actual.Name, actual.ToDoubles(), expected.ToDoubles(), 0);
}
