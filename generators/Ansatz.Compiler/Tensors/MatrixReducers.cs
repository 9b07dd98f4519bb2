using Ansatz.Compiler.Operators;

namespace Ansatz.Compiler.Tensors;

/// <summary>
/// Whole-matrix primitives as statements. What they need of a matrix is all of it, so its row and column are reduced indices, and the
/// body is the read of an element: L[b,i,j] = Cholesky over (p,q) of A[b,p,q]. Everything that asks a statement what it reads, and where, needs
/// to know no more.
/// </summary>
public static class MatrixReducers
{
    /// <summary>Two operands side by side: the body of a primitive that has a matrix and a right side.</summary>
    public static readonly Operator Operands = new("operands", 2) { Cost = 0 };

    /// <summary>Whether the statement is a whole-matrix primitive.</summary>
    public static bool IsMatrix(this Reducer reducer) => reducer >= Reducer.Cholesky;

    /// <summary>Whether it is a system of equations with a right side.</summary>
    public static bool IsSolve(this Reducer reducer) => reducer is Reducer.SolveLower or Reducer.SolveLowerTransposed or Reducer.Solve or Reducer.SolveTransposed or Reducer.SolveFactored or Reducer.SolveFactoredTransposed;

    /// <summary>Whether there is a kernel for it; the others are written in terms of these once nothing is differentiated any more.</summary>
    public static bool HasKernel(this Reducer reducer) => reducer is Reducer.Cholesky or Reducer.CholeskyAdjoint or Reducer.SolveLower or Reducer.SolveLowerTransposed
        or Reducer.Factors or Reducer.SolveFactored or Reducer.SolveFactoredTransposed;

    /// <summary>How many operands it has.</summary>
    public static int OperandCount(this Reducer reducer) => reducer.IsSolve() || reducer == Reducer.CholeskyAdjoint ? 2 : 1;

    /// <summary>How many free indices of its own the result has.</summary>
    public static int OwnCount(this Reducer reducer) => reducer == Reducer.LogDet ? 0 : reducer.IsSolve() ? 1 : 2;

    /// <summary>Multiplications for one matrix, or for one right side, of n rows: the leading term.</summary>
    public static Extent Multiplications(this Reducer reducer, Extent n) => reducer switch
    {
        Reducer.Cholesky => n * n * n / Extent.Of(6),
        Reducer.CholeskyAdjoint or Reducer.Factors or Reducer.LogDet => n * n * n / Extent.Of(3),
        Reducer.Inverse => n * n * n,
        Reducer.SolveLower or Reducer.SolveLowerTransposed => n * n / Extent.Of(2),
        _ => n * n,
    };

    /// <summary>The formula for people: Cholesky(A[b,·,·])[i,j].</summary>
    internal static string RightSide(Statement s)
    {
        var operands = s.Operands.Select(o => o.Kind != ExpressionKind.Read ? o.ToString()
            : $"{o.Tensor.Name}[{string.Join(",", o.Arguments.Select(a => a.Kind == ExpressionKind.Index && s.Reduced.Contains(a.Index) ? "·" : a.ToString().Replace(" ", "")))}]");
        return $"{s.Reducer}({string.Join(", ", operands)}){(s.Own.Length == 0 ? "" : $"[{string.Join(",", s.Own.Select(i => i.Name))}]")}";
    }
}
