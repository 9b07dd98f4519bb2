using Ansatz.Numerics;

namespace Ansatz;

/// <summary>
/// Whole-matrix primitives, in double precision: the vocabulary of a declaration's equations, and what they mean when the declaration is executed. They
/// take equations of indices from 0 and give equations; a matrix of an outer index is a lambda that mentions it.
/// </summary>
/// <remarks>
/// A matrix that is not positive definite has a Cholesky factor of NaN, a singular matrix has solutions and an inverse that are not finite and
/// log |det| = -∞; nothing is thrown, so that an equation that does not use the value is not affected, and a loss that does is reported as not finite.
/// There is one overload per number of indices and none for another element type, as in <see cref="Reduce"/>.
/// </remarks>
public static class LinearAlgebra
{
    /// <summary>
    /// The lower triangular L with a positive diagonal and LL' = A, n × n, for a symmetric positive definite A. A is taken as its symmetric part,
    /// (A + A')/2, so that its gradient is symmetric. NaN if A is not positive definite.
    /// </summary>
    public static Func<int, int, double> Cholesky(int n, Func<int, int, double> a) => Executed<double>.Equation(Executed<double>.Cholesky(n, a));

    /// <summary>x with Lx = b for a lower triangular L, n × n, of which nothing above the diagonal is read.</summary>
    public static Func<int, double> SolveLower(int n, Func<int, int, double> l, Func<int, double> b) => Executed<double>.Column(Executed<double>.SolveLower(n, 1, l, (i, _) => b(i)));

    /// <summary>X with LX = B for a lower triangular L, n × n, of which nothing above the diagonal is read, and B, n × m.</summary>
    public static Func<int, int, double> SolveLower(int n, int m, Func<int, int, double> l, Func<int, int, double> b) => Executed<double>.Equation(Executed<double>.SolveLower(n, m, l, b));

    /// <summary>x with L'x = b for a lower triangular L, n × n, of which nothing above the diagonal is read.</summary>
    public static Func<int, double> SolveLowerTransposed(int n, Func<int, int, double> l, Func<int, double> b) => Executed<double>.Column(Executed<double>.SolveLowerTransposed(n, 1, l, (i, _) => b(i)));

    /// <summary>X with L'X = B for a lower triangular L, n × n, of which nothing above the diagonal is read, and B, n × m.</summary>
    public static Func<int, int, double> SolveLowerTransposed(int n, int m, Func<int, int, double> l, Func<int, int, double> b) => Executed<double>.Equation(Executed<double>.SolveLowerTransposed(n, m, l, b));

    /// <summary>x with Ax = b for any regular A, n × n.</summary>
    public static Func<int, double> Solve(int n, Func<int, int, double> a, Func<int, double> b) => Executed<double>.Column(Executed<double>.Solve(n, 1, a, (i, _) => b(i)));

    /// <summary>X with AX = B for any regular A, n × n, and B, n × m.</summary>
    public static Func<int, int, double> Solve(int n, int m, Func<int, int, double> a, Func<int, int, double> b) => Executed<double>.Equation(Executed<double>.Solve(n, m, a, b));

    /// <summary>x with Ax = b for a symmetric positive definite A, n × n, by its Cholesky factor.</summary>
    public static Func<int, double> SolvePositiveDefinite(int n, Func<int, int, double> a, Func<int, double> b) => Executed<double>.Column(Executed<double>.SolvePositiveDefinite(n, 1, a, (i, _) => b(i)));

    /// <summary>X with AX = B for a symmetric positive definite A, n × n, by its Cholesky factor, and B, n × m.</summary>
    public static Func<int, int, double> SolvePositiveDefinite(int n, int m, Func<int, int, double> a, Func<int, int, double> b) => Executed<double>.Equation(Executed<double>.SolvePositiveDefinite(n, m, a, b));

    /// <summary>A⁻¹ for any regular A, n × n. To solve with it, <see cref="Solve(int, Func{int, int, double}, Func{int, double})"/> is more accurate, and faster.</summary>
    public static Func<int, int, double> Inverse(int n, Func<int, int, double> a) => Executed<double>.Equation(Executed<double>.Inverse(n, a));

    /// <summary>log |det A| for any A, n × n; -∞ if A is singular.</summary>
    public static double LogDet(int n, Func<int, int, double> a) => Executed<double>.LogDet(n, a);

    /// <summary>log det A for a symmetric positive definite A, n × n, by its Cholesky factor: 2 Σ log L[i, i]. NaN if A is not positive definite.</summary>
    public static double LogDetPositiveDefinite(int n, Func<int, int, double> a) => Executed<double>.LogDetPositiveDefinite(n, a);
}
