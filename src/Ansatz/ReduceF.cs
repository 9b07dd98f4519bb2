namespace Ansatz;

/// <summary>
/// Reductions over extents, in single precision: the vocabulary of a declaration's equations, and what they mean when the declaration is executed.
/// Indices run from 0; elements are visited in the order of the indices, the last one fastest.
/// </summary>
/// <remarks>
/// One overload per number of indices and no overload for another element type: with both, C# would try to bind every lambda
/// against each, at a cost that is exponential in their nesting. Do not import this class beside its sister.
/// </remarks>
public static class ReduceF
{
    /// <summary>Σ f. 0 if an extent is 0.</summary>
    public static float Sum(int n, Func<int, float> f)
    {
        float sum = 0;
        for (int i = 0; i < n; i++)
            sum += f(i);
        return sum;
    }

    /// <inheritdoc cref="Sum(int, Func{int, float})"/>
    public static float Sum(int n, int m, Func<int, int, float> f)
    {
        float sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                sum += f(i, j);
        return sum;
    }

    /// <inheritdoc cref="Sum(int, Func{int, float})"/>
    public static float Sum(int n, int m, int k, Func<int, int, int, float> f)
    {
        float sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    sum += f(i, j, p);
        return sum;
    }

    /// <inheritdoc cref="Sum(int, Func{int, float})"/>
    public static float Sum(int n, int m, int k, int l, Func<int, int, int, int, float> f)
    {
        float sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < l; q++)
                        sum += f(i, j, p, q);
        return sum;
    }

    /// <summary>Σ f divided by the number of elements. NaN if an extent is 0.</summary>
    public static float Mean(int n, Func<int, float> f) => Sum(n, f) / (float)n;

    /// <inheritdoc cref="Mean(int, Func{int, float})"/>
    public static float Mean(int n, int m, Func<int, int, float> f) => Sum(n, m, f) / ((float)n * m);

    /// <inheritdoc cref="Mean(int, Func{int, float})"/>
    public static float Mean(int n, int m, int k, Func<int, int, int, float> f) => Sum(n, m, k, f) / ((float)n * m * k);

    /// <inheritdoc cref="Mean(int, Func{int, float})"/>
    public static float Mean(int n, int m, int k, int l, Func<int, int, int, int, float> f) => Sum(n, m, k, l, f) / ((float)n * m * k * l);

    /// <summary>The largest f; NaN if any is NaN, -∞ if an extent is 0.</summary>
    public static float Max(int n, Func<int, float> f)
    {
        float best = float.NegativeInfinity;
        for (int i = 0; i < n; i++)
            best = MathF.Max(best, f(i));
        return best;
    }

    /// <inheritdoc cref="Max(int, Func{int, float})"/>
    public static float Max(int n, int m, Func<int, int, float> f)
    {
        float best = float.NegativeInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                best = MathF.Max(best, f(i, j));
        return best;
    }

    /// <inheritdoc cref="Max(int, Func{int, float})"/>
    public static float Max(int n, int m, int k, Func<int, int, int, float> f)
    {
        float best = float.NegativeInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    best = MathF.Max(best, f(i, j, p));
        return best;
    }

    /// <inheritdoc cref="Max(int, Func{int, float})"/>
    public static float Max(int n, int m, int k, int l, Func<int, int, int, int, float> f)
    {
        float best = float.NegativeInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < l; q++)
                        best = MathF.Max(best, f(i, j, p, q));
        return best;
    }

    /// <summary>The smallest f; NaN if any is NaN, +∞ if an extent is 0.</summary>
    public static float Min(int n, Func<int, float> f)
    {
        float best = float.PositiveInfinity;
        for (int i = 0; i < n; i++)
            best = MathF.Min(best, f(i));
        return best;
    }

    /// <inheritdoc cref="Min(int, Func{int, float})"/>
    public static float Min(int n, int m, Func<int, int, float> f)
    {
        float best = float.PositiveInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                best = MathF.Min(best, f(i, j));
        return best;
    }

    /// <inheritdoc cref="Min(int, Func{int, float})"/>
    public static float Min(int n, int m, int k, Func<int, int, int, float> f)
    {
        float best = float.PositiveInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    best = MathF.Min(best, f(i, j, p));
        return best;
    }

    /// <inheritdoc cref="Min(int, Func{int, float})"/>
    public static float Min(int n, int m, int k, int l, Func<int, int, int, int, float> f)
    {
        float best = float.PositiveInfinity;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < l; q++)
                        best = MathF.Min(best, f(i, j, p, q));
        return best;
    }

    /// <summary>log Σ exp f, from the distances to the maximum, so that it does not overflow. -∞ if an extent is 0. Evaluates f twice.</summary>
    public static float LogSumExp(int n, Func<int, float> f)
    {
        float largest = Max(n, f);
        if (!float.IsFinite(largest)) return largest;
        float sum = 0;
        for (int i = 0; i < n; i++)
            sum += MathF.Exp(f(i) - largest);
        return largest + MathF.Log(sum);
    }

    /// <inheritdoc cref="LogSumExp(int, Func{int, float})"/>
    public static float LogSumExp(int n, int m, Func<int, int, float> f)
    {
        float largest = Max(n, m, f);
        if (!float.IsFinite(largest)) return largest;
        float sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                sum += MathF.Exp(f(i, j) - largest);
        return largest + MathF.Log(sum);
    }

    /// <inheritdoc cref="LogSumExp(int, Func{int, float})"/>
    public static float LogSumExp(int n, int m, int k, Func<int, int, int, float> f)
    {
        float largest = Max(n, m, k, f);
        if (!float.IsFinite(largest)) return largest;
        float sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    sum += MathF.Exp(f(i, j, p) - largest);
        return largest + MathF.Log(sum);
    }

    /// <inheritdoc cref="LogSumExp(int, Func{int, float})"/>
    public static float LogSumExp(int n, int m, int k, int l, Func<int, int, int, int, float> f)
    {
        float largest = Max(n, m, k, l, f);
        if (!float.IsFinite(largest)) return largest;
        float sum = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                for (int p = 0; p < k; p++)
                    for (int q = 0; q < l; q++)
                        sum += MathF.Exp(f(i, j, p, q) - largest);
        return largest + MathF.Log(sum);
    }

    /// <summary>The first index at which f is largest; the first NaN, if there is one; 0 if the extent is 0.</summary>
    public static int ArgMax(int n, Func<int, float> f)
    {
        int place = 0;
        float best = n > 0 ? f(0) : 0;
        for (int i = 1; i < n && !float.IsNaN(best); i++)
        {
            float x = f(i);
            if (!(x > best) && !float.IsNaN(x)) continue;
            best = x;
            place = i;
        }
        return place;
    }

    /// <summary>The first index at which f is smallest; the first NaN, if there is one; 0 if the extent is 0.</summary>
    public static int ArgMin(int n, Func<int, float> f)
    {
        int place = 0;
        float best = n > 0 ? f(0) : 0;
        for (int i = 1; i < n && !float.IsNaN(best); i++)
        {
            float x = f(i);
            if (!(x < best) && !float.IsNaN(x)) continue;
            best = x;
            place = i;
        }
        return place;
    }
}
