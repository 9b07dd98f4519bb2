using Ansatz.Compiler;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>
/// No pass changes what a model computes: each switched off in turn, on every eighth model, and all together, on every second (on every one if ANSATZ_ALL is set), with the
/// verifier between passes. Models whose text stays the same are not run again.
/// </summary>
public class PassTests : CorpusTests
{
    private const string All = "all passes";

    // What few models have anything for is tried on each of them.
    private const string Rare = "TransposeGathers";

    // Passes that leave something dead clear it away themselves: no text of the corpus depends on the last one.
    private const string LeftNothing = "EliminateDeadStatements";

    /// <summary>The passes, and all of them at once.</summary>
    public static TheoryData<string> Passes => [.. ModelCompiler.PassNames, All];

    [Theory]
    [MemberData(nameof(Passes))]
    public void SwitchedOffItChangesNoResult(string pass)
    {
        var options = (pass == All ? ModelCompiler.PassNames : [pass])
            .Aggregate(new CompilerOptions { Verify = true }, (o, name) => o.Disable(name));
        // Every eighth model for each pass, and others for the next: each model meets some of the passes one by one.
        var turn = ModelCompiler.PassNames.ToList().IndexOf(pass);
        var chosen = ModelCases.EachProgram.Where((_, k) => ModelCases.RunsAll || pass == Rare || (k + turn) % (pass == All ? 2 : 8) == 0).ToArray();
        var names = chosen.Select(c => c.TypeName).ToHashSet();
        var models = Corpus.Recompile(input => names.Contains(input.Model.Key) ? ModelCompiler.Compile(input, options, CancellationToken.None) : null);
        var differences = models.Failures.Where(f => !Corpus.Models.Failures.ContainsKey(f.Key)).Select(f => f.Value).ToList();
        var changed = chosen.Where(model => models.Has(model.TypeName) && Corpus.Models.Has(model.TypeName)).ToArray();
        if (ModelCorpus.Only is null && pass != LeftNothing) Assert.True(changed.Length > 0, $"No text of {chosen.Length} models depends on {pass}: there is nothing to compare.");
        foreach (var model in changed)
        {
            foreach (var size in model.Sizes.Take(2))
            {
                try
                {
                    differences.AddRange(Compare(new ModelRun(models, model, size), new ModelRun(Corpus.Models, model, size)));
                }
                catch (Exception exception)
                {
                    differences.Add($"{model.Name} ({size}): {exception}");
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static IEnumerable<string> Compare(ModelRun off, ModelRun on)
    {
        var tolerance = Tolerance(on);
        var pairs = off.Evaluate().Zip(on.Evaluate(), (a, e) => (Actual: a, Expected: e, Floor: 0.0)).ToList();
        if (on.Driver.HasLoss)
        {
            var (actual, expected) = (off.Gradient(), on.Gradient());
            var largest = expected.Gradients.Max(g => Agreement.Largest(g.ToDoubles()));
            pairs.Add((new NamedArray("loss", new[] { actual.Loss }, []), new NamedArray("loss", new[] { expected.Loss }, []), 1e-2));
            pairs.AddRange(actual.Gradients.Zip(expected.Gradients, (a, e) =>
                (a with { Name = "d" + a.Name }, e, on.Case.Vanishing.Split(' ').Contains(a.Name) ? largest : 1e-6 * largest)));
            pairs.AddRange(off.Stored().Zip(on.Stored(), (a, e) => (a, e, 0.0)));
        }

        return pairs
            .Select(p => Agreement.Difference($"{on}: {p.Actual.Name}", p.Actual.ToDoubles(), p.Expected.ToDoubles(), tolerance, p.Floor))
            .OfType<string>();
    }
}
