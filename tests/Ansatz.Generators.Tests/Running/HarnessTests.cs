using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>The harness's own parts, before anything is believed of the compiler.</summary>
public class HarnessTests
{
    [Fact]
    public void FiniteDifferencesAreGoodToTenDigits()
    {
        foreach (var x in (double[])[-3, -0.5, 0, 1e-3, 2, 40])
        {
            var estimate = FiniteDifference.Of(v => Math.Sin(v) + (v * v), x);
            Assert.Equal(Math.Cos(x) + (2 * x), estimate.Value, 1e-9 * (1 + Math.Abs(x)));
        }
    }

    [Fact]
    public void FiniteDifferencesTellThatATieIsNear()
    {
        Assert.False(double.IsFinite(FiniteDifference.Of(Math.Abs, 3e-7).Error));
        Assert.Equal(1, FiniteDifference.Of(Math.Abs, 1e-4).Value, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheDoubleCopyExecutes(string name)
    {
        var model = ModelCases.Named(name);
        foreach (var size in model.Sizes)
        {
            var evaluator = ReferenceEvaluator.Random(DoubleCopy.Type(model.TypeName), model, size);
            foreach (var output in evaluator.Signature.Outputs)
                Assert.All((double[])evaluator.Values(output).Values, v => Assert.True(double.IsFinite(v), $"{output.Name} is {v}"));
            if (evaluator.Signature.Loss is not null) Assert.True(double.IsFinite(evaluator.Loss()));
        }
    }

    [Fact]
    public void TheDoubleCopyRemembersAndForgets()
    {
        var model = ModelCases.Named("Residual");
        var evaluator = ReferenceEvaluator.Random(DoubleCopy.Type(model.TypeName), model, model.Sizes[0]);
        Assert.Equal(17, evaluator.MemoTables);
        var before = evaluator.Loss();
        ((double[])evaluator.Input("X").Values)[0] += 0.5;
        Assert.Equal(before, evaluator.Loss());
        evaluator.Changed();
        Assert.NotEqual(before, evaluator.Loss());
    }

    [Fact]
    public void TheDoubleCopyHasTheGradientOfAModelDoneByHand()
    {
        // d/dw mean (w0 x + w1 - y)²
        var model = ModelCases.Named("ScalarArgument");
        var evaluator = ReferenceEvaluator.Random(DoubleCopy.Type(model.TypeName), model, "N=7");
        var (x, y) = ((double[])evaluator.Input("X").Values, (double[])evaluator.Input("Y").Values);
        var w = (double[])evaluator.Tensors["W"].Values;
        var residual = x.Zip(y, (a, b) => (w[0] * a) + w[1] - b).ToArray();
        Assert.Equal(residual.Average(r => r * r), evaluator.Loss(), 1e-14);
        Assert.Equal(residual.Zip(x, (r, a) => 2 * r * a).Average(), evaluator.Derivative(w, 0).Value, 1e-10);
        Assert.Equal(residual.Average(r => 2 * r), evaluator.Derivative(w, 1).Value, 1e-10);
    }

    [Fact]
    public void LiteralsAndVocabulariesWiden()
    {
        var file = new CorpusFile("Models/Sample.cs", """
            using static Ansatz.ReduceF;
            using static Ansatz.Reduce;
            [Ansatz.Model] public partial class Sample
            {
                const float Small = 1e-3f;
                float E(int i) => (float)i * MathF.PI + 0.1f - float.NegativeInfinity;
                float F(Func<int, float> x, int i) => x(i) * 2.5F;
            }
            """);
        var tree = GeneratorHarness.CreateCompilation("Sample", [file]).SyntaxTrees.Last();
        Assert.Equal("""
            using static Ansatz.Reduce;
            [Ansatz.Model] public partial class Sample
            {
                const double Small = 1e-3d;
                private readonly global::Ansatz.Testing.MemoTable<double> E_1_memo = new();
            double E(int i) => E_1_memo.TryGet(out var found_, i) ? found_ : E_1_memo.Set(E_1_body(i), i);
            private double E_1_body(int i) => (double)i * Math.PI + 0.1d - double.NegativeInfinity;
                private readonly global::Ansatz.Testing.MemoTable<double> F_2_memo = new();
            double F(Func<int, double> x, int i) { var x_key = global::Ansatz.Testing.FunctionKeys.Of(x); if (x_key < 0) return F_2_body(x, i); return F_2_memo.TryGet(out var found_, x_key, i) ? found_ : F_2_memo.Set(F_2_body(x, i), x_key, i); }
            private double F_2_body(Func<int, double> x, int i) => x(i) * 2.5d;
            }
            """, DoubleCopyRewriter.Rewrite(tree, new HashSet<string> { "Sample" }).ToString(), ignoreAllWhiteSpace: true);
    }

    [Fact]
    public void AGeneratedPartWrittenByHandIsDriven()
    {
        var set = Compile(_ => [new("ScalarArgument.g.cs", ByHand)], "ScalarArgument");
        Assert.Empty(set.Failures);
        var run = new ModelRun(set, ModelCases.Named("ScalarArgument"), "N=7");
        var reference = run.Reference();
        Assert.Null(Agreement.Difference("Fit", run.Evaluate()[0].ToDoubles(), reference.Values(reference.Signature.Outputs[0]).ToDoubles(), 1e-6));
        Assert.Equal(reference.Loss(), run.Driver.Loss(run.Arguments), 1e-6);
        var gradient = Assert.Single(run.Gradient().Gradients).ToDoubles();
        Assert.Equal(reference.Derivative((double[])reference.Tensors["W"].Values, 1).Value, gradient[1], 1e-6);
    }

    [Fact]
    public void ABrokenPartIsSetAsideWithItsNumberedText()
    {
        var set = Compile(
            input => input.Model.Name == "Unused"
                ? [new("Unused.g.cs", "namespace Corpus;\npartial class Unused\n{\n    int Wrong => x;\n}\n")]
                : [new("ScalarArgument.g.cs", ByHand)],
            "ScalarArgument",
            "Unused");
        Assert.Equal(["Models/Unused.cs"], set.Failures.Keys);
        Assert.Contains("    4      int Wrong => x;", set.FailureOf("Corpus.Unused"), StringComparison.Ordinal);
        Assert.Null(set.FailureOf("Corpus.ScalarArgument"));
        Assert.NotNull(set.Driver("Corpus.ScalarArgument"));
    }

    [Fact]
    public void AWarningIsAFailureToo()
    {
        var set = Compile(
            _ => [new("ScalarArgument.g.cs", ByHand.Replace("return sum", "int unused; return sum", StringComparison.Ordinal))],
            "ScalarArgument");
        Assert.Contains("CS0168", set.FailureOf("Corpus.ScalarArgument"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 * r * x[n]", "2.0001f * r * x[n]")]
    [InlineData("w[1] += 2 * r", "w[1] -= 2 * r")]
    [InlineData("w[1] += 2 * r", "w[0] += 2 * r")]
    [InlineData("w[1] += 2 * r / x.Lengths[0]", "w[1] += 2 * r / 7")]
    public void AWrongGradientIsFound(string right, string wrong)
    {
        var set = Compile(_ => [new("ScalarArgument.g.cs", ByHand.Replace(right, wrong, StringComparison.Ordinal))], "ScalarArgument");
        var model = ModelCases.Named("ScalarArgument");
        Assert.NotEmpty(model.Sizes.SelectMany(size => GradientCheck.Differences(new ModelRun(set, model, size))));
    }

    [Fact]
    public void ARightGradientIsNot()
    {
        var set = Compile(_ => [new("ScalarArgument.g.cs", ByHand)], "ScalarArgument");
        var model = ModelCases.Named("ScalarArgument");
        Assert.Empty(model.Sizes.SelectMany(size => GradientCheck.Differences(new ModelRun(set, model, size))));
    }

    private static CompiledSet Compile(CompileModel compile, params string[] files)
    {
        var sources = files.Select(ModelCorpus.File).ToArray();
        return GeneratorHarness.Recompile(GeneratorHarness.Compile("ByHand", sources), sources, compile);
    }

    private const string ByHand = """
        #nullable enable
        using System.Numerics.Tensors;
        using Ansatz;
        namespace Corpus;
        partial class ScalarArgument : IModel
        {
            private Tensor<float>? _x, _y;
            private int _n;
            /// <summary>Makes the object.</summary>
            public ScalarArgument()
            {
                Parameters = ParameterSet.Create([new ParameterDeclaration("W", typeof(float), [2], ParameterKind.Parameter, Initial.Default, 2, 2)]);
                Gradients = Parameters.CreateGradients();
            }

            /// <inheritdoc/>
            public ParameterSet Parameters { get; }
            /// <summary>Filled by Gradient.</summary>
            public GradientSet Gradients { get; }
            public partial int N => _n;
            public partial Tensor<float> X => _x!;
            public partial Tensor<float> Y => _y!;
            public partial Tensor<float> W => Parameters.Tensor<float>(0);

            /// <summary>Sets the inputs.</summary>
            public void Bind(Tensor<float> x, Tensor<float> y) => (_x, _y, _n) = (x, y, (int)x.Lengths[0]);

            /// <summary>w0 x + w1.</summary>
            public void Evaluate(ReadOnlyTensorSpan<float> x, TensorSpan<float> fit)
            {
                for (nint n = 0; n < x.Lengths[0]; n++) fit[n] = (W[0] * x[n]) + W[1];
            }

            /// <summary>The loss.</summary>
            public float EvaluateLoss(ReadOnlyTensorSpan<float> x, ReadOnlyTensorSpan<float> y) => Gradient(x, y);

            /// <summary>The loss and its gradient.</summary>
            public float Gradient(ReadOnlyTensorSpan<float> x, ReadOnlyTensorSpan<float> y)
            {
                Gradients.Clear();
                var (sum, w) = (0f, Gradients.Tensor<float>(0));
                for (nint n = 0; n < x.Lengths[0]; n++)
                {
                    var r = (W[0] * x[n]) + W[1] - y[n];
                    sum += r * r;
                    w[0] += 2 * r * x[n] / x.Lengths[0];
                    w[1] += 2 * r / x.Lengths[0];
                }

                return sum / x.Lengths[0];
            }
        }
        """;

    public static TheoryData<string> Cases => [.. ModelCases.All.Select(c => c.Name)];
}
