using Ansatz.Compiler.Declarations;
using Ansatz.Generators.Binding;
using Ansatz.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Tests.Binding;

/// <summary>All the good models bind, and their text reads back.</summary>
public sealed class CorpusBindingTests
{
    [Fact]
    public void EveryModelOfTheCorpusBinds()
    {
        IReadOnlyList<CorpusFile> files = [.. ModelCorpus.Layers, .. ModelCorpus.Models];
        var compilation = GeneratorHarness.CreateCompilation("corpus", files);
        var problems = new List<string>();
        var count = 0;
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var declaration in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<TypeDeclarationSyntax>())
            {
                if (!ModelPart.HasAttribute(declaration.AttributeLists, "Model")) continue;
                var semantic = compilation.GetSemanticModel(tree);
                var model = ModelBinder.Bind(semantic, semantic.GetDeclaredSymbol(declaration, TestContext.Current.CancellationToken)!, declaration, TestContext.Current.CancellationToken);
                count++;
                problems.AddRange(model.Problems.Select(p => model.Key + ": " + BoundModel.Shown(model, p)));
                foreach (var line in model.Members) Assert.Equal(line, SExpression.Parse(line).ToString());
            }
        }

        Assert.True(count >= 40, $"{count} models");
        Assert.Equal([], problems);
    }
}
