using Ansatz.Compiler;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Second derivatives of losses of the corpus, whether its author asked for them or not.</summary>
public class SecondDerivativeTests : CorpusTests
{
    private static readonly Lazy<CompiledSet> _unoptimised = new(() => Corpus.Recompile(input => ModelCases.Second.Any(p => "Corpus." + p == input.Model.Key)
        ? ModelCompiler.Compile(Corpus.WithSecondDerivatives(input), ModelCompiler.PassNames.Aggregate(new CompilerOptions { Verify = true }, (o, name) => o.Disable(name)), CancellationToken.None)
        : null));

    /// <summary>The models that are compiled without passes too: recompiling all of them costs more than it shows.</summary>
    public static TheoryData<string> Plain => [.. ModelCases.Second];

    /// <summary>The models whose second derivatives are compiled.</summary>
    public static TheoryData<string> Twice => [.. ModelCases.All.Where(c => ModelCases.AreDifferentiatedTwice.Contains(c.TypeName) && new ModelSignature(DoubleCopy.Type(c.TypeName)).Loss is not null).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Twice))]
    public void ProductsAreThoseOfDifferences(string name) => AtSizes(Compiled(name), 1, SecondDerivativeCheck.ProductDifferences);

    [Theory]
    [MemberData(nameof(Twice))]
    public void TheHessianIsSymmetricAndGivesTheProducts(string name) => AtSizes(Compiled(name), 3, run =>
        SecondDerivativeCheck.MatrixDifferences(run, new ModelRun(Corpus.WithSecondDerivatives(run.Case.TypeName), run.Case, run.Size)));

    [Theory]
    [MemberData(nameof(Twice))]
    public void TwoThreadsAndAWorkspaceGiveTheSameBits(string name)
    {
        var model = Compiled(name);
        using var pool = new WorkerPool(2);
        var size = model.ThreadSize;
        var (one, two) = (new ModelRun(Corpus.WithSecondDerivatives(model.TypeName), model, size), new ModelRun(Corpus.WithSecondDerivatives(model.TypeName), model, size));
        two.Driver.Workers = pool;
        using var workspace = two.Driver.CreateWorkspace();
        var direction = SecondDerivativeCheck.Direction(one);
        Assert.Null(Agreement.Difference("Hv", two.HessianVectorProduct(direction, workspace), one.HessianVectorProduct(direction), 0));
        if (direction.Length > SecondDerivativeCheck.LargestOrder) return;
        Assert.Null(Agreement.Difference("H", two.Hessian(workspace).Hessian, one.Hessian().Hessian, 0));

        // Neither renews a state.
        Assert.Equal(new ModelRun(Corpus.WithSecondDerivatives(model.TypeName), model, size).Stored().Select(s => s.ToDoubles()), one.Stored().Select(s => s.ToDoubles()));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void PassesChangeNothing(string name)
    {
        var model = Compiled(name);
        if (!_unoptimised.Value.Has(model.TypeName)) Assert.Fail(_unoptimised.Value.FailureOf(model.TypeName) ?? "It was not compiled.");
        foreach (var size in model.Sizes.Take(2))
        {
            var (off, on) = (new ModelRun(_unoptimised.Value, model, size), new ModelRun(Corpus.WithSecondDerivatives(model.TypeName), model, size));
            var direction = SecondDerivativeCheck.Direction(on);
            Assert.Null(Agreement.Difference($"{on}: Hv", off.HessianVectorProduct(direction), on.HessianVectorProduct(direction), Tolerance(on)));
            if (direction.Length <= SecondDerivativeCheck.LargestOrder) Assert.Null(Agreement.Difference($"{on}: H", off.Hessian().Hessian, on.Hessian().Hessian, Tolerance(on)));
        }
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void NothingIsAllocated(string name)
    {
        var model = Compiled(name);
        var run = new ModelRun(Corpus.WithSecondDerivatives(model.TypeName), model, model.Sizes[0]);
        run.HessianVectorProduct(SecondDerivativeCheck.Direction(run));
        run.Hessian();
        var before = GC.GetAllocatedBytesForCurrentThread();
        run.Driver.HessianVectorProduct(run.Arguments);
        run.Driver.Hessian(run.Arguments);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AtSizes(ModelCase model, int count, Func<ModelRun, IEnumerable<string?>> check) =>
        AtEverySize(model with { Sizes = [.. model.Sizes.Take(count)] }, Corpus.WithSecondDerivatives(model.TypeName), check);
}
