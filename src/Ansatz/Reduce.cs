namespace Ansatz;

/// <summary>
/// Reductions over extents, in double precision: the vocabulary of a declaration's equations, and what they mean when the declaration is executed.
/// Indices run from 0; elements are visited in the order of the indices, the last one fastest.
/// </summary>
/// <remarks>
/// One overload per number of indices and no overload for another element type: with both, C# would try to bind every lambda
/// against each, at a cost that is exponential in their nesting. Do not import this class beside its sister.
/// </remarks>
public static class Reduce
{
    /// <summary>Σ f. 0 if an extent is 0.</summary>
    public static double Sum(int n, Func<int, double> f)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
            sum += f(i);
        return sum;
    }

    /// <inheritdoc cref="Sum(int, Func{int, double})"/>
    public static double Sum(int n, int m, Func<int, int, double> f)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                sum += f(i, j);
        return sum;
    }

    /// <inheritdoc cref="Sum(int, Func{int, double})"/>
    public static double Sum(int n, int m, int k, Func<int, int, int, double> f)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    sum += f(i, j, p);
        return sum;
    }

    /// <inheritdoc cref="Sum(int, Func{int, double})"/>
    public static double Sum(int n, int m, int k, int l, Func<int, int, int, int, double> f)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < l; q++)
                        sum += f(i, j, p, q);
        return sum;
    }

    /// <summary>Σ f divided by the number of elements. NaN if an extent is 0.</summary>
    public static double Mean(int n, Func<int, double> f) => Sum(n, f) / (double)n;

    /// <inheritdoc cref="Mean(int, Func{int, double})"/>
    public static double Mean(int n, int m, Func<int, int, double> f) => Sum(n, m, f) / ((double)n * m);

    /// <inheritdoc cref="Mean(int, Func{int, double})"/>
    public static double Mean(int n, int m, int k, Func<int, int, int, double> f) => Sum(n, m, k, f) / ((double)n * m * k);

    /// <inheritdoc cref="Mean(int, Func{int, double})"/>
    public static double Mean(int n, int m, int k, int l, Func<int, int, int, int, double> f) => Sum(n, m, k, l, f) / ((double)n * m * k * l);

    /// <summary>The largest f; NaN if any is NaN, -∞ if an extent is 0.</summary>
    public static double Max(int n, Func<int, double> f)
    {
        double best = double.NegativeInfinity;
        for (int i = 0; i < n; i++)
            best = Math.Max(best, f(i));
        return best;
    }

    /// <inheritdoc cref="Max(int, Func{int, double})"/>
    public static double Max(int n, int m, Func<int, int, double> f)
    {
        double best = double.NegativeInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                best = Math.Max(best, f(i, j));
        return best;
    }

    /// <inheritdoc cref="Max(int, Func{int, double})"/>
    public static double Max(int n, int m, int k, Func<int, int, int, double> f)
    {
        double best = double.NegativeInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    best = Math.Max(best, f(i, j, p));
        return best;
    }

    /// <inheritdoc cref="Max(int, Func{int, double})"/>
    public static double Max(int n, int m, int k, int l, Func<int, int, int, int, double> f)
    {
        double best = double.NegativeInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < l; q++)
                        best = Math.Max(best, f(i, j, p, q));
        return best;
    }

    /// <summary>The smallest f; NaN if any is NaN, +∞ if an extent is 0.</summary>
    public static double Min(int n, Func<int, double> f)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < n; i++)
            best = Math.Min(best, f(i));
        return best;
    }

    /// <inheritdoc cref="Min(int, Func{int, double})"/>
    public static double Min(int n, int m, Func<int, int, double> f)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                best = Math.Min(best, f(i, j));
        return best;
    }

    /// <inheritdoc cref="Min(int, Func{int, double})"/>
    public static double Min(int n, int m, int k, Func<int, int, int, double> f)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    best = Math.Min(best, f(i, j, p));
        return best;
    }

    /// <inheritdoc cref="Min(int, Func{int, double})"/>
    public static double Min(int n, int m, int k, int l, Func<int, int, int, int, double> f)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < l; q++)
                        best = Math.Min(best, f(i, j, p, q));
        return best;
    }

    /// <summary>log Σ exp f, from the distances to the maximum, so that it does not overflow. -∞ if an extent is 0. Evaluates f twice.</summary>
    public static double LogSumExp(int n, Func<int, double> f)
    {
        double largest = Max(n, f);
        if (!double.IsFinite(largest)) return largest;
        double sum = 0;
        for (int i = 0; i < n; i++)
            sum += Math.Exp(f(i) - largest);
        return largest + Math.Log(sum);
    }

    /// <inheritdoc cref="LogSumExp(int, Func{int, double})"/>
    public static double LogSumExp(int n, int m, Func<int, int, double> f)
    {
        double largest = Max(n, m, f);
        if (!double.IsFinite(largest)) return largest;
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                sum += Math.Exp(f(i, j) - largest);
        return largest + Math.Log(sum);
    }

    /// <inheritdoc cref="LogSumExp(int, Func{int, double})"/>
    public static double LogSumExp(int n, int m, int k, Func<int, int, int, double> f)
    {
        double largest = Max(n, m, k, f);
        if (!double.IsFinite(largest)) return largest;
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    sum += Math.Exp(f(i, j, p) - largest);
        return largest + Math.Log(sum);
    }

    /// <inheritdoc cref="LogSumExp(int, Func{int, double})"/>
    public static double LogSumExp(int n, int m, int k, int l, Func<int, int, int, int, double> f)
    {
        double largest = Max(n, m, k, l, f);
        if (!double.IsFinite(largest)) return largest;
        double sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < l; q++)
                        sum += Math.Exp(f(i, j, p, q) - largest);
        return largest + Math.Log(sum);
    }

    /// <summary>The first index at which f is largest; the first NaN, if there is one; 0 if the extent is 0.</summary>
    public static int ArgMax(int n, Func<int, double> f)
    {
        int place = 0;
        double best = n > 0 ? f(0) : 0;
        for (int i = 1; i < n && !double.IsNaN(best); i++)
        {
            double x = f(i);
            if (!(x > best) && !double.IsNaN(x)) continue;
            best = x;
            place = i;
        }
        return place;
    }

    /// <summary>The first index at which f is smallest; the first NaN, if there is one; 0 if the extent is 0.</summary>
    public static int ArgMin(int n, Func<int, double> f)
    {
        int place = 0;
        double best = n > 0 ? f(0) : 0;
        for (int i = 1; i < n && !double.IsNaN(best); i++)
        {
            double x = f(i);
            if (!(x < best) && !double.IsNaN(x)) continue;
            best = x;
            place = i;
        }
        return place;
    }
}
