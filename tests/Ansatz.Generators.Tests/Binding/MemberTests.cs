using Ansatz.Compiler.Declarations;

namespace Ansatz.Generators.Tests.Binding;

/// <summary>Members other than the bodies of equations, each with its exact line.</summary>
public sealed class MemberTests
{
    [Theory]
    [InlineData("[Extent] public partial int In { get; }", "(extent In public)")]
    [InlineData("[ExtentAttribute] internal partial int In { get; }", "(extent In internal)")]
    [InlineData("[Ansatz.Extent] protected internal virtual partial int In { get; }", "(extent In protected internal virtual)")]
    [InlineData("[Extent] partial int In { get; }", "(extent In)")]
    [InlineData("[Batch] public partial int B { get; }", "(batch B public)")]
    [InlineData("[Training] public partial bool Training { get; }", "(training Training public)")]
    [InlineData("[Training] public partial bool Training { get; set; }", "(training Training public set)")]
    [InlineData("public int Half => (N + 1) / 2;", "(computed Half (/ (+ N 1) 2) public)")]
    [InlineData("int Half { get => N / 2; }", "(computed Half (/ N 2))")]
    [InlineData("internal int Larger => Math.Max(N, K);", "(computed Larger (Math.Max N 4) internal)")]
    [InlineData("[Input(nameof(N), 64)] public partial Tensor<float> Z { get; }", "(input Z float (N 64) public)")]
    [InlineData("[Input(\"N\", K, 2 * K + 1)] public partial Tensor<double> Z { get; }", "(input Z double (N 4 9) public)")]
    [InlineData("[Input([nameof(N), 3])] public partial Tensor<int> Z { get; }", "(input Z int (N 3) public)")]
    [InlineData("[Input(new object[] { nameof(N), 3 })] public partial Tensor<int> Z { get; }", "(input Z int (N 3) public)")]
    [InlineData("[Input(nameof(N), nameof(K), Gradient = true)] public partial System.Numerics.Tensors.Tensor<float> Z { get; }", "(input Z float (N 4) public :gradient)")]
    [InlineData("[Input(nameof(N), Gradient = false)] public partial Tensor<Single> Z { get; }", "(input Z float (N) public)")]
    [InlineData("[Input] public partial int Seed { get; }", "(input Seed int () public)")]
    [InlineData("[Input] public partial double Rate { get; }", "(input Rate double () public)")]
    [InlineData("[Input(int.Parse(\"1\") == 1 ? 2 : 3)] public partial Tensor<float> Z { get; }", "(input Z float (?) public)", "ANZ0009")]
    [InlineData("[Parameter(K > 3 ? 2 : 3)] public partial Tensor<float> P { get; }", "(parameter P float (2) public)")]
    [InlineData("[Parameter] public partial Tensor<float> P { get; }", "(parameter P float () public)")]
    [InlineData("[Parameter(K, nameof(N), Initial = Initial.GlorotUniform)] public partial Tensor<double> P { get; }", "(parameter P double (4 N) public :initial GlorotUniform)")]
    [InlineData("[Parameter(K, Initial = Ansatz.Initial.Uniform, FanIn = nameof(N))] public partial Tensor<float> P { get; }", "(parameter P float (4) public :initial Uniform :fan-in N)")]
    [InlineData("[Parameter(K, FanIn = 2 * K)] public partial Tensor<float> P { get; }", "(parameter P float (4) public :fan-in 8)")]
    [InlineData("[State(K, Initial = Initial.One)] private partial Tensor<float> Mean { get; }", "(state Mean float (4) private :initial One)")]
    [InlineData("[Parameter(K)] public partial Tensor<float>? P { get; }", "(parameter P float (4) public)")]
    [InlineData("float G(float a, double b, bool c) => a;", "(equation G float ((a float) (b double) (c bool)) (private) a)")]
    [InlineData("protected internal int G(int i) => i;", "(equation G int ((i int)) (protected internal) i)")]
    [InlineData("private protected bool G(int i) => i > 0;", "(equation G bool ((i int)) (private protected) (> i 0))")]
    [InlineData("public double G(System.Func<int, double> x) => x(0);", "(equation G double ((x (fn int double))) (public) (apply x 0))")]
    [InlineData("float G(Func<Func<int, float>, int, float> x, int i) => x(j => X[j, 0], i);", "(equation G float ((x (fn (fn int float) int float)) (i int)) (private) (apply x (fn (j) ([] X j 0)) i))")]
    [InlineData("[Output(nameof(N), K)] public float G(int n, int k) => X[n, k];", "(equation G float ((n int) (k int)) (public (output N 4)) ([] X n k))")]
    [InlineData("[Output] public float G() => 1;", "(equation G float () (public (output)) 1)")]
    [InlineData("[Output, Loss] public float G() => 1;", "(equation G float () (public (output) (loss)) 1)")]
    [InlineData("[Loss(Hessian = true, HessianVectorProduct = false)] float G() => 1;", "(equation G float () (private (loss :hessian)) 1)")]
    [InlineData("[Loss(HessianVectorProduct = 1 < 2)] float G() => 1;", "(equation G float () (private (loss :hessian-vector-product)) 1)")]
    [InlineData("[Output(nameof(N))] [Obsolete] [Loss] float G(int n) => 1;", "(equation G float ((n int)) (private (output N) (loss)) 1)")]
    public void Lines(string member, string expected, params string[] problems)
    {
        var model = BoundModel.Members(member);
        Assert.Equal(expected, model.Members[^1]);
        Assert.Equal(problems, model.Problems.Select(p => p.Split(' ')[0]));
    }

    [Fact]
    public void UpdatesNameTheirState()
    {
        var model = BoundModel.Members("[State(K)] public partial Tensor<float> Mean { get; } [Update(nameof(Mean))] float Next(int k) => 0.9f * Mean[k];");
        Assert.Equal([], model.Problems);
        Assert.Equal("(equation Next float ((k int)) (private (update Mean)) (* 0.9f ([] Mean k)))", model.Members[^1]);
    }

    [Theory]
    [InlineData("public string Title => \"x\";")]
    [InlineData("public int Steps => _steps; private int _steps;")]
    [InlineData("public int Steps { get; set; }")]
    [InlineData("public System.Collections.Generic.List<int> Log { get; } = new();")]
    [InlineData("public static float Helper(int i) => i;")]
    [InlineData("public void Print() => Console.WriteLine();")]
    [InlineData("public float Accuracy(Tensor<float> x) => 1;")]
    [InlineData("public float Loops(int n) { for (var i = 0; i < n; i++) { } return n; }")]
    [InlineData("public T Same<T>(T x) => x;")]
    [InlineData("class Nested { } event Action? E; int this[int i] => i; enum Kind { A }")]
    [InlineData("public static int Count => 3;")]
    public void OrdinaryMembersAreLeftAlone(string member)
    {
        var model = BoundModel.Members(member);
        Assert.Equal(3, model.Members.Count);
        Assert.Equal([], model.Problems);
    }

    [Fact]
    public void MethodsThatNothingRefersToMayBeOrdinary()
    {
        var model = BoundModel.Members("""
            int Helper(int i) => Other(i) + _list.Count;
            int Other(int i) => Helper(i) + (i switch { _ => 1 });
            public float Average(int i) => new List<float>().Average();
            float Good(int i) => i;
            [Loss] float L() => Good(0) + Bad(1);
            float Bad(int i) => i switch { _ => 1f };
            float Recursive(int i) => Recursive(i) + Missing;
            readonly List<int> _list = [];
            """);
        Assert.Equal(["Good", "L", "Bad"], model.Members.Skip(3).Select(m => m.Split(' ')[1]));
        Assert.Equal(["ANZ0003 at ?: SwitchExpression"], model.Problems.Select(p => BoundModel.Shown(model, p)));
    }

    private const string Layer = """
        namespace Ns
        {
            [Model]
            public partial class Layer
            {
                [Extent] public partial int In { get; }
                [Extent] public partial int Out { get; }
                [Parameter(nameof(Out), nameof(In))] public partial Tensor<float> W { get; }
                public partial Layer Encoder { get; }
                public float Y(Func<int, float> x, int o) => Sum(In, i => W[o, i] * x(i));
            }
        }
        """;

    [Theory]
    [InlineData("public Ns.Layer L { get; } = new(In: 3, Out: 2 * K);", "(use L Ns.Layer owned ((In 3) (Out 8)))")]
    [InlineData("public Layer L { get; } = new(3, K);", "(use L Ns.Layer owned ((In 3) (Out 4)))")]
    [InlineData("public Layer L { get; } = new Layer(3, Out: K);", "(use L Ns.Layer owned ((In 3) (Out 4)))")]
    [InlineData("public Layer L { get; } = new Ns.Layer(Out: K, In: 3);", "(use L Ns.Layer owned ((Out 4) (In 3)))")]
    [InlineData("public Layer L { get => field ??= new(In: N, Out: (N + 1) / 2); }", "(use L Ns.Layer owned ((In N) (Out (/ (+ N 1) 2))))")]
    [InlineData("public Layer L => field ??= new(In: N, Out: 2);", "(use L Ns.Layer owned ((In N) (Out 2)))")]
    [InlineData("public Layer L { get { return field ??= new(In: N, Out: 2); } }", "(use L Ns.Layer owned ((In N) (Out 2)))")]
    [InlineData("private Layer? L { get; } = new();", "(use L Ns.Layer owned ())")]
    [InlineData("internal partial Layer L { get; }", "(use L Ns.Layer shared () internal)")]
    [InlineData("partial Alias L { get; }", "(use L Ns.Layer shared ())")]
    [InlineData("Layer A { get; } = new(1, 1); Layer L { get; } = new(1, 2, encoder: A);", "(use L Ns.Layer owned ((In 1) (Out 2) (encoder A)))")]
    [InlineData("Layer A { get; } = new(1, 1); Layer L { get; } = new(1, 2, A);", "(use L Ns.Layer owned ((In 1) (Out 2) (encoder A)))")]
    [InlineData("Layer A { get; } = new(1, 1); Layer L { get => field ??= new(A.In, A.Out); }", "(use L Ns.Layer owned ((In A.In) (Out A.Out)))")]
    [InlineData("Layer A { get; } = new(1, 1); [Parameter(nameof(A.Out))] partial Tensor<float> P { get; }", "(parameter P float (A.Out))")]
    [InlineData("Layer A { get; } = new(1, 1); float F(int o) => A.Y(i => A.W[o, i], o) + this.A.W[o, 0] * A.In;", "(equation F float ((o int)) (private) (+ (call A.Y (fn (i) ([] A.W o i)) o) (* ([] A.W o 0) A.In)))")]
    [InlineData("Layer A { get; } = new(1, 1); float F(int o) => A.Encoder.Y(i => 1f, A.Encoder.Encoder.In) + this.A.Y(o: o, x: i => 1f);", "(equation F float ((o int)) (private) (+ (call A.Encoder.Y (fn (i) 1f) A.Encoder.Encoder.In) (call A.Y (fn (i) 1f) o)))")]
    [InlineData("Layer A { get; } = new(1, 1); float F(Func<Func<int, float>, int, float> g, int o) => F(A.Y, o);", "(equation F float ((g (fn (fn int float) int float)) (o int)) (private) (call F (group A.Y) o))")]
    public void UsedModels(string members, string expected)
    {
        var compilation = BoundModel.Compile([BoundModel.Usings + Layer, "using Ns; using Alias = Ns.Layer;\n" + BoundModel.Usings + $$"""
            [Model] public partial class M { const int K = 4; [Extent] public partial int N { get; } {{members}} }
            """]);
        var model = BoundModel.Bind(compilation, "M");
        Assert.Equal([], model.Problems);
        Assert.Equal(expected, model.Members[^1]);
        Assert.Equal([new ImportedModel("Ns.Layer", "")], model.Imports);
    }

    [Fact]
    public void PartsInSeveralFiles()
    {
        var compilation = BoundModel.Compile(
        [
            "using static Ansatz.ReduceF; using Ansatz; partial class M { float First(int n) => Sum(N, i => X[i]) + Scale; const float Scale = 2; }",
            "using Ansatz; using System.Numerics.Tensors; [Model] public partial class M { [Extent] public partial int N { get; } [Input(nameof(N))] public partial Tensor<float> X { get; } [Loss] float L() => First(0) + Third(); }",
            "using static System.MathF; partial class M { float Third() => Exp(Scale); }",
        ]);
        var model = BoundModel.Bind(compilation);
        Assert.Equal(
            [
                "(equation First float ((n int)) (private) (+ (ReduceF.Sum (N) (fn (i) ([] X i))) 2f))",
                "(extent N public)",
                "(input X float (N) public)",
                "(equation L float () (private (loss)) (+ (call First 0) (call Third)))",
                "(equation Third float () (private) (MathF.Exp 2f))",
            ],
            model.Members);
        Assert.Equal([], model.Problems);
    }

    [Fact]
    public void GeneratedPartsAreNotSeen()
    {
        var compilation = BoundModel.Compile(
        [
            "using Ansatz; [Model] public partial class M { [Extent] public partial int N { get; } public float F(int n) => N; }",
            "[Ansatz.ModelDeclaration(1, \"\")] partial class M { public partial int N => 1; public float Evaluate(int n) => n; }",
            "// <auto-generated/>\npartial class M { public float Other(int n) => n; }",
        ]);
        Assert.Equal(["(extent N public)", "(equation F float ((n int)) (public) N)"], BoundModel.Bind(compilation).Members);
    }

    [Fact]
    public void NestedInOtherTypes()
    {
        var compilation = BoundModel.Compile(
        [
            """
            using Ansatz;
            namespace Outer.@event
            {
                namespace Inner
                {
                    public static partial class A<T, @class> where T : class
                    {
                        public partial record struct B
                        {
                            internal partial interface C<in U>
                            {
                                partial record D<V>
                                {
                                    [Model] protected internal sealed partial record @float { const int K = 2; float F(int n) => K * n; }
                                }
                            }
                        }
                    }
                }
            }
            """,
        ]);
        var model = BoundModel.Bind(compilation);
        Assert.Equal([], model.Problems);
        Assert.Equal("Outer.@event.Inner", model.Namespace);
        Assert.Equal(["partial class A<T, @class>", "partial record struct B", "partial interface C<in U>", "partial record D<V>"], model.Containers);
        Assert.Equal(("record", "@float", "protected internal"), (model.Keyword, model.Name, model.Accessibility));
        Assert.Equal("Outer.event.Inner.A`2+B+C`1+D`1+float", model.Key);
        Assert.Equal(["(equation F float ((n int)) (private) (* 2 n))"], model.Members);
    }

    [Fact]
    public void MembersOfContainingTypesAreConstantsOrNothing()
    {
        var compilation = BoundModel.Compile(
        [
            BoundModel.Usings + "partial class A { const int Wide = 8; static float Sum(int n, Func<int, float> f) => 0; [Model] partial class M { float F(int n) => Wide * n; public float G() => Sum(2, i => 1f); } }",
        ]);
        var model = BoundModel.Bind(compilation);
        Assert.Equal("(equation F float ((n int)) (private) (* 8 n))", model.Members[0]);
        Assert.Equal(["ANZ0005"], model.Problems.Select(p => p.Split(' ')[0]));
    }
}
