using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Tests.Interpreting;

/// <summary>Whole-matrix primitives by the plainest means: Gauss' elimination, and sums over what the formulas say.</summary>
internal static class MatrixReduction
{
    /// <summary>The result for one value of the indices that the operands depend on: a matrix, a column, or one number.</summary>
    public static double[,] Of(Reducer reducer, double[,] a, double[,]? b)
    {
        var n = a.GetLength(0);
        switch (reducer)
        {
            case Reducer.Cholesky: return Cholesky(a);
            case Reducer.CholeskyAdjoint: return CholeskyAdjoint(a, b!);
            case Reducer.SolveLower: return Solve(Lower(a), b!);
            case Reducer.SolveLowerTransposed: return Solve(Transpose(Lower(a)), b!);
            case Reducer.Solve: return Solve(a, b!);
            case Reducer.SolveTransposed: return Solve(Transpose(a), b!);
            case Reducer.Inverse: return Solve(a, Make(n, n, (i, j) => i == j ? 1 : 0));
            case Reducer.LogDet: return Make(1, 1, (_, _) => Enumerable.Range(0, n).Sum(i => Math.Log(Math.Abs(Factors(a)[i, i]))));
            case Reducer.Factors: return Factors(a);
            case Reducer.SolveFactored: return Solve(Product(a), b!);
            case Reducer.SolveFactoredTransposed: return Solve(Transpose(Product(a)), b!);
            default: throw new NotSupportedException(reducer.ToString());
        }
    }

    private static double[,] Make(int rows, int columns, Func<int, int, double> value)
    {
        var x = new double[rows, columns];
        for (var i = 0; i < rows; i++) for (var j = 0; j < columns; j++) x[i, j] = value(i, j);
        return x;
    }

    private static double[,] Transpose(double[,] x) => Make(x.GetLength(1), x.GetLength(0), (i, j) => x[j, i]);

    private static double[,] Lower(double[,] x) => Make(x.GetLength(0), x.GetLength(0), (i, j) => j <= i ? x[i, j] : 0);

    private static double[,] Times(double[,] x, double[,] y) => Make(x.GetLength(0), y.GetLength(1), (i, j) => Enumerable.Range(0, y.GetLength(0)).Sum(k => x[i, k] * y[k, j]));

    private static double[,] Cholesky(double[,] a)
    {
        var n = a.GetLength(0);
        var l = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = ((a[i, j] + a[j, i]) / 2) - Enumerable.Range(0, j).Sum(k => l[i, k] * l[j, k]);
                l[i, j] = i == j ? Math.Sqrt(rest) : rest / l[j, j];
            }
        }

        return l;
    }

    // ½L⁻ᵀ(P + Pᵀ)L⁻¹
    private static double[,] CholeskyAdjoint(double[,] l, double[,] g)
    {
        var n = l.GetLength(0);
        var p = Times(Transpose(l), Lower(g));
        var inverse = Solve(l, Make(n, n, (i, j) => i == j ? 1 : 0));
        var middle = Make(n, n, (i, j) => p[Math.Max(i, j), Math.Min(i, j)] / 2);
        return Times(Transpose(inverse), Times(middle, inverse));
    }

    private static double[,] Solve(double[,] a, double[,] b)
    {
        var (n, m) = (a.GetLength(0), b.GetLength(1));
        var x = Make(n, n + m, (i, j) => j < n ? a[i, j] : b[i, j - n]);
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(x[i, k]));
            for (var j = 0; j < n + m; j++) (x[k, j], x[pivot, j]) = (x[pivot, j], x[k, j]);
            for (var i = 0; i < n; i++)
            {
                if (i == k) continue;
                var factor = x[i, k] / x[k, k];
                for (var j = k; j < n + m; j++) x[i, j] -= factor * x[k, j];
            }
        }

        return Make(n, m, (i, j) => x[i, n + j] / x[i, i]);
    }

    private static double[,] Factors(double[,] a)
    {
        var n = a.GetLength(0);
        var x = Make(n, n + 1, (i, j) => j < n ? a[i, j] : 0);
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(x[i, k]));
            for (var j = 0; j < n; j++) (x[k, j], x[pivot, j]) = (x[pivot, j], x[k, j]);
            x[k, n] = pivot;
            for (var i = k + 1; i < n; i++)
            {
                x[i, k] /= x[k, k];
                for (var j = k + 1; j < n; j++) x[i, j] -= x[i, k] * x[k, j];
            }
        }

        return x;
    }

    // The matrix of which these are the factors.
    private static double[,] Product(double[,] f)
    {
        var n = f.GetLength(0);
        var a = Times(Make(n, n, (i, j) => i == j ? 1 : j < i ? f[i, j] : 0), Make(n, n, (i, j) => j >= i ? f[i, j] : 0));
        for (var k = n - 1; k >= 0; k--) for (var j = 0; j < n; j++) (a[k, j], a[(int)f[k, n], j]) = (a[(int)f[k, n], j], a[k, j]);
        return a;
    }
}
