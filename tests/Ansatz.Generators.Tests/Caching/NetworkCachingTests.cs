using Ansatz.Generators.Tests.Binding;

namespace Ansatz.Generators.Tests.Caching;

/// <summary>What an edit makes the generator do again for networks.</summary>
public sealed class NetworkCachingTests
{
    private const string Layer = """
        [Model] public partial class Flat
        {
            [Extent] public partial int In { get; }
            [Extent] public partial int Out { get; }
            [Parameter(nameof(Out), nameof(In))] public partial Tensor<float> W { get; }
            [Maps(From = [nameof(In)], To = [nameof(Out)])] public float Y(Func<int, int, float> x, int n, int o) => Sum(In, i => W[o, i] * x(n, i));
        }
        """;

    private static TrackedRun Run() => new(
    [
        ("Flat.cs", BoundModel.Usings + Layer),
        ("Net.cs", BoundModel.Usings + "[Network(Loss = LossFunction.Squared)] public partial class Net { [Layer(After = Activation.Relu)] public Flat One { get; } = new(2, 3); [Layer] public Flat Two { get; } = new(3, 4); }"),
        ("Other.cs", "class Other { int F() => 1; }"),
        ("Plain.cs", BoundModel.Usings + "[Model] public partial class Plain { [Output(3)] public float F(int i) => i; }"),
    ]);

    [Fact]
    public void AnEditElsewhere()
    {
        Run().Edit("Other.cs", text => text.Replace("1", "2")).AssertNothingRecompiled();
        Run().Edit("Net.cs", text => "// moved\n\n" + text).AssertNothingRecompiled();
    }

    [Fact]
    public void AnEditOfTheShortForm()
    {
        var run = Run();
        Assert.Equal(3, run.Compilations);
        run.Edit("Net.cs", text => text.Replace("Relu", "Gelu"));
        Assert.Equal(["Net"], run.Changed(StepNames.Bind));
        Assert.Equal(["Net"], run.Changed(StepNames.Compile));
        Assert.Equal(1, run.Compilations);
    }

    [Fact]
    public void AnEditOfALayer()
    {
        var run = Run();
        run.Edit("Flat.cs", text => text.Replace("W[o, i] *", "2 * W[o, i] *"));
        Assert.Equal(["Flat"], run.Changed(StepNames.Bind));
        Assert.Equal(["Flat", "Net"], run.Changed(StepNames.Imports));

        // What the layer takes and gives is written into the network.
        run.Edit("Flat.cs", text => text.Replace("To = [nameof(Out)]", "To = [nameof(In)]"));
        Assert.Equal(["Flat", "Net"], run.Changed(StepNames.Bind));
    }

    [Fact]
    public void AModelThatBecomesANetworkAndBack()
    {
        var run = Run();
        run.Edit("Net.cs", text => text.Replace("[Network(Loss = LossFunction.Squared)]", "[Model]"));
        Assert.Equal("", run.Inputs.Single(i => i.Model.Key == "Net").Model.Network);
        run.Edit("Net.cs", text => text.Replace("[Model]", "[Model, Network]"));
        Assert.Contains("AfterOne", run.Inputs.Single(i => i.Model.Key == "Net").Model.Network);
        Assert.Null(run.Result.Exception);
    }
}
