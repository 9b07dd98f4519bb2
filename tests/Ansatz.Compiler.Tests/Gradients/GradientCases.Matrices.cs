using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Gradients;

// Whole-matrix primitives: of one matrix and of many, alone and together, in recurrences and through used models.
internal static partial class GradientCases
{
    private const string Square = "(parameter A double (3 3) public)";
    private const string Batched = "(parameter A double (2 3 3) public)";

    // Positive definite in its symmetric part, and not symmetric.
    private const string Definite = "(equation K double ((i int) (j int)) (private) (+ (* 0.4d ([] A i j)) (? (== i j) 2d 0d)))";
    private const string DefiniteOfB = "(equation K double ((b int) (i int) (j int)) (private) (+ (* 0.4d ([] A b i j)) (? (== i j) 2d 0d)))";

    // Needs its rows exchanged.
    private const string General = "(equation M double ((i int) (j int)) (private) (+ ([] A i j) (? (== (+ i j) 2) 3d 0d)))";

    private static string Both(string i, string j) => $"(* {Weight(i)} (Math.Sin (+ 1d (+ (cast double {i}) (* 3d (cast double {j}))))))";

    private static GradientCase[] Matrices() =>
    [
        new("Cholesky factor", Square, Definite, Loss("3 3", "i j", $"(* {Both("i", "j")} (apply (LinearAlgebra.Cholesky (3) (group K)) i j))")),
        new("squares of a Cholesky factor", Square, Definite,
            "(equation T double ((i int) (j int)) (private) (apply (LinearAlgebra.Cholesky (3) (group K)) i j))",
            Loss("3 3", "i j", $"(* {Both("i", "j")} (* (call T i j) (call T i j)))")),
        new("diagonal of a Cholesky factor", Square, Definite,
            "(equation T double ((i int) (j int)) (private) (apply (LinearAlgebra.Cholesky (3) (group K)) i j))",
            Loss("3", "i", $"(* {Weight("i")} (Math.Log (call T i i)))")),
        new("one element of a Cholesky factor", Square, Definite,
            "(equation T double ((i int) (j int)) (private) (apply (LinearAlgebra.Cholesky (3) (group K)) i j))",
            "(equation Loss double () (public (loss)) (Math.Exp (call T 2 1)))"),
        new("Cholesky factors of a batch", Batched, DefiniteOfB,
            "(equation T double ((b int) (i int) (j int)) (private) (apply (LinearAlgebra.Cholesky (3) (fn (p q) (call K b p q))) i j))",
            Loss("2 3 3", "b i j", $"(* {Both("i", "j")} (* (call T b i j) {Weight("b")}))")),
        new("Cholesky factor of a tensor itself", "(parameter X double (2 2) public)",
            "(equation Loss double () (public (loss)) (apply (LinearAlgebra.Cholesky (2) (fn (i j) ([] X i j))) 1 0))") { Data = new() { ["X"] = [2, 0.5, -0.25, 3] } },
        new("Cholesky factor, transposed", "(parameter X double (2 2) public)",
            Loss("2 2", "i j", $"(* {Both("i", "j")} (apply (LinearAlgebra.Cholesky (2) (fn (i j) ([] X j i))) i j))")) { Data = new() { ["X"] = [2, 0.5, -0.25, 3] } },
        new("Cholesky factor of a product with a factor", Square, Definite,
            "(equation T double ((i int) (j int)) (private) (apply (LinearAlgebra.Cholesky (3) (group K)) i j))",
            "(equation P double ((i int) (j int)) (private) (+ (? (== i j) 1d 0d) (Reduce.Sum (3) (fn (k) (* (call T k i) (call T k j))))))",
            Loss("3 3", "i j", $"(* {Both("i", "j")} (apply (LinearAlgebra.Cholesky (3) (group P)) i j))")),
        new("logarithm of a positive definite determinant", Square, Definite,
            "(equation Loss double () (public (loss)) (LinearAlgebra.LogDetPositiveDefinite (3) (group K)))"),
        new("logarithm of a determinant", Square, General, "(equation Loss double () (public (loss)) (LinearAlgebra.LogDet (3) (group M)))"),
        new("logarithms of determinants of a batch", Batched,
            "(equation D double ((b int)) (private) (LinearAlgebra.LogDet (3) (fn (i j) (+ ([] A b i j) (? (== (+ i j) 2) 3d 0d)))))",
            Loss("2", "b", $"(* {Weight("b")} (Math.Exp (* 0.25d (call D b))))")),
        new("solution of a system", Square, General, "(parameter B double (3) public)",
            Loss("3", "i", $"(* {Weight("i")} (Math.Tanh (apply (LinearAlgebra.Solve (3) (group M) (fn (p) ([] B p))) i)))")),
        new("solution of a transposed system", Square, General, "(parameter B double (3) public)",
            Loss("3", "i", $"(* {Weight("i")} (apply (LinearAlgebra.Solve (3) (fn (i j) (call M j i)) (fn (p) ([] B p))) i))")),
        new("several right sides", Square, General, "(parameter B double (3 2) public)",
            Loss("3 2", "i c", $"(* {Both("i", "c")} (Math.Sin (apply (LinearAlgebra.Solve (3 2) (group M) (fn (p c) ([] B p c))) i c)))")),
        new("one system for all rows", "(batch N public)", "(input B double (N 3) public :gradient)", Square, General,
            "(equation Loss double () (public (loss)) (Reduce.Mean (N 3) (fn (n i) (* (cast double (+ n i)) (Math.Sin (apply (LinearAlgebra.Solve (3) (group M) (fn (p) ([] B n p))) i))))))"),
        new("a system for each row", "(batch N public)", "(input B double (N 3) public :gradient)", Square, General,
            "(equation E double ((n int) (i int) (j int)) (private) (+ (call M i j) (* 0.25d (* ([] B n i) ([] B n j)))))",
            "(equation Loss double () (public (loss)) (Reduce.Mean (N 3) (fn (n i) (* (cast double (+ n i)) (apply (LinearAlgebra.Solve (3) (fn (p q) (call E n p q)) (fn (p) ([] B n p))) i)))))"),
        new("many systems, one right side", Batched, "(parameter B double (3) public)",
            Loss("2 3", "b i", $"(* {Both("i", "b")} (apply (LinearAlgebra.Solve (3) (fn (p q) (+ ([] A b p q) (? (== (+ p q) 2) 3d 0d))) (fn (p) ([] B p))) i))")),
        new("lower triangular system", Square, "(parameter B double (3 2) public)",
            Loss("3 2", "i c", $"(* {Both("i", "c")} (apply (LinearAlgebra.SolveLower (3 2) (fn (i j) (+ ([] A i j) (? (== i j) 2d 0d))) (fn (p c) ([] B p c))) i c))")),
        new("transposed lower triangular system", Square, "(parameter B double (3) public)",
            Loss("3", "i", $"(* {Weight("i")} (apply (LinearAlgebra.SolveLowerTransposed (3) (fn (i j) (+ ([] A i j) (? (== i j) 2d 0d))) (fn (p) ([] B p))) i))")),
        new("lower triangular systems of a batch", Batched, "(parameter B double (4 3) public)",
            Loss("2 4 3", "b n i", $"(* {Both("i", "n")} (apply (LinearAlgebra.SolveLower (3) (fn (i j) (+ ([] A b i j) (? (== i j) 2d 0d))) (fn (p) ([] B n p))) i))")),
        new("positive definite system", Square, Definite, "(parameter B double (3) public)",
            Loss("3", "i", $"(* {Weight("i")} (apply (LinearAlgebra.SolvePositiveDefinite (3) (group K) (fn (p) ([] B p))) i))")),
        new("inverse", Square, General, Loss("3 3", "i j", $"(* {Both("i", "j")} (apply (LinearAlgebra.Inverse (3) (group M)) i j))")),
        new("inverses of a batch", Batched,
            "(equation V double ((b int) (i int) (j int)) (private) (apply (LinearAlgebra.Inverse (3) (fn (p q) (+ ([] A b p q) (? (== (+ p q) 2) 3d 0d)))) i j))",
            Loss("2 3 3", "b i j", $"(* {Both("i", "j")} (Math.Sin (call V b j i)))")),
        new("matrix and right side of one tensor", Square, General,
            Loss("3 3", "i c", $"(* {Both("i", "c")} (apply (LinearAlgebra.Solve (3 3) (group M) (fn (p c) ([] A c p))) i c))")),
        new("normal distribution", "(batch N public)", "(input X double (N 3) public :gradient)", Square, Definite,
            "(equation Q double ((n int)) (private) (Reduce.Sum (3) (fn (i) (* ([] X n i) (apply (LinearAlgebra.SolvePositiveDefinite (3) (group K) (fn (p) ([] X n p))) i)))))",
            "(equation Loss double () (public (loss)) (+ (LinearAlgebra.LogDetPositiveDefinite (3) (group K)) (Reduce.Mean (N) (fn (n) (call Q n)))))"),
        new("a matrix that only one element is read of, guarded", Square, Definite,
            "(equation T double ((i int) (j int)) (private) (apply (LinearAlgebra.Cholesky (3) (group K)) i j))",
            Loss("5", "i", "(? (< i 3) (Math.Exp (call T i 0)) 0d)")),
        new("equation given its first argument", Batched, DefiniteOfB,
            "(equation T double ((b int) (i int) (j int)) (private) (apply (LinearAlgebra.Cholesky (3) (call K b)) i j))",
            Loss("2 3", "b i", $"(* {Weight("i")} (apply (LinearAlgebra.SolveLower (3) (call T b) (fn (p) ([] A b p 0))) i))")),
        new("local value that is a matrix", Square, Definite,
            "(equation Loss double () (public (loss)) (let l (LinearAlgebra.Cholesky (3) (group K)) (Reduce.Sum (3 3) (fn (i j) (* (apply l i j) (apply l 2 j))))))"),
        new("matrix of a used model", Square,
            "(use F Whitening owned ((Size 3)))",
            Loss("3", "i", $"(* {Weight("i")} (call F.White (fn (p) ([] A p 1)) i))"))
        {
            Uses =
            [
                Declared.Import("Whitening", "(extent Size public)", "(parameter S double (Size Size) public)",
                    "(equation L double ((i int) (j int)) (public) (apply (LinearAlgebra.Cholesky (Size) (fn (p q) (+ (* 0.4d ([] S p q)) (? (== p q) 2d 0d)))) i j))",
                    "(equation White double ((x (fn int double)) (i int)) (public) (apply (LinearAlgebra.SolveLower (Size) (group L) x) i))"),
            ],
        },
        new("system at every time", Square, General, "(parameter B double (3) public)",
            "(equation H double ((t int) (i int)) (private) (? (== t 0) ([] B i) (Math.Tanh (apply (LinearAlgebra.Solve (3) (fn (p q) (+ (call M p q) (* 0.25d (* (call H (- t 1) p) (call H (- t 1) q))))) (fn (p) (call H (- t 1) p))) i))))",
            Loss("4 3", "t i", $"(* {Both("i", "t")} (call H t i))")),
        new("factor of its own elements", Square,
            "(equation K double ((i int) (j int)) (private) (+ ([] A i j) (? (&& (> i 0) (> j 0)) (call T (- i 1) (- j 1)) 1d)))",
            "(equation T double ((i int) (j int)) (private) (apply (LinearAlgebra.Cholesky (3) (group K)) i j))",
            Loss("3", "i", "(call T i i)")) { Problem = ProblemCodes.MatrixOfItself },
    ];
}
