using Ansatz.Compiler.Declarations;
using Ansatz.Generators.Binding;
using Ansatz.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Tests.Binding;

/// <summary>Text as it is while someone types: every beginning of a model, and the model without each of its tokens.</summary>
public sealed class HalfTypedTests
{
    private const string Layer = "using Ansatz; using System.Numerics.Tensors; [Model] public partial class Layer { [Extent] public partial int In { get; } public float Y(Func<int, float> x, int o) => x(o) * In; }";

    private const string Model = BoundModel.Usings + """
        namespace A.B;
        partial class Outer<T>
        {
            [Model]
            public partial class M
            {
                public const int K = 2 * 2, L = K + 1;
                private const float Eps = 1e-5f;
                [Extent] public partial int N { get; }
                [Batch] public partial int B { get; }
                [Training] public partial bool On { get; set; }
                public int Half => (N + 1) / 2;
                [Input(nameof(B), K, Gradient = true)] public partial Tensor<float> X { get; }
                [Input] public partial int Seed { get; }
                [Parameter(nameof(N), K + 1, Initial = Initial.HeNormal, FanIn = nameof(N))] public partial Tensor<float> W { get; }
                [State(K)] public partial Tensor<double> S { get; }
                public Layer One { get; } = new(In: K);
                public Layer Two { get => field ??= new Layer(In: Half); }
                public partial Layer Three { get; }
                float Code(Func<int, int, float> x, int n = 0) => Sum(N, i => W[i, n] * x(n, i)) + One.Y(j => X[n, j], n) + LeakyRelu(x(n, 0), slope: 0.1f);
                float Guarded(int n) { float t = n > 0 && !(n == 1) ? X[n - 1, 0] : -1; var u = t; return u * MathF.PI + (float)Math.Exp(Eps); }
                [Update(nameof(S))] double Next(int k) => 0.9 * S[k];
                [Output(nameof(B), nameof(N))] public float Y(int b, int n) => Max(K, i => Code((p, q) => X[b, q], n: n)) + float.NaN;
                [Loss] public float Loss() => Mean(B, b => LogSumExp(N, n => Y(b, n))) + CounterRandomF.Uniform(Seed, 1);
            }
        }
        """;

    private static readonly CSharpCompilation Base = GeneratorHarness.CreateCompilation("half", [new CorpusFile("Layer.cs", Layer)]);

    [Fact]
    public void TheWholeTextBinds() => Assert.Equal([], BindAll(Model).Single().Problems);

    [Fact]
    public void EveryBeginning()
    {
        for (var length = 0; length < Model.Length; length++) Check(Model[..length]);
    }

    [Fact]
    public void EveryTokenMissing()
    {
        var tokens = CSharpSyntaxTree.ParseText(Model, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken).DescendantTokens().ToArray();
        foreach (var token in tokens) Check(Model.Remove(token.SpanStart, token.Span.Length));
    }

    [Fact]
    public void EveryTokenTwice()
    {
        var tokens = CSharpSyntaxTree.ParseText(Model, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken).DescendantTokens().ToArray();
        foreach (var token in tokens) Check(Model.Insert(token.Span.End, " " + token.Text));
    }

    private static void Check(string text)
    {
        foreach (var model in BindAll(text))
        {
            var failed = model.Problems.FirstOrDefault(p => p.StartsWith(BindingCodes.BindingFailed, StringComparison.Ordinal));
            Assert.True(failed is null, failed + "\n" + text);

            // What the binder writes is always readable, and every problem has its place in it.
            foreach (var line in model.Members)
            {
                Assert.Equal(line, SExpression.Parse(line).ToString());
            }

            foreach (var line in model.Problems) Assert.DoesNotContain("nowhere", BoundModel.Shown(model, line));
        }
    }

    private static IEnumerable<ModelDeclaration> BindAll(string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, GeneratorHarness.ParseOptions, "M.cs");
        var compilation = Base.AddSyntaxTrees(tree);
        foreach (var declaration in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
        {
            if (!ModelPart.HasAttribute(declaration.AttributeLists, "Model")) continue;
            var semantic = compilation.GetSemanticModel(tree);
            yield return ModelBinder.Bind(semantic, semantic.GetDeclaredSymbol(declaration)!, declaration, CancellationToken.None, new RangeMap());
        }
    }
}
