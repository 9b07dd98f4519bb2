using System.Numerics;

namespace Ansatz.Numerics;

/// <summary>
/// The whole-matrix primitives of an executed declaration: textbook algorithms over arrays, one element after the other, independent of the kernels that
/// they are compared with.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
static class Executed<T> where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>A matrix as an equation.</summary>
    internal static Func<int, int, T> Equation(T[,] x) => (i, j) => x[i, j];

    /// <summary>A matrix of one column as an equation.</summary>
    internal static Func<int, T> Column(T[,] x) => i => x[i, 0];

    /// <summary>Column by column (Cholesky–Banachiewicz): L[i, j] = (A[i, j] - Σ_k L[i, k]·L[j, k]) / L[j, j].</summary>
    internal static T[,] Cholesky(int n, Func<int, int, T> a)
    {
        var l = new T[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                T sum = (a(i, j) + a(j, i)) / (T.One + T.One);
                for (int k = 0; k < j; k++) sum -= l[i, k] * l[j, k];
                if (i > j) l[i, j] = sum / l[j, j];
                else if (sum > T.Zero) l[j, j] = T.Sqrt(sum);
                else return Filled(n, T.NaN);
            }
        }
        return l;
    }

    /// <summary>Forward substitution.</summary>
    internal static T[,] SolveLower(int n, int m, Func<int, int, T> l, Func<int, int, T> b)
    {
        var x = Values(n, m, b);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < m; j++)
            {
                for (int k = 0; k < i; k++) x[i, j] -= l(i, k) * x[k, j];
                x[i, j] /= l(i, i);
            }
        }
        return x;
    }

    /// <summary>Back substitution.</summary>
    internal static T[,] SolveLowerTransposed(int n, int m, Func<int, int, T> l, Func<int, int, T> b)
    {
        var x = Values(n, m, b);
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = 0; j < m; j++)
            {
                for (int k = i + 1; k < n; k++) x[i, j] -= l(k, i) * x[k, j];
                x[i, j] /= l(i, i);
            }
        }
        return x;
    }

    /// <summary>Gaussian elimination with partial pivoting.</summary>
    internal static T[,] Solve(int n, int m, Func<int, int, T> a, Func<int, int, T> b)
    {
        var x = Values(n, m, b);
        var u = Values(n, n, a);
        Eliminate(u, x);
        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = 0; j < m; j++)
            {
                for (int k = i + 1; k < n; k++) x[i, j] -= u[i, k] * x[k, j];
                x[i, j] /= u[i, i];
            }
        }
        return x;
    }

    /// <summary>By the Cholesky factor.</summary>
    internal static T[,] SolvePositiveDefinite(int n, int m, Func<int, int, T> a, Func<int, int, T> b)
    {
        var l = Equation(Cholesky(n, a));
        return SolveLowerTransposed(n, m, l, Equation(SolveLower(n, m, l, b)));
    }

    /// <summary>The solution for the identity.</summary>
    internal static T[,] Inverse(int n, Func<int, int, T> a) => Solve(n, n, a, (i, j) => i == j ? T.One : T.Zero);

    /// <summary>Σ log |pivot|.</summary>
    internal static T LogDet(int n, Func<int, int, T> a)
    {
        var u = Values(n, n, a);
        Eliminate(u, new T[n, 0]);
        T sum = T.Zero;
        for (int i = 0; i < n; i++) sum += T.Log(T.Abs(u[i, i]));
        return sum;
    }

    /// <summary>2 Σ log L[i, i].</summary>
    internal static T LogDetPositiveDefinite(int n, Func<int, int, T> a)
    {
        var l = Cholesky(n, a);
        T sum = T.Zero;
        for (int i = 0; i < n; i++) sum += T.Log(l[i, i]);
        return sum + sum;
    }

    // Rows are exchanged and subtracted until nothing is below the diagonal of U; X follows.
    static void Eliminate(T[,] u, T[,] x)
    {
        int n = u.GetLength(0);
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
                if (T.Abs(u[i, k]) > T.Abs(u[pivot, k])) pivot = i;
            Exchange(u, k, pivot);
            Exchange(x, k, pivot);
            if (u[k, k] == T.Zero) continue;
            for (int i = k + 1; i < n; i++)
            {
                T factor = u[i, k] / u[k, k];
                for (int j = k; j < n; j++) u[i, j] -= factor * u[k, j];
                for (int j = 0; j < x.GetLength(1); j++) x[i, j] -= factor * x[k, j];
            }
        }
    }

    static void Exchange(T[,] x, int a, int b)
    {
        for (int j = 0; j < x.GetLength(1); j++) (x[a, j], x[b, j]) = (x[b, j], x[a, j]);
    }

    static T[,] Values(int n, int m, Func<int, int, T> f)
    {
        var x = new T[n, m];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++) x[i, j] = f(i, j);
        return x;
    }

    static T[,] Filled(int n, T value)
    {
        var x = new T[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) x[i, j] = value;
        return x;
    }
}
