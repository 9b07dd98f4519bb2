namespace Ansatz.Generators.Tests.Binding;

/// <summary>Expressions, each with its exact text. In scope: the equation's f, n, k; the model's N, K = 4, X, Index.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("16", "16")]
    [InlineData("-3", "-3")]
    [InlineData("-2147483648", "-2147483648")]
    [InlineData("1_000", "1000")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("0.5f", "0.5f")]
    [InlineData("0.1f", "0.1f")]
    [InlineData("1e-5f", "1E-05f")]
    [InlineData("1_0.5e1F", "105f")]
    [InlineData("0.3333333333f", "0.33333334f")]
    [InlineData("0.5", "0.5d")]
    [InlineData(".1", "0.1d")]
    [InlineData("2d", "2d")]
    [InlineData("1.0 / 3", "(/ 1d 3)")]
    [InlineData("0.1234567890123456789", "0.12345678901234568d")]
    [InlineData("-0f", "-0f")]
    [InlineData("-1.5f", "-1.5f")]
    [InlineData("-(3)", "(neg 3)")]
    [InlineData("- -3", "(neg -3)")]
    [InlineData("+3f", "3f")]
    [InlineData("true ? 1 : 0", "(? true 1 0)")]
    public void Literals(string expression, string expected) => Assert.Equal(expected, BoundModel.Body(expression));

    [Theory]
    [InlineData("n + k", "(+ n k)")]
    [InlineData("n - k * 2 / 3 % 4", "(- n (% (/ (* k 2) 3) 4))")]
    [InlineData("(n - k) * 2", "(* (- n k) 2)")]
    [InlineData("-X[n, k]", "(neg ([] X n k))")]
    [InlineData("n == 0 ? 1f : 2f", "(? (== n 0) 1f 2f)")]
    [InlineData("n != 0 && !(n < 1 || n <= 2) ? 1 : k > 3 ? 2 : k >= 4 ? 3 : 4", "(? (&& (!= n 0) (not (|| (< n 1) (<= n 2)))) 1 (? (> k 3) 2 (? (>= k 4) 3 4)))")]
    [InlineData("n > 0 & n < 3 | k > 1 ? 1 : 0", "(? (|| (&& (> n 0) (< n 3)) (> k 1)) 1 0)")]
    [InlineData("(float)n / (int)X[n, k] + (float)(double)n", "(+ (/ (cast float n) (cast int ([] X n k))) (cast float (cast double n)))")]
    [InlineData("(Single)n", "(cast float n)")]
    [InlineData("X[n, k]!", "([] X n k)")]
    public void Operators(string expression, string expected) => Assert.Equal(expected, BoundModel.Body(expression));

    [Theory]
    [InlineData("K", "4")]
    [InlineData("M.K", "4")]
    [InlineData("this.K", "4")]
    [InlineData("N", "N")]
    [InlineData("this.N + this.X[n, k]", "(+ N ([] X n k))")]
    [InlineData("X[Index[n], K - 1]", "([] X ([] Index n) (- 4 1))")]
    [InlineData("PI + MathF.E + MathF.Tau", "(+ (+ 3.1415927f 2.7182817f) 6.2831855f)")]
    [InlineData("(float)Math.PI", "(cast float 3.141592653589793d)")]
    [InlineData("float.PositiveInfinity", "Infinityf")]
    [InlineData("float.NegativeInfinity", "-Infinityf")]
    [InlineData("float.NaN", "NaNf")]
    [InlineData("float.MaxValue", "3.4028235E+38f")]
    [InlineData("float.Pi", "3.1415927f")]
    [InlineData("Single.Epsilon", "1.4013E-45f")]
    [InlineData("(float)double.NegativeInfinity", "(cast float -Infinityd)")]
    [InlineData("int.MaxValue", "2147483647")]
    [InlineData("f(n)", "(apply f n)")]
    [InlineData("f.Invoke(n)", "(apply f n)")]
    [InlineData("F(f, n, k - 1)", "(call F f n (- k 1))")]
    [InlineData("this.F(f, n, k)", "(call F f n k)")]
    [InlineData("F(k: 1, n: 2, f: f)", "(call F f 2 1)")]
    [InlineData("F(f, k: 1, n: 2)", "(call F f 2 1)")]
    [InlineData("F(i => X[i, k], n, k)", "(call F (fn (i) ([] X i k)) n k)")]
    [InlineData("F((int i) => 2f, n, k)", "(call F (fn (i) 2f) n k)")]
    [InlineData("F(static _ => 2f, n, k)", "(call F (fn (_) 2f) n k)")]
    [InlineData("F(delegate (int i) { return f(i); }, n, k)", "(call F (fn (i) (apply f i)) n k)")]
    [InlineData("F(i => { var t = f(i); return t * t; }, n, k)", "(call F (fn (i) (let t (apply f i) (* t t))) n k)")]
    public void NamesAndCalls(string expression, string expected) => Assert.Equal(expected, BoundModel.Body(expression));

    [Theory]
    [InlineData("Exp(f(n))", "(MathF.Exp (apply f n))")]
    [InlineData("MathF.Exp(f(n))", "(MathF.Exp (apply f n))")]
    [InlineData("System.MathF.Exp(f(n))", "(MathF.Exp (apply f n))")]
    [InlineData("global::System.MathF.Exp(f(n))", "(MathF.Exp (apply f n))")]
    [InlineData("float.Exp(f(n))", "(MathF.Exp (apply f n))")]
    [InlineData("(float)double.Exp(f(n))", "(cast float (Math.Exp (apply f n)))")]
    [InlineData("(float)Math.Exp(f(n))", "(cast float (Math.Exp (apply f n)))")]
    [InlineData("int.Max(n - 1, 0)", "(Math.Max (- n 1) 0)")]
    [InlineData("Math.Clamp(n, 0, 3)", "(Math.Clamp n 0 3)")]
    [InlineData("Math.Clamp(min: 0, max: 3, value: n)", "(Math.Clamp n 0 3)")]
    [InlineData("MathF.Pow(y: 2, x: f(n))", "(MathF.Pow (apply f n) 2)")]
    [InlineData("MathF.ScaleB(f(n), 2)", "(MathF.ScaleB (apply f n) 2)")]
    [InlineData("Max(f(n), 0)", "(MathF.Max (apply f n) 0)")]
    [InlineData("Gelu(f(n))", "(Functions.Gelu (apply f n))")]
    [InlineData("Ansatz.Functions.Gelu(f(n))", "(Functions.Gelu (apply f n))")]
    [InlineData("Functions.Gelu(f(n))", "(Functions.Gelu (apply f n))")]
    [InlineData("global::Ansatz.Functions.Gelu(f(n))", "(Functions.Gelu (apply f n))")]
    [InlineData("LeakyRelu(f(n))", "(Functions.LeakyRelu (apply f n))")]
    [InlineData("LeakyRelu(f(n), slope: 0.1f)", "(Functions.LeakyRelu (apply f n) 0.1f)")]
    [InlineData("LeakyRelu(slope: 0.1f, x: f(n))", "(Functions.LeakyRelu (apply f n) 0.1f)")]
    [InlineData("Constant(f(n))", "(Functions.Constant (apply f n))")]
    [InlineData("CounterRandomF.Uniform(1, n, k)", "(CounterRandomF.Uniform 1 n k)")]
    [InlineData("(float)Ansatz.CounterRandom.Normal(1, n)", "(cast float (CounterRandom.Normal 1 n))")]
    public void Functions(string expression, string expected) => Assert.Equal(expected, BoundModel.Body(expression));

    [Theory]
    [InlineData("Sum(N, i => X[i, k])", "(ReduceF.Sum (N) (fn (i) ([] X i k)))")]
    [InlineData("Sum(N, K, (i, j) => X[i, j])", "(ReduceF.Sum (N 4) (fn (i j) ([] X i j)))")]
    [InlineData("Sum(N, K, 2, 3, (i, j, _, l) => X[i, j])", "(ReduceF.Sum (N 4 2 3) (fn (i j _ l) ([] X i j)))")]
    [InlineData("Mean(2 * N, f)", "(ReduceF.Mean ((* 2 N)) f)")]
    [InlineData("Max(N, f)", "(ReduceF.Max (N) f)")]
    [InlineData("Max(N, (i => X[i, k]))", "(ReduceF.Max (N) (fn (i) ([] X i k)))")]
    [InlineData("Max(Min(N, i => 2f), f(n))", "(MathF.Max (ReduceF.Min (N) (fn (i) 2f)) (apply f n))")]
    [InlineData("ReduceF.LogSumExp(N, f)", "(ReduceF.LogSumExp (N) f)")]
    [InlineData("X[ArgMax(N, f), 0]", "([] X (ReduceF.ArgMax (N) f) 0)")]
    [InlineData("Sum(f: i => X[i, k], n: N)", "(ReduceF.Sum (N) (fn (i) ([] X i k)))")]
    [InlineData("(float)Reduce.Sum(N, i => X[i, k])", "(cast float (Reduce.Sum (N) (fn (i) ([] X i k))))")]
    [InlineData("Sum(N, i => Sum(N, j => Sum(N, l => X[i, k])))", "(ReduceF.Sum (N) (fn (i) (ReduceF.Sum (N) (fn (j) (ReduceF.Sum (N) (fn (l) ([] X i k)))))))")]
    public void Reductions(string expression, string expected) => Assert.Equal(expected, BoundModel.Body(expression));

    [Theory]
    [InlineData("LogDet(K, (i, j) => X[i, j])", "(LinearAlgebraF.LogDet (4) (fn (i j) ([] X i j)))")]
    [InlineData("Cholesky(K, (i, j) => X[i, j])(n, 0)", "(apply (LinearAlgebraF.Cholesky (4) (fn (i j) ([] X i j))) n 0)")]
    [InlineData("Solve(N, (i, j) => X[i, j], f)(n)", "(apply (LinearAlgebraF.Solve (N) (fn (i j) ([] X i j)) f) n)")]
    [InlineData("Solve(N, 2 * K, (i, j) => X[i, j], (i, c) => f(i))(n, k)", "(apply (LinearAlgebraF.Solve (N (* 2 4)) (fn (i j) ([] X i j)) (fn (i c) (apply f i))) n k)")]
    [InlineData("SolveLower(K, Cholesky(K, (i, j) => X[i, j]), f)(0)", "(apply (LinearAlgebraF.SolveLower (4) (LinearAlgebraF.Cholesky (4) (fn (i j) ([] X i j))) f) 0)")]
    [InlineData("(float)Ansatz.LinearAlgebra.Inverse(K, (i, j) => X[i, j])(n, n)", "(cast float (apply (LinearAlgebra.Inverse (4) (fn (i j) ([] X i j))) n n))")]
    public void Matrices(string expression, string expected) => Assert.Equal(expected, BoundModel.Body(expression, BoundModel.Usings + "using static Ansatz.LinearAlgebraF;\n"));

    [Fact]
    public void PropertiesAndMethodsThatAreEquations()
    {
        var model = BoundModel.Members(
            "Func<int, int, float> L => Ansatz.LinearAlgebraF.Cholesky(4, (i, j) => X[i, j]); Func<int, float> R(int i) => j => X[i, j] * L(j, 0); public Func<int, float> Q => R(2); "
            + "float F(int n) { var r = R(n); return L(n, 0) + R(n)(1) + r(n) + Max(N, Q) + Max(N, R(n)); }");
        Assert.Equal([], model.Problems);
        Assert.Equal(
            [
                "(equation L float ((k int) (l int)) (private) (apply (LinearAlgebraF.Cholesky (4) (fn (i j) ([] X i j))) k l))",
                "(equation R float ((i int) (j int)) (private) (* ([] X i j) (call L j 0)))",
                "(equation Q float ((i int)) (public) (apply (call R 2) i))",
                "(equation F float ((n int)) (private) (let r (call R n) (+ (+ (+ (+ (call L n 0) (apply (call R n) 1)) (apply r n)) (ReduceF.Max (N) (group Q))) (ReduceF.Max (N) (call R n)))))",
            ],
            model.Members.Skip(model.Members.Count - 4));
    }

    [Fact]
    public void BothClassesOfMatricesAreAmbiguous() => Assert.StartsWith(
        "ANZ0015 at (LinearAlgebraF.LogDet",
        Assert.Single(BoundModel.Problems("LogDet(K, (i, j) => X[i, j])", BoundModel.Usings + "using static Ansatz.LinearAlgebraF; using static Ansatz.LinearAlgebra;\n")));

    [Fact]
    public void MethodGroupsAsFunctions()
    {
        var model = BoundModel.Members("float G(int i) => X[i, 0]; float A(Func<int, float> f) => f(0); float B() => A(G) + A(this.G) + Max(N, G);");
        Assert.Equal([], model.Problems);
        Assert.Equal("(+ (+ (call A (group G)) (call A (group G))) (ReduceF.Max (N) (group G)))", BoundModel.Body(model));
    }

    [Theory]
    [InlineData("{ return n; }", "n")]
    [InlineData("{ var t = X[n, 0]; return t * t; }", "(let t ([] X n 0) (* t t))")]
    [InlineData("{ var a = n; var b = a + 1; return X[a, b]; }", "(let a n (let b (+ a 1) ([] X a b)))")]
    [InlineData("{ float t = 1; return t / 2; }", "(let t (cast float 1) (/ t 2))")]
    [InlineData("{ float a = X[n, 0], b = a * 2; return a + b; }", "(let a ([] X n 0) (let b (* a 2) (+ a b)))")]
    [InlineData("{ const int j = 3; return X[n, j]; }", "(let j 3 ([] X n j))")]
    [InlineData("{ double t = X[n, 0]; return (float)t; }", "(let t (cast double ([] X n 0)) (cast float t))")]
    [InlineData("{ float t = Sum(N, i => X[i, 0]); return t; }", "(let t (ReduceF.Sum (N) (fn (i) ([] X i 0))) t)")]
    [InlineData("{ Func<int, float> g = i => X[i, n]; return g(1); }", "(let g (fn (i) ([] X i n)) (apply g 1))")]
    [InlineData("{ Func<int, float> g = i => X[i, n]; return Max(N, g); }", "(let g (fn (i) ([] X i n)) (ReduceF.Max (N) g))")]
    [InlineData("{ var g = (int i) => X[i, n]; return Max(N, g); }", "(let g (fn (i) ([] X i n)) (ReduceF.Max (N) g))")]
    public void BlockBodies(string block, string expected)
    {
        var model = BoundModel.Members($"float F(int n) {block}");
        Assert.Equal([], model.Problems);
        Assert.Equal(expected, BoundModel.Body(model));
    }

    [Fact]
    public void VerbatimIdentifiersAreTheirNames()
    {
        var model = BoundModel.Members("[Extent] public partial int @class { get; } float @float(int @in, int @int) => X[@in, @class - 1] + @float(@int, @class);");
        Assert.Equal([], model.Problems);
        Assert.Equal("(extent class public)", model.Members[^2]);
        Assert.Equal("(equation float float ((in int) (int int)) (private) (+ ([] X in (- class 1)) (call float int class)))", model.Members[^1]);
    }

    [Theory]
    [InlineData("using static Ansatz.ReduceF; using static System.Math; using static System.MathF;")]
    [InlineData("using static global::Ansatz.ReduceF; using static System.MathF; using static global::System.Math;")]
    public void MathAndMathFTogetherAreToldApartByTypes(string usings)
    {
        string Body(string expression) => BoundModel.Body(expression, "using System.Numerics.Tensors; using Ansatz; " + usings + "\n");
        Assert.Equal("(MathF.Exp (apply f n))", Body("Exp(f(n))"));
        Assert.Equal("(MathF.Sqrt n)", Body("Sqrt(n)"));
        Assert.Equal("(Math.Max n 0)", Body("Max(n, 0)"));
        Assert.Equal("(MathF.Max ([] X n k) 0)", Body("Max(X[n, k], 0)"));
        Assert.Equal("(cast float (Math.Exp (cast double n)))", Body("(float)Exp((double)n)"));
        Assert.Equal("(ReduceF.Max (N) f)", Body("Max(N, f)"));
    }

    [Fact]
    public void AliasesAndOtherWaysToImport()
    {
        const string usings = """
            using T = System.Numerics.Tensors; using Ansatz; using S = System.MathF; using R = Ansatz.ReduceF; using A = Ansatz; using System.Numerics.Tensors;

            """;
        Assert.Equal("(+ (MathF.Exp (apply f n)) (ReduceF.Sum (N) (fn (i) ([] X i k))))", BoundModel.Body("S.Exp(f(n)) + R.Sum(N, i => X[i, k])", usings));
        Assert.Equal("(+ (Functions.Gelu (apply f n)) 3.1415927f)", BoundModel.Body("A.Functions.Gelu(f(n)) + S.PI", usings));
    }

    [Fact]
    public void GlobalUsingsOfAnotherFile()
    {
        var compilation = BoundModel.Compile(
        [
            "global using static Ansatz.ReduceF; global using static System.MathF; global using Ansatz; global using System.Numerics.Tensors; global using F = Ansatz.Functions;",
            "[Model] public partial class M { [Input(4)] public partial Tensor<float> X { get; } float Y(int i) => Exp(Sum(4, j => X[j])) + F.Relu(X[i]) + PI; }",
        ]);
        var model = BoundModel.Bind(compilation);
        Assert.Equal([], model.Problems);
        Assert.Equal("(+ (+ (MathF.Exp (ReduceF.Sum (4) (fn (j) ([] X j)))) (Functions.Relu ([] X i))) 3.1415927f)", BoundModel.Body(model));
    }

    [Fact]
    public void ClassesOfOtherNamespacesAreNotTheVocabulary()
    {
        const string usings = "using System.Numerics.Tensors; using Ansatz; using static Other.Functions;\n";
        var compilation = BoundModel.Compile(
        [
            "namespace Other; public static class Functions { public static float Gelu(float x) => x; }",
            usings + "[Model] public partial class M { public float Y(int i) => Gelu(i); }",
        ]);
        Assert.Equal(["ANZ0005 0:10 Gelu|Ansatz.Functions"], BoundModel.Bind(compilation).Problems);
    }

    [Fact]
    public void ConstantsFromEverywhere()
    {
        var compilation = BoundModel.Compile(
        [
            "public static class Sizes { public const int Wide = 2 * 8; public const float Eps = 1e-5f; public const double Half = 1 / 2.0; } namespace A.B { public class C { public const int D = 7; } }",
            BoundModel.Usings + """
            using static Sizes;
            [Model]
            public partial class M
            {
                private const int A = B + 1, B = 2 * C, C = 3, Loop = Loop2, Loop2 = Loop, Far = Sizes.Wide + 1;
                private const float Scale = 1, Third = 1f / 3, Negative = -A;
                const double Root = 0.5f;
                const bool On = true;
                const byte Small = 3;
                float F() => A + B + C + Far + Scale + Third + Negative + (On ? Small : 0) + (float)Root;
                float G() => Wide + Eps + Sizes.Wide + global::A.B.C.D + (float)Half;
            }
            """,
        ]);
        var model = BoundModel.Bind(compilation);
        Assert.Equal("(equation F float () (private) (+ (+ (+ (+ (+ (+ (+ (+ 7 6) 3) 17) 1f) 0.33333334f) -7f) (? true 3 0)) (cast float 0.5d)))", model.Members[0]);
        Assert.Equal("(equation G float () (private) (+ (+ (+ (+ 16 1E-05f) 16) 7) (cast float 0.5d)))", model.Members[1]);
    }

    [Fact]
    public void LineEndsAndCommentsDoNotMatter()
    {
        const string members = """
            float F(int n)
            {
                // first
                var t = X[n, 0];   /* second */
                return t
                    * t;
            }
            """;
        var lf = BoundModel.Members(members.ReplaceLineEndings("\n"));
        var crlf = BoundModel.Members(members.ReplaceLineEndings("\r\n"));
        Assert.Equal(lf, crlf);
        Assert.Equal(lf, BoundModel.Members("float F(int n) { var t = X[n,0]; return t*t; }"));
    }
}
