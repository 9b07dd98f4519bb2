using Ansatz.Compiler.Declarations;
using Ansatz.Generators.Binding;
using Ansatz.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Tests.Binding;

/// <summary>Binds a class of a source text, without the generator around it.</summary>
internal static class BoundModel
{
    /// <summary>The usings that a file of equations starts with.</summary>
    public const string Usings = """
        using System.Numerics.Tensors;
        using Ansatz;
        using static Ansatz.ReduceF;
        using static Ansatz.Functions;
        using static System.MathF;

        """;

    /// <summary>A compilation of source texts.</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources, params MetadataReference[] more) =>
        GeneratorHarness.CreateCompilation("bound", sources.Select((text, i) => new CorpusFile($"File{i}.cs", text)), more);

    /// <summary>Binds the model of that key, or the first one.</summary>
    public static ModelDeclaration Bind(CSharpCompilation compilation, string? key = null, RangeMap? ranges = null)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var declaration in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
            {
                if (!ModelPart.IsModel(declaration)) continue;
                var semantic = compilation.GetSemanticModel(tree);
                var symbol = semantic.GetDeclaredSymbol(declaration)!;
                if (key is null || TypeHeader.Key(symbol) == key) return ModelBinder.Bind(semantic, symbol, declaration, CancellationToken.None, ranges);
            }
        }

        throw new InvalidOperationException("There is no such model.");
    }

    /// <summary>Binds the first model of a text that stands after the usual usings.</summary>
    public static ModelDeclaration Bind(string source, string usings = Usings) => Bind(Compile([usings + source]));

    /// <summary>The lines of a model whose members are given, after the extents and tensors that most cases need.</summary>
    public static ModelDeclaration Members(string members, string usings = Usings) => Bind(
        $$"""
        [Model]
        public partial class M
        {
            public const int K = 4;
            [Extent] public partial int N { get; }
            [Parameter(nameof(N), K)] public partial Tensor<float> X { get; }
            [Input(nameof(N))] public partial Tensor<int> Index { get; }
            {{members}}
        }
        """,
        usings);

    /// <summary>The canonical text of an expression as the body of <c>float F(Func&lt;int, float&gt; f, int n, int k)</c>, without problems.</summary>
    public static string Body(string expression, string usings = Usings)
    {
        var model = Members($"float F(Func<int, float> f, int n, int k) => {expression};", usings);
        Assert.Equal([], model.Problems);
        return Body(model);
    }

    /// <summary>The body of the last line.</summary>
    public static string Body(ModelDeclaration model)
    {
        var line = SExpression.Parse(model.Members[^1]);
        return line.Items[^1].ToString();
    }

    /// <summary>The problems of an expression in that place, each with the text of the node that it names.</summary>
    public static string[] Problems(string expression, string usings = Usings)
    {
        var model = Members($"public float F(Func<int, float> f, int n, int k) => {expression};", usings);
        return [.. model.Problems.Select(line => Shown(model, line))];
    }

    /// <summary>The problems of members in that place.</summary>
    public static string[] MemberProblems(string members, string usings = Usings)
    {
        var model = Members(members, usings);
        return [.. model.Problems.Select(line => Shown(model, line))];
    }

    /// <summary>A problem with its place as the canonical text there.</summary>
    public static string Shown(ModelDeclaration model, string line)
    {
        var problem = ProblemLine.Parse(line);
        var place = problem.Member < 0 ? "class" : Node(SExpression.Parse(model.Members[problem.Member]), problem.Node)?.ToString() ?? "nowhere";
        return $"{problem.Code} at {place}: {string.Join(", ", problem.Arguments)}";
    }

    private static SExpression? Node(SExpression tree, int number) =>
        tree.Node == number ? tree : tree.Items.Select(item => Node(item, number)).FirstOrDefault(found => found is not null);
}
