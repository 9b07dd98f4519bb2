using Ansatz.Generators.Tests.Binding;
using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Networks;

/// <summary>What the short form of a network becomes.</summary>
public sealed class WrittenTextTests
{
    [Theory]
    [InlineData("StackNetwork")]
    [InlineData("ImageNetwork")]
    [InlineData("SkipNetwork")]
    [InlineData("WordNetwork")]
    public void ReadsAsVerified(string network) =>
        Snapshot.Match(network + ".Network", Corpus.Inputs.Single(i => i.Model.Key == "Corpus." + network).Model.Network);

    [Fact]
    public void IsOneOfTheGeneratedFiles() =>
        Assert.Contains(Corpus.Models.Generated, g => g.HintName == "Corpus.StackNetwork.Network.g.cs" && g.Text == Corpus.Inputs.Single(i => i.Model.Key == "Corpus.StackNetwork").Model.Network);

    private const string Layer = """
        [Model] public partial class Flat
        {
            [Extent] public partial int In { get; }
            [Extent] public partial int Out { get; }
            [Parameter(nameof(Out), nameof(In))] public partial Tensor<float> W { get; }
            [Maps(From = [nameof(In)], To = [nameof(Out)])] public float Y(Func<int, int, float> x, int n, int o) => Sum(In, i => W[o, i] * x(n, i));
        }

        """;

    [Fact]
    public void NamesThatHideTheVocabularyAreWrittenInFull()
    {
        var model = Bind(Layer + "[Network(Loss = LossFunction.Huber)] public partial class Net { public int n => 3; public float ReduceF => 1; class MathF { } [Layer(After = Activation.Relu)] public Flat One { get; } = new(2, 3); }");
        Assert.Equal([], model.Problems);
        Assert.Contains("float AfterOne(int n_, int i) => Functions.Relu(One.Y((r, p) => X[r, p], n_, i));", model.Network);
        Assert.Contains("global::Ansatz.ReduceF.Mean(N, 3, (n_, i) =>", model.Network);
        Assert.Contains("global::System.MathF.Abs(", model.Network);
        Assert.Contains("(equation Loss float () (public (loss)) (ReduceF.Mean (N 3)", string.Join("\n", model.Members));
    }

    [Fact]
    public void WhatTheClassDeclaresIsNotWrittenAgain()
    {
        var model = Bind(Layer + """
            [Network(Loss = LossFunction.Squared)] public partial class Net
            {
                [Batch] public partial int Count { get; }
                [Input(nameof(Count), 2)] public partial Tensor<float> X { get; }
                [Layer] public Flat One { get; } = new(2, 3);
                [Output(nameof(Count), 3)] public float Result(int n, int i) => 2 * AfterOne(n, i);
                [Loss] public float Loss() => Mean(Count, n => Result(n, 0));
            }
            """);
        Assert.Equal([], model.Problems);
        Assert.Equal(1, model.Network.Split("public ").Length + model.Network.Split("private ").Length - 2);
        Assert.Contains("private float AfterOne(", model.Network);
    }

    [Fact]
    public void ANestedNetworkStandsInItsContainers()
    {
        var model = Bind(Layer + "namespace A.B { partial class Outer<T> { [Network] internal partial record Net { [Layer] public Flat One { get; } = new(2, 3); } } }");
        Assert.Equal([], model.Problems);
        Assert.Contains("namespace A.B;\n\npartial class Outer<T>\n{\n    partial record Net\n    {\n", model.Network);
        Assert.EndsWith("    }\n}\n", model.Network);
    }

    private static Compiler.Declarations.ModelDeclaration Bind(string source)
    {
        var compilation = BoundModel.Compile([BoundModel.Usings + source]);
        var key = compilation.GetSymbolsWithName("Net").OfType<Microsoft.CodeAnalysis.INamedTypeSymbol>().Single();
        return BoundModel.Bind(compilation, TypeHeaderOf(key));
    }

    private static string TypeHeaderOf(Microsoft.CodeAnalysis.INamedTypeSymbol type) => Generators.Binding.TypeHeader.Key(type);
}
