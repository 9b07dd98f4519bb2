using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Gradients of all parameters and marked inputs against finite differences of the double precision copy's loss.</summary>
public class GradientTests : CorpusTests
{
    // Entries checked in each tensor: the largest one and others at random.
    private const int Entries = 12;

    [Theory]
    [MemberData(nameof(CasesWithLoss))]
    public void GradientsAreThoseOfFiniteDifferences(string name)
    {
        var model = Compiled(name);
        AtEverySize(model, run => Check(run, model));
    }

    [Theory]
    [MemberData(nameof(CasesWithLoss))]
    public void AWorkspaceGivesTheSameBits(string name) => AtEverySize(Compiled(name), run =>
    {
        var expected = run.Gradient();
        using var workspace = run.Driver.CreateWorkspace();

        // The second call finds the memory used; states, which every gradient renews, are restored by a new object.
        var other = new ModelRun(Corpus.Models, run.Case, run.Size);
        using var otherWorkspace = other.Driver.CreateWorkspace();
        var actual = other.Gradient(otherWorkspace);
        return actual.Gradients
            .Zip(expected.Gradients, (a, e) => Agreement.Difference(a.Name, a.ToDoubles(), e.ToDoubles(), 0))
            .Append(Agreement.Difference("loss", [actual.Loss], [expected.Loss], 0));
    });

    private static IEnumerable<string?> Check(ModelRun run, ModelCase model)
    {
        var reference = run.Reference();
        reference.Training = true;
        var gradients = run.Gradient().Gradients;
        var tolerance = run.IsSingle ? 1e-5 : 1e-8;
        var largest = gradients.Max(g => Agreement.Largest(g.ToDoubles()));
        var random = new Random(7);
        foreach (var gradient in gradients)
        {
            if (model.NotDifferentiated.Split(' ').Contains(gradient.Name)) continue;
            var actual = gradient.ToDoubles();
            if (Array.FindIndex(actual, v => !double.IsFinite(v)) is >= 0 and var bad)
            {
                yield return $"d{gradient.Name}[{bad}] is {actual[bad]}.";
                continue;
            }

            var values = (double[])(reference.Tensors.TryGetValue(gradient.Name, out var tensor) ? tensor : reference.Input(gradient.Name)).Values;
            var entries = Enumerable.Range(0, actual.Length).OrderByDescending(e => Math.Abs(actual[e])).Take(1)
                .Concat(Enumerable.Range(0, actual.Length).OrderBy(_ => random.Next())).Distinct().Take(Entries).ToArray();
            var expected = entries.Select(e => reference.Derivative(values, e)).ToArray();

            // In exact arithmetic zero: rounding is in proportion to what cancelled, not to what is left.
            var unit = model.Vanishing.Split(' ').Contains(gradient.Name) ? largest
                : Math.Max(Agreement.Largest(actual), Math.Max(expected.Max(d => Math.Abs(d.Value)), 1e-6 * largest));
            var useful = Enumerable.Range(0, entries.Length).Where(i => expected[i].Error <= tolerance * unit / 2).ToArray();
            if (useful.Length < (entries.Length + 1) / 2)
            {
                yield return $"d{gradient.Name}: only {useful.Length} of {entries.Length} finite differences are good enough.";
                continue;
            }

            var difference = Agreement.Difference(
                $"d{gradient.Name}{{{string.Join(",", useful.Select(i => entries[i]))}}}",
                [.. useful.Select(i => actual[entries[i]])],
                [.. useful.Select(i => expected[i].Value)],
                tolerance,
                unit);
            if (difference is not null) yield return difference;
        }
    }
}
