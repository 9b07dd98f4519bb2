using System.Diagnostics;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Tests.Binding;

/// <summary>C#'s own binding of nested lambdas grows exponentially where overloads compete; binding a model grows with its text.</summary>
public sealed class NestingTests
{
    [Theory]
    [InlineData("using static Ansatz.ReduceF;")]
    [InlineData("using static Ansatz.ReduceF; using static System.MathF; using static System.Math;")]
    [InlineData("using static Ansatz.ReduceF; using static Ansatz.Reduce;")]
    public void DepthCostsWhatItsTextCosts(string usings)
    {
        var shallow = Microseconds(1, usings);
        var deep = Microseconds(8, usings);
        Assert.True(deep < (40 * shallow) + 500, $"depth 1: {shallow} µs, depth 8: {deep} µs");
    }

    // The best of several, since other processes share the machine.
    private static double Microseconds(int depth, string usings)
    {
        var body = "X[" + string.Join(", ", Enumerable.Range(0, depth).Select(i => $"i{i}")) + "]";
        for (var i = depth - 1; i >= 0; i--) body = $"Max(4, i{i} => 2 * {body})";
        var compilation = BoundModel.Compile([$"using System.Numerics.Tensors; using Ansatz; {usings} [Model] public partial class M {{ [Input({string.Join(", ", Enumerable.Repeat("4", depth))})] public partial Tensor<float> X {{ get; }} [Loss] public float L() => {body}; }}"]);
        var best = double.MaxValue;
        for (var repeat = 0; repeat < 30; repeat++)
        {
            var fresh = compilation.AddReferences();
            var tree = fresh.SyntaxTrees.Last();
            var declaration = tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().Single();
            var semantic = fresh.GetSemanticModel(tree);
            var symbol = semantic.GetDeclaredSymbol(declaration)!;
            var start = Stopwatch.GetTimestamp();
            var model = ModelBinder.Bind(semantic, symbol, declaration, CancellationToken.None);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            Assert.Equal(2, model.Members.Count);
        }

        return best;
    }
}
