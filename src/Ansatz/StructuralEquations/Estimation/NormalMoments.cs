namespace Ansatz.StructuralEquations;

/// <summary>Second derivatives of normal-theory discrepancies with respect to moments: the lower triangle of Σ row by row, then μ.</summary>
internal static class NormalMoments
{
    /// <summary>How many moments p variables have.</summary>
    public static int Count(int p, bool hasMeans) => p * (p + 1) / 2 + (hasMeans ? p : 0);

    /// <summary>The place of σ_ij.</summary>
    public static int Place(int i, int j) => i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;

    /// <summary>Adds scale·[tr(PARB) + 2aᵀPb + 2vᵀAPb + 2vᵀBPa] for each pair of moments of the observed variables, A and a the unit changes of a moment; both halves.</summary>
    /// <param name="left">P over the observed variables, k × k.</param>
    /// <param name="right">R.</param>
    /// <param name="v">v; empty for 0.</param>
    /// <param name="observed">The k observed variables among the p, ascending.</param>
    /// <param name="p">How many variables.</param>
    /// <param name="hasMeans">Whether means are moments.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="into">The matrix.</param>
    public static void AddHessian(ReadOnlySpan<double> left, ReadOnlySpan<double> right, ReadOnlySpan<double> v, ReadOnlySpan<int> observed, int p, bool hasMeans, double scale, Span<double> into)
    {
        var k = observed.Length;
        var m = Count(p, hasMeans);
        var lower = p * (p + 1) / 2;
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var first = Place(observed[i], observed[j]);
                var half = i == j ? 0.5 * scale : scale;
                for (var s = 0; s <= i; s++)
                {
                    double pis = left[i * k + s], pjs = left[j * k + s], ris = right[i * k + s], rjs = right[j * k + s];
                    var last = s == i ? j : s;
                    for (var t = 0; t <= last; t++)
                    {
                        // tr(P(ijᵀ + jiᵀ)R(stᵀ + tsᵀ)); on a diagonal the pair counts once.
                        var value = half * (s == t ? 0.5 : 1) * (pis * right[j * k + t] + left[i * k + t] * rjs + pjs * right[i * k + t] + left[j * k + t] * ris);
                        var second = Place(observed[s], observed[t]);
                        into[first * m + second] += value;
                        if (first != second) into[second * m + first] += value;
                    }
                }

                if (!hasMeans || v.IsEmpty) continue;
                for (var b = 0; b < k; b++)
                {
                    var value = 2 * half * (v[i] * left[j * k + b] + v[j] * left[i * k + b]);
                    var second = lower + observed[b];
                    into[first * m + second] += value;
                    into[second * m + first] += value;
                }
            }
        }

        if (!hasMeans) return;
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b < k; b++) into[(lower + observed[a]) * m + lower + observed[b]] += 2 * scale * left[a * k + b];
        }
    }

    /// <summary>Copies Σ and μ to a vector of moments.</summary>
    public static void Pack(ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu, int p, Span<double> moments)
    {
        for (int i = 0, k = 0; i < p; k += ++i) sigma.Slice(i * p, i + 1).CopyTo(moments[k..]);
        mu.CopyTo(moments[(p * (p + 1) / 2)..]);
    }

    /// <summary>Turns a gradient by moments into W and w (see <see cref="Discrepancy.Derivatives"/>).</summary>
    public static void Unpack(ReadOnlySpan<double> gradient, int p, Span<double> weight, Span<double> meanWeight)
    {
        for (int i = 0, k = 0; i < p; i++)
        {
            for (var j = 0; j < i; j++, k++) weight[i * p + j] = weight[j * p + i] = 0.5 * gradient[k];
            weight[i * p + i] = gradient[k++];
        }

        if (!meanWeight.IsEmpty) gradient.Slice(p * (p + 1) / 2, p).CopyTo(meanWeight);
    }
}
