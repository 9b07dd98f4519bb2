using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Gradients;

/// <summary>Small models, each for one way in which an adjoint can go wrong.</summary>
internal static partial class GradientCases
{
    private const string Rank = "(use {0} Layer owned ((In 3) (Out 2)))";

    private static readonly Ansatz.Compiler.Declarations.ImportedModel _layer = Declared.Import(
        "Layer",
        "(extent In public)",
        "(extent Out public)",
        "(parameter W double (Out In) public)",
        "(parameter B double (Out) public)",
        "(equation Y double ((x (fn int int double)) (n int) (o int)) (public) (+ (Reduce.Sum (In) (fn (i) (* ([] W o i) (apply x n i)))) ([] B o)))");

    public static IReadOnlyList<GradientCase> All { get; } =
        [.. Pointwise(), .. Reductions(), .. Reads(), .. IndexData(), .. Equations(), .. Models(), .. Contractions(), .. Sharing(), .. Matrices()];

    public static GradientCase Named(string name) => All.Single(c => c.Name == name);

    private static string Loss(string extents, string names, string body) => $"(equation L double () (public (loss)) (Reduce.Sum ({extents}) (fn ({names}) {body})))";

    // Different for every element, so that a gradient that lands at the wrong place is seen.
    private static string Weight(string index) => $"(+ 0.5d (* 0.25d (cast double {index})))";

    private static GradientCase[] Pointwise() =>
    [
        new("chain of pointwise functions", "(parameter X double (4) public)", Loss("4", "i", $"(* {Weight("i")} (Math.Exp (Math.Sin (* ([] X i) (Math.Tanh ([] X i))))))")),
        new("chain through equations", "(parameter X double (4) public)",
            "(equation A double ((i int)) (private) (Math.Exp ([] X i)))",
            "(equation B double ((i int)) (private) (Math.Sin (* (call A i) (call A i))))",
            "(equation C double ((i int)) (private) (- (call B i) (/ (call A i) (+ 2d (call B i)))))",
            Loss("4", "i", $"(* {Weight("i")} (call C i))")),
        new("two dimensions, transposed reads", "(parameter X double (3 4) public)", "(parameter Y double (4 3) public)",
            Loss("3 4", "i j", "(* (Math.Tanh ([] X i j)) (Math.Exp ([] Y j i)))")),
        new("broadcast over both indices", "(parameter X double (3) public)", "(parameter Y double (4) public)",
            Loss("3 4", "i j", "(Math.Exp (* ([] X i) ([] Y j)))")),
        new("scalar parameter", "(parameter A double () public)", "(parameter X double (4) public)", Loss("4", "i", "(Math.Tanh (* A ([] X i)))")),
        new("loss without a reduction", "(parameter A double () public)", "(equation L double () (public (loss)) (Math.Exp (* A A)))"),
        new("loss that reads an output", "(batch N public)", "(input X double (N 2) public)", "(parameter W double (2) public)",
            "(equation Y double ((n int)) (public (output N)) (Reduce.Sum (2) (fn (i) (* ([] W i) ([] X n i)))))",
            "(equation L double () (public (loss)) (Reduce.Mean (N) (fn (n) (* (call Y n) (call Y n)))))"),
        new("gradient of an input", "(batch N public)", "(input X double (N 2) public :gradient)", "(parameter W double (2) public)",
            "(equation L double () (public (loss)) (Reduce.Mean (N) (fn (n) (Math.Tanh (Reduce.Sum (2) (fn (i) (* ([] W i) ([] X n i))))))))"),
        new("unused parameter", "(parameter X double (3) public)", "(parameter Unused double (2) public)", Loss("3", "i", "(* ([] X i) ([] X i))")),
        new("constants stop gradients", "(parameter X double (3) public)", Loss("3", "i", "(* ([] X i) (Functions.Constant (Math.Exp ([] X i))))")) { Frozen = true },
        new("choice by value", "(parameter X double (6) public)", Loss("6", "i", $"(* {Weight("i")} (? (> ([] X i) 0.1d) (Math.Exp ([] X i)) (* 3d ([] X i))))")),
        new("choice by index", "(parameter X double (6) public)", Loss("6", "i", "(? (== (% i 2) 0) (Math.Exp ([] X i)) (* 3d ([] X i)))")),
        new("nested choices", "(parameter X double (6) public)", Loss("6", "i", "(? (< i 2) ([] X i) (? (> ([] X i) 0d) (* ([] X i) ([] X i)) (? (&& (> i 3) (< i 5)) (Math.Sin ([] X i)) 1d)))")),
        new("float and double mixed", "(parameter X float (4) public)", "(parameter Y double (4) public)", Loss("4", "i", "(* (cast double ([] X i)) (Math.Exp ([] Y i)))")),
        new("training differs", "(training Training public)", "(parameter X double (4) public)", Loss("4", "i", "(? Training (Math.Exp ([] X i)) ([] X i))")),
        new("random numbers as factors", "(input Seed int () public)", "(parameter X double (4) public)", Loss("4", "i", "(* (CounterRandom.Uniform Seed i) (Math.Exp ([] X i)))")),
        new("mixed integer arithmetic", "(parameter X double (4) public)", Loss("4", "i", "(/ (* (cast double (/ (+ (* 3 i) 5) 2)) ([] X i)) (+ 1 (% i 3)))")),
    ];

    private static GradientCase[] Reductions() =>
    [
        .. from reducer in (string[])["Sum", "Mean", "Max", "Min", "LogSumExp"]
           from shape in (string[][])[["4", "i"], ["3 4", "i j"], ["2 3 2", "i j k"]]
           select new GradientCase($"{reducer} over {shape[1]}", $"(parameter X double (2 {shape[0]}) public)",
               Loss("2", "n", $"(* {Weight("n")} (Math.Exp (Reduce.{reducer} ({shape[0]}) (fn ({shape[1]}) (Math.Sin ([] X n {shape[1]}))))))")),
        new("reduction of a reduction", "(parameter X double (3 4) public)",
            "(equation L double () (public (loss)) (Reduce.LogSumExp (3) (fn (i) (Reduce.Max (4) (fn (j) (* 2d ([] X i j)))))))"),
        new("softmax", "(parameter X double (3 4) public)",
            "(equation S double ((i int) (j int)) (private) (/ (Math.Exp ([] X i j)) (Reduce.Sum (4) (fn (k) (Math.Exp ([] X i k))))))",
            Loss("3 4", "i j", $"(* {Weight("j")} (call S i j))")),
        new("softmax by LogSumExp", "(parameter X double (3 4) public)",
            "(equation S double ((i int) (j int)) (private) (Math.Exp (- ([] X i j) (Reduce.LogSumExp (4) (fn (k) ([] X i k))))))",
            Loss("3 4", "i j", $"(* {Weight("j")} (call S i j))")),
        new("normalisation", "(parameter X double (3 4) public)",
            "(equation M double ((i int)) (private) (Reduce.Mean (4) (fn (j) ([] X i j))))",
            "(equation V double ((i int)) (private) (Reduce.Mean (4) (fn (j) (let d (- ([] X i j) (call M i)) (* d d)))))",
            Loss("3 4", "i j", $"(* {Weight("j")} (/ (- ([] X i j) (call M i)) (Math.Sqrt (+ 0.1d (call V i)))))")),
        new("maximum of products", "(parameter X double (3 4) public)", "(parameter Y double (4) public)",
            Loss("3", "i", $"(* {Weight("i")} (Reduce.Max (4) (fn (j) (* ([] X i j) ([] Y j)))))")),
        new("reduction of a term without the index", "(parameter X double (3) public)", Loss("3", "i", "(Reduce.Sum (4) (fn (j) (Math.Exp ([] X i))))")),
        new("reduction by a named equation", "(parameter X double (4) public)", "(equation F double ((i int)) (private) (Math.Exp ([] X i)))", "(equation L double () (public (loss)) (Reduce.Sum (4) (group F)))"),
        new("part of an extent", "(parameter X double (6) public)", Loss("4", "i", $"(* {Weight("i")} (Math.Exp ([] X i)))")),
        new("mean over the batch", "(batch N public)", "(input X double (N 3) public)", "(parameter W double (3) public)",
            "(equation L double () (public (loss)) (Reduce.Mean (N 3) (fn (n i) (Math.Exp (* ([] W i) ([] X n i))))))"),
        new("the position of the largest as data", "(parameter X double (3 4) public)", "(parameter T double (4) public)",
            Loss("3", "i", $"(* {Weight("i")} ([] T (Reduce.ArgMax (4) (fn (j) ([] X i j)))))")),
        new("the largest and its position", "(parameter X double (3 4) public)", "(parameter T double (4) public)",
            Loss("3", "i", "(* (Reduce.Max (4) (fn (j) ([] X i j))) ([] T (Reduce.ArgMax (4) (fn (j) ([] X i j)))))")),
        new("log of a sum of squares", "(parameter X double (3 4) public)",
            "(equation L double () (public (loss)) (Math.Log (Reduce.Sum (3 4) (fn (i j) (* ([] X i j) ([] X i j))))))"),
    ];

    private static GradientCase[] Reads() =>
    [
        new("shifted guarded read", "(parameter X double (5) public)", Loss("5", "i", $"(* {Weight("i")} (* (? (>= (- i 1) 0) ([] X (- i 1)) 0d) ([] X i)))")),
        new("negated product under a guard", "(parameter X double (4) public)", "(equation F double ((i int)) (private) (Math.Exp ([] X i)))",
            Loss("4", "i", $"(* {Weight("i")} (? (>= i 1) (neg (* (call F (- i 1)) ([] X i))) 1d))")),
        new("square of a product under a guard", "(parameter X double (4) public)", "(equation F double ((i int)) (private) (Math.Exp ([] X i)))",
            Loss("4", "i", $"(? (>= i 1) (let u (* (call F (- i 1)) ([] X i)) (* u u)) {Weight("i")})")),
        new("choice by a guarded value", "(parameter X double (4) public)",
            Loss("4", "i", $"(* {Weight("i")} (? (>= i 1) (? (> ([] X (- i 1)) 0d) (Math.Exp ([] X i)) ([] X i)) 1d))")),
        new("larger of guarded values", "(parameter X double (4) public)", "(parameter Y double (4) public)",
            Loss("4", "i", $"(* {Weight("i")} (? (>= i 1) (Math.Max (* 2d ([] X (- i 1))) ([] Y i)) 1d))")),
        new("stencil", "(parameter X double (6) public)",
            "(equation At double ((i int)) (private) (? (&& (>= i 0) (< i 6)) ([] X i) 0d))",
            Loss("6", "i", $"(* {Weight("i")} (Math.Exp (+ (- (call At (- i 1)) (* 2d (call At i))) (call At (+ i 1)))))")),
        new("convolution", "(parameter X double (7) public)", "(parameter K double (3) public)",
            Loss("5", "i", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (3) (fn (k) (* ([] K k) ([] X (+ i k)))))))")),
        new("padded convolution in two dimensions", "(parameter X double (4 4) public)", "(parameter K double (3 3) public)",
            "(equation P double ((y int) (x int)) (private) (? (&& (&& (>= y 0) (< y 4)) (&& (>= x 0) (< x 4))) ([] X y x) 0d))",
            Loss("4 4", "y x", $"(* {Weight("x")} (Math.Tanh (Reduce.Sum (3 3) (fn (p q) (* ([] K p q) (call P (- (+ y p) 1) (- (+ x q) 1)))))))")),
        new("strided convolution", "(parameter X double (9) public)", "(parameter K double (3) public)",
            Loss("4", "i", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (3) (fn (k) (* ([] K k) ([] X (+ (* 2 i) k)))))))")),
        new("strided read", "(parameter X double (9) public)", Loss("4", "i", $"(* {Weight("i")} (Math.Exp ([] X (+ (* 2 i) 1))))")),
        new("reversed read", "(parameter X double (5) public)", Loss("5", "i", $"(* {Weight("i")} (Math.Exp ([] X (- 4 i))))")),
        new("sum of three indices", "(parameter X double (6) public)", Loss("3 2 3", "i j k", $"(* {Weight("j")} (Math.Exp (* {Weight("k")} ([] X (+ i (+ j k))))))")),
        new("difference of indices", "(parameter X double (5) public)", Loss("3 3", "i j", $"(* {Weight("j")} (Math.Exp ([] X (+ (- i j) 2))))")),
        new("diagonal", "(parameter X double (4 4) public)", Loss("4", "i", $"(* {Weight("i")} (Math.Exp ([] X i i)))")),
        new("diagonal of a longer tensor", "(parameter X double (4 6) public)", Loss("4", "i", $"(* {Weight("i")} (Math.Exp ([] X i (+ i 2))))")),
        new("antidiagonal", "(parameter X double (4 4) public)", Loss("4", "i", $"(* {Weight("i")} (Math.Exp ([] X i (- 3 i))))")),
        new("constant index", "(parameter X double (4 3) public)", Loss("3", "i", $"(* {Weight("i")} (* ([] X 0 i) (Math.Exp ([] X 2 i))))")),
        new("only constants as indices", "(parameter X double (4) public)", "(equation L double () (public (loss)) (* ([] X 1) (Math.Exp ([] X 3))))"),
        new("repeated index and a free one", "(parameter X double (3 4 3) public)", Loss("3 4", "i j", $"(* {Weight("j")} (Math.Exp ([] X i j i)))")),
        new("two maps of the same indices", "(parameter X double (5 5) public)", Loss("3 3", "i j", $"(* {Weight("j")} (Math.Exp ([] X (+ i j) (+ (- i j) 2))))")),
        new("several reads of one tensor", "(parameter X double (5) public)", Loss("4", "i", $"(* {Weight("i")} (* ([] X i) (Math.Exp (* ([] X (+ i 1)) ([] X 0)))))")),
        new("row and column of one matrix", "(parameter X double (4 4) public)", Loss("4 4", "i j", $"(* {Weight("i")} (Math.Exp (* ([] X i j) ([] X j i))))")),
        new("quotient as index", "(parameter X double (3) public)", Loss("6", "i", $"(* {Weight("i")} (Math.Exp ([] X (/ i 2))))")),
        new("guarded quotient as index", "(parameter X double (3) public)", Loss("6", "i", $"(* {Weight("i")} (? (&& (>= (/ i 2) 0) (< (/ i 2) 3)) (Math.Exp ([] X (/ i 2))) 0d))")),
        new("quotient and remainder", "(parameter X double (4 3) public)", Loss("11", "i", $"(* {Weight("i")} (Math.Exp ([] X (/ i 3) (% i 3))))")),
        new("remainder as index", "(parameter X double (3) public)", Loss("7", "i", $"(* {Weight("i")} (Math.Exp ([] X (% i 3))))")),
        new("quotient of a remainder", "(parameter X double (3 2 2) public)", Loss("11", "i", $"(* {Weight("i")} (Math.Exp ([] X (/ i 4) (/ (% i 4) 2) (% i 2))))")),
        new("quotient by an extent", "(extent M public)", "(parameter X double (4 M) public)", Loss("(* M 4)", "i", $"(* {Weight("i")} (Math.Exp (* ([] X (/ i M) (% i M)) ([] X (/ i M) 0))))")) { Extents = new() { ["M"] = 3 } },
        new("quotient by an extent with other indices", "(extent M public)", "(parameter X double (4 3) public)", Loss("(* M 4) 3", "i j", $"(* {Weight("j")} (Math.Exp ([] X (/ i M) j)))")) { Extents = new() { ["M"] = 3 } },
        new("quotient of a difference under a guard", "(parameter X double (3) public)", Loss("6", "i", $"(* {Weight("i")} (? (>= i 1) (Math.Exp ([] X (/ (- i 1) 2))) 0d))")),
        new("sum of quotients", "(parameter X double (5) public)", Loss("5 6", "i j", $"(* {Weight("j")} (Math.Exp ([] X (+ (/ i 2) (/ j 2)))))")),
        new("strided window with a quotient", "(parameter X double (4) public)", Loss("4 3", "i j", $"(* {Weight("j")} (Math.Exp ([] X (/ (+ (* 2 i) j) 3))))")),
        new("strided and dilated", "(parameter X double (12) public)", "(parameter K double (3) public)", Loss("3", "i", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (3) (fn (k) (* ([] K k) ([] X (+ (* 3 i) (* 2 k))))))))")),
        new("strided, dilated by a common factor", "(parameter X double (15) public)", "(parameter K double (3) public)", Loss("3", "i", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (3) (fn (k) (* ([] K k) ([] X (+ (+ (* 4 i) (* 2 k)) 1)))))))")),
        new("strided, window reversed", "(parameter X double (9) public)", "(parameter K double (3) public)", Loss("4", "i", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (3) (fn (k) (* ([] K k) ([] X (+ (- (* 2 i) k) 2)))))))")),
        new("strided from the end", "(parameter X double (9) public)", "(parameter K double (3) public)", Loss("4", "i", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (3) (fn (k) (* ([] K k) ([] X (- (- 8 (* 2 i)) k)))))))")),
        new("patches", "(parameter X double (8 6) public)", "(parameter K double (2 3) public)", Loss("4 2", "i j", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (2 3) (fn (p q) (* ([] K p q) ([] X (+ (* 2 i) p) (+ (* 3 j) q)))))))")),
        new("strided rows times a matrix", "(parameter X double (9) public)", "(parameter K double (4 3) public)", Loss("3", "o", $"(* {Weight("o")} (Math.Tanh (Reduce.Sum (4) (fn (i) (* ([] K i o) ([] X (+ (* 2 i) 1)))))))")),
        new("strided over a symbolic extent", "(extent M public)", "(computed L (+ (* 2 M) 2) public)", "(parameter X double (L) public)", "(parameter K double (3) public)", Loss("M", "i", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (3) (fn (k) (* ([] K k) ([] X (+ (* 2 i) k)))))))")) { Extents = new() { ["M"] = 4 } },
        new("clamped at both borders", "(parameter X double (5) public)", "(parameter K double (3) public)", Loss("5", "i", $"(* {Weight("i")} (Math.Tanh (Reduce.Sum (3) (fn (k) (* ([] K k) ([] X (Functions.Clamp (- (+ i k) 1) 0 4)))))))")),
        new("clamped beside other indices", "(parameter X double (3 5) public)", Loss("3 5", "n i", $"(* {Weight("i")} (Math.Exp (* 2d ([] X n (Functions.Max (- i 1) 0)))))")),
        new("mirrored at the border", "(parameter X double (5) public)", Loss("5", "i", $"(* {Weight("i")} (let at (Math.Max (- i 1) (- 1 i)) (? (&& (>= at 0) (< at 5)) (Math.Exp ([] X at)) 0d)))")),
        new("clamped at the border", "(parameter X double (5) public)", Loss("5", "i", $"(* {Weight("i")} (Math.Exp (* 2d ([] X (Math.Min (+ i 2) 4)))))")),
        new("equation with a negative lower bound", "(parameter X double (5) public)",
            "(equation P double ((i int)) (private) (? (&& (>= i 0) (< i 5)) (Math.Exp ([] X i)) 1d))",
            Loss("5 3", "i k", $"(* {Weight("k")} (Math.Sqrt (call P (- (+ i k) 1))))")),
        new("equation read in shifted parts", "(parameter X double (8) public)",
            "(equation E double ((i int)) (private) (Math.Exp ([] X i)))",
            Loss("3", "i", $"(* {Weight("i")} (* (call E (+ i 2)) (call E (+ i 5))))")),
        new("symbolic extents", "(extent M public)", "(parameter X double (M M) public)", Loss("M M", "i j", $"(* {Weight("i")} (Math.Exp ([] X j (- (- M 1) i))))")) { Extents = new() { ["M"] = 3 } },
        new("computed extents", "(extent M public)", "(computed Half (/ (+ M 1) 2) public)", "(parameter X double (Half) public)", Loss("Half", "i", $"(* {Weight("i")} (Math.Exp ([] X i)))")) { Extents = new() { ["M"] = 6 } },
        new("product of extents as a stride", "(extent M public)", "(parameter X double ((* M 3)) public)", Loss("3 M", "i j", $"(* {Weight("i")} (? (&& (>= (+ (* M i) j) 0) (< (+ (* M i) j) (* M 3))) (Math.Exp ([] X (+ (* M i) j))) 0d))")) { Extents = new() { ["M"] = 4 } },
        new("mixed radix of remainders", "(parameter X double (8 3) public)", Loss("2 6 3", "c y x", $"(* {Weight("y")} (Math.Exp ([] X (+ (* (+ (* c 2) (% y 2)) 2) (% x 2)) (/ y 2))))")),
        new("quotient of a quotient beside strides", "(parameter X double (3 4 4) public)", Loss("12 2 2", "k y x", $"(* {Weight("k")} (Math.Exp ([] X (/ k 4) (+ (* 2 y) (% (/ k 2) 2)) (+ (* 2 x) (% k 2)))))")),
        new("extents as strides of a mixed radix", "(extent M public)", "(extent K public)", "(parameter X double ((* 2 (* M K))) public)",
            Loss("2 M K", "i j k", $"(* {Weight("j")} (Math.Exp ([] X (+ (* (+ (* i M) j) K) k))))")) { Extents = new() { ["M"] = 3, ["K"] = 4 } },
        new("an extent as a stride alone", "(extent M public)", "(parameter X double ((* M 3)) public)", Loss("3", "i", $"(* {Weight("i")} (Math.Exp ([] X (* M i))))")) { Extents = new() { ["M"] = 4 } },
        new("product of indices", "(parameter X double (9) public)", Loss("3 3", "i j", $"(* {Weight("i")} (Math.Exp ([] X (* i j))))")) { Problem = "ANZ1006" },
        new("quotient by an index", "(parameter X double (9) public)", Loss("3 3", "i j", $"(* {Weight("i")} (Math.Exp ([] X (/ i (+ j 1)))))")) { Problem = "ANZ1006" },
        new("group of an index", "(extent M public)", "(extent K public)", "(parameter X double ((* 2 K)) public)",
            Loss("(* 2 M) K", "f c", $"(* {Weight("f")} (Math.Exp (* {Weight("c")} ([] X (+ (* (/ f M) K) c)))))")) { Extents = new() { ["M"] = 3, ["K"] = 2 } },
    ];
}
