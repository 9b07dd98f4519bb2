using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Runs one check for every model of the corpus and gathers what differs.</summary>
public abstract class CorpusTests
{
    /// <summary>The names of the models of <see cref="ModelCases.Usual"/>.</summary>
    public static TheoryData<string> Cases => [.. ModelCases.Usual.Select(c => c.Name)];

    /// <summary>The names of those with a loss.</summary>
    public static TheoryData<string> CasesWithLoss =>
        [.. ModelCases.Usual.Where(c => new ModelSignature(DoubleCopy.Type(c.TypeName)).Loss is not null).Select(c => c.Name)];

    /// <summary>The names of the models of <see cref="ModelCases.EachProgram"/>.</summary>
    public static TheoryData<string> EachProgram => [.. ModelCases.EachProgram.Select(c => c.Name)];

    /// <summary>Those of them with a loss.</summary>
    public static TheoryData<string> EachProgramWithLoss => [.. ModelCases.EachProgram.Select(c => c.Name).Intersect(CasesWithLoss.Select(c => c.Data))];

    /// <summary>The largest difference allowed between a generated kernel and its reference, of the largest entry.</summary>
    protected static double Tolerance(ModelRun run) => run.IsSingle ? 1e-5 : 1e-12;

    /// <summary>The case, if its generated part compiles; <see cref="CompilationTests"/> asks that it does so without a warning.</summary>
    protected static ModelCase Compiled(string name)
    {
        var model = ModelCases.Named(name);
        if (!Corpus.Models.Has(model.TypeName)) Assert.Fail(Corpus.Models.FailureOf(model.TypeName) ?? $"There is no {model.TypeName}.");
        return model;
    }

    /// <summary>Runs a check at every size and fails with all that differs.</summary>
    protected static void AtEverySize(ModelCase model, Func<ModelRun, IEnumerable<string?>> check) => AtEverySize(model, Corpus.Models, check);

    /// <summary>The same for models that were compiled in another way.</summary>
    protected static void AtEverySize(ModelCase model, CompiledSet set, Func<ModelRun, IEnumerable<string?>> check)
    {
        var differences = new List<string>();
        foreach (var size in model.Sizes)
        {
            try
            {
                differences.AddRange(check(new ModelRun(set, model, size)).OfType<string>().Select(d => $"{size}: {d}"));
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                differences.Add($"{size}: {exception}");
            }
        }

        if (differences.Count > 0) Assert.Fail($"{model.Name}\n{string.Join("\n", differences)}");
    }
}
