using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>The generated parts compile without an error or a warning, at the highest warning level.</summary>
public class CompilationTests : CorpusTests
{
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheModelCompilesWithoutAWarning(string name)
    {
        var key = ModelCases.Named(name).TypeName;
        if (Corpus.Models.FailureOf(key) is { } failure) Assert.Fail(failure);
        Assert.True(Corpus.Models.Has(key));
    }

    [Fact]
    public void TheLibraryCompilesWithoutAWarning() => Assert.True(Corpus.Layers.Failures.Count == 0, string.Join("\n", Corpus.Layers.Failures.Values));
}
