using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Second derivatives of every loss of the corpus, whether its author asked for them or not.</summary>
public class SecondDerivativeTests : CorpusTests
{
    [Theory]
    [MemberData(nameof(CasesWithLoss))]
    public void ProductsAreThoseOfDifferences(string name) => AtEverySize(Compiled(name), Corpus.SecondDerivatives, SecondDerivativeCheck.ProductDifferences);

    [Theory]
    [MemberData(nameof(CasesWithLoss))]
    public void TheHessianIsSymmetricAndGivesTheProducts(string name) => AtEverySize(Compiled(name), Corpus.SecondDerivatives, run =>
        SecondDerivativeCheck.MatrixDifferences(run, new ModelRun(Corpus.SecondDerivatives, run.Case, run.Size)));
}
