using Ansatz.Generators.Binding;

namespace Ansatz.Generators.Tests.Binding;

/// <summary>What cannot be bound, each with the node of the canonical text where the problem stands.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData("n switch { 0 => 1f, _ => 2f }", "ANZ0003 at ?: SwitchExpression")]
    [InlineData("n is 0 ? 1 : 2", "ANZ0003 at ?: IsPatternExpression")]
    [InlineData("X[^1, n]", "ANZ0003 at ?: IndexExpression")]
    [InlineData("X[1..2, n]", "ANZ0003 at ?: RangeExpression")]
    [InlineData("n & 1", "ANZ0003 at ?: BitwiseAndExpression")]
    [InlineData("n << 1", "ANZ0003 at ?: LeftShiftExpression")]
    [InlineData("n ^ k", "ANZ0003 at ?: ExclusiveOrExpression")]
    [InlineData("~n", "ANZ0003 at ?: BitwiseNotExpression")]
    [InlineData("n = 3", "ANZ0003 at ?: SimpleAssignmentExpression")]
    [InlineData("new[] { 1f }[0]", "ANZ0003 at ?: ImplicitArrayCreationExpression")]
    [InlineData("(n, k).Item1", "ANZ0012 at ?: (n, k).Item1")]
    [InlineData("Sum<float>(N, i => X[i, k])", "ANZ0003 at ?: InvocationExpression")]
    [InlineData("F(async i => 1f, n, k)", "ANZ0003 at ?: SimpleLambdaExpression")]
    [InlineData("Sqrt(ref n)", "ANZ0003 at ?: Argument")]
    [InlineData("throw new Exception()", "ANZ0003 at ?: ThrowExpression")]
    [InlineData("default", "ANZ0006 at ?: default, int, float, double or bool")]
    [InlineData("\"text\".Length", "ANZ0012 at ?: \"text\".Length")]
    [InlineData("16L", "ANZ0006 at ?: 16L, int, float, double or bool")]
    [InlineData("(long)n", "ANZ0006 at ?: long, int, float or double")]
    [InlineData("Z[n]", "ANZ0004 at ?: Z")]
    [InlineData("Missing", "ANZ0004 at ?: Missing")]
    [InlineData("this.Missing", "ANZ0004 at ?: Missing")]
    [InlineData("Config.Missing + float.Missing", "ANZ0004 at ?: Config.Missing", "ANZ0004 at ?: float.Missing")]
    [InlineData("Console.BufferHeight", "ANZ0004 at ?: Console.BufferHeight")]
    [InlineData("X.Rank", "ANZ0012 at ?: X.Rank")]
    [InlineData("Console", "ANZ0012 at ?: Console")]
    [InlineData("Missing(n)", "ANZ0005 at ?: Missing")]
    [InlineData("Normal(1, n)", "ANZ0005 at ?: Normal, Ansatz.CounterRandomF")]
    [InlineData("MathF.Missing(n)", "ANZ0005 at ?: MathF.Missing")]
    [InlineData("int.Parse(\"1\")", "ANZ0005 at ?: int.Parse")]
    [InlineData("X.ToString()", "ANZ0005 at ?: X.ToString")]
    [InlineData("F(f, n)", "ANZ0010 at F: F, it takes 3 arguments, not 2")]
    [InlineData("F(f, n, k, 1)", "ANZ0010 at F: F, it takes 3 arguments, not 4")]
    [InlineData("F(f, n, m: k)", "ANZ0010 at F: F, it has no parameter 'm'")]
    [InlineData("Sum(N)", "ANZ0010 at ?: Sum, it takes extents and a function")]
    [InlineData("F(i => { return; }, n, k)", "ANZ0007 at ?: lambda, ReturnStatement")]
    [InlineData("X[n, Missing] + Missing2", "ANZ0004 at ?: Missing", "ANZ0004 at ?: Missing2")]
    public void Expressions(string expression, params string[] expected) => Assert.Equal(expected, BoundModel.Problems(expression));

    [Theory]
    [InlineData("[Extent] public int In { get; }", "ANZ0002 at In: In, Extent")]
    [InlineData("[Extent, Batch] public partial int In { get; }", "ANZ0016 at In: In, Extent, Batch")]
    [InlineData("[Extent] public partial int In { get; set; }", "ANZ0013 at In: In")]
    [InlineData("[Extent] public partial long In { get; }", "ANZ0006 at In: long, int")]
    [InlineData("[Training] public partial int On { get; }", "ANZ0006 at On: int, bool")]
    [InlineData("[Input(3)] public partial Tensor<long> Z { get; }", "ANZ0006 at ?: Tensor<long>, Tensor of float, double or int, or one of these")]
    [InlineData("[Input(3)] public partial int Z { get; }", "ANZ0009 at 3: Input, 3")]
    [InlineData("[Input(3, Initial = Initial.One)] public partial Tensor<int> Z { get; }", "ANZ0009 at input: Input, Initial = Initial.One")]
    [InlineData("[Parameter(3)] public partial float Z { get; }", "ANZ0006 at ?: float, Tensor of float or double")]
    [InlineData("[Parameter(3)] public partial Tensor<int> Z { get; }", "ANZ0006 at ?: Tensor<int>, Tensor of float or double")]
    [InlineData("[Parameter(3, Initial = Initial.Huge)] public partial Tensor<float> Z { get; }", "ANZ0009 at ?: Parameter, Initial = Initial.Huge")]
    [InlineData("[Parameter(nameof(Missing))] public partial Tensor<float> Z { get; }", "ANZ0009 at ?: Parameter, nameof(Missing)")]
    [InlineData("[Parameter(nameof(X))] public partial Tensor<float> Z { get; }", "ANZ0009 at ?: Parameter, nameof(X)")]
    [InlineData("[Parameter(1.5)] public partial Tensor<float> Z { get; }", "ANZ0009 at ?: Parameter, 1.5")]
    [InlineData("[Parameter(\"a|b\\\\\")] public partial Tensor<float> Z { get; }", "ANZ0009 at ?: Parameter, \"a|b\\\\\"")]
    [InlineData("[Loss] public float L(Tensor<float> x) => 1;", "ANZ0006 at ?: Tensor<float>, int, float, double, bool or Func of these")]
    [InlineData("[Loss] public decimal L() => 1;", "ANZ0006 at ?: decimal, float, double, int or bool")]
    [InlineData("[Loss] public partial float L();", "ANZ0007 at ?: L, no body")]
    [InlineData("[Loss] public float L() { for (;;) { } }", "ANZ0007 at ?: L, ForStatement")]
    [InlineData("[Loss] public float L() { }", "ANZ0007 at ?: L, Block")]
    [InlineData("[Loss] public float L() { float t; return t; }", "ANZ0007 at ?: L, LocalDeclarationStatement")]
    [InlineData("[Loss(Gradient = true)] float U() => 1;", "ANZ0009 at equation: Loss, Gradient = true")]
    [InlineData("[Loss(Hessian = 1)] float U() => 1;", "ANZ0009 at equation: Loss, Hessian = 1")]
    [InlineData("[Update] float U(int k) => k;", "ANZ0009 at ?: Update, ")]
    [InlineData("[Update(nameof(X))] float U(int n, int k) => k;", "ANZ0009 at ?: Update, nameof(X)")]
    [InlineData("float L() { for (;;) { } } public float G() => L();", "ANZ0007 at ?: L, ForStatement")]
    [InlineData("void P() { } public float G() => P();", "ANZ0012 at ?: P")]
    [InlineData("static float P() => 1; public float G() => P();", "ANZ0012 at ?: P")]
    [InlineData("float _f; public float G() => _f + this._f;", "ANZ0012 at ?: _f", "ANZ0012 at ?: _f")]
    [InlineData("float G(int i) => i; public float G(int i, int j) => i;", "ANZ0014 at G: G")]
    [InlineData("float G(params int[] i) => 1; [Loss] float L() => G(1);", "ANZ0012 at ?: G")]
    public void Members(string members, params string[] expected) => Assert.Equal(expected, BoundModel.MemberProblems(members));

    [Theory]
    [InlineData("Layer L { get; }", "ANZ0002 at L: L, model handed in from outside")]
    [InlineData("Layer L { get; } = Make();", "ANZ0003 at (): InvocationExpression")]
    [InlineData("Layer L { get; } = new(In: 1) { };", "ANZ0003 at ((In 1)): ObjectInitializerExpression")]
    [InlineData("Layer L { get; } = new(Inn: 1);", "ANZ0008 at Inn: Inn, Layer")]
    [InlineData("Layer L { get; } = new(1, 2);", "ANZ0008 at 1: 1, Layer")]
    [InlineData("Layer L { get; } = new(In: Missing);", "ANZ0004 at ?: Missing")]
    [InlineData("Layer L { get; } = new(In: 1.5f);")]
    public void UsedModels(string member, params string[] expected)
    {
        var compilation = BoundModel.Compile([BoundModel.Usings + $$"""
            [Model] public partial class M { {{member}} }
            [Model] public partial class Layer { [Extent] public partial int In { get; } }
            """]);
        var model = BoundModel.Bind(compilation, "M");
        Assert.Equal(expected, model.Problems.Select(p => BoundModel.Shown(model, p)));
    }

    [Theory]
    [InlineData("[Model] public class M { }", "ANZ0001 at class: M")]
    [InlineData("public class A { [Model] public partial class M { } }", "ANZ0001 at class: A")]
    [InlineData("[Model] public partial class M<T> { }", "ANZ0017 at class: M, a model has no type parameters")]
    [InlineData("[Model] public partial class M(int n) { }", "ANZ0017 at class: M, a model has no primary constructor: the generator writes the constructor")]
    [InlineData("[Model] public partial record M(int N);", "ANZ0017 at class: M, a model has no primary constructor: the generator writes the constructor")]
    [InlineData("[Model] file partial class M { }", "ANZ0017 at class: M, a model is not local to its file: its other part is in another one")]
    [InlineData("[Model] public static partial class M { }", "ANZ0017 at class: M, a model is not static")]
    [InlineData("[Model] public abstract partial class M { }", "ANZ0017 at class: M, a model is not abstract")]
    public void Classes(string source, params string[] expected)
    {
        var model = BoundModel.Bind(source);
        Assert.Equal(expected, model.Problems.Select(p => BoundModel.Shown(model, p)));
    }

    [Fact]
    public void BothReductionClassesInOneFile()
    {
        const string usings = "using System.Numerics.Tensors; using Ansatz; using static Ansatz.ReduceF; using static Ansatz.Reduce;\n";
        Assert.Equal(["ANZ0015 at (ReduceF.Sum (N) (fn (i) ([] X i k))): Sum"], BoundModel.Problems("Sum(N, i => X[i, k])", usings));
        Assert.Equal("(cast float (Reduce.Sum (N) f))", BoundModel.Body("(float)Reduce.Sum(N, f)", usings.Replace("using static Ansatz.Reduce;", "")));
    }

    [Fact]
    public void DeepExpressionsAreRefusedAndNotFollowed()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("1", 20_000));
        Assert.Equal(["ANZ0003 at ?: expression nested deeper than 500"], BoundModel.Problems(sum));
        Assert.Equal(["ANZ0003 at ?: expression nested deeper than 500"], BoundModel.MemberProblems($"public float F() {{ float t = {sum}; return t; }}"));
        Assert.Equal([], BoundModel.MemberProblems($"int Computed => {sum};"));
        Assert.Equal([], BoundModel.Problems(string.Join(" + ", Enumerable.Repeat("1", 400))));
    }

    [Fact]
    public void LinesReadBack()
    {
        var line = ProblemLine.Format("ANZ0001", -1, 12, "a|b", "", "c\\d\r\ne");
        Assert.Equal(@"ANZ0001 -1:12 a\|b||c\\d  e", line);
        var problem = ProblemLine.Parse(line);
        Assert.Equal(("ANZ0001", -1, 12), (problem.Code, problem.Member, problem.Node));
        Assert.Equal(["a|b", "", "c\\d  e"], problem.Arguments);
        Assert.Equal([], ProblemLine.Parse(ProblemLine.Format("ANZ0018", 3, 4)).Arguments);
    }
}
