using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Ansatz.StructuralEquations;

/// <summary>Second derivatives of normal-theory discrepancies with respect to moments: the lower triangle of Σ row by row, then μ.</summary>
internal static class NormalMoments
{
    /// <summary>How many moments p variables have.</summary>
    public static int Count(int p, bool hasMeans) => p * (p + 1) / 2 + (hasMeans ? p : 0);

    /// <summary>The place of σ_ij.</summary>
    public static int Place(int i, int j) => i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;

    /// <summary>
    /// Adds scale·[tr(PARB) + 2aᵀPb + 2vᵀAPb + 2vᵀBPa] for each pair of moments of the observed variables, A and a the unit changes of a moment; the lower half alone, as terms of many patterns
    /// are added before <see cref="Dense.Mirror"/>.
    /// </summary>
    /// <param name="left">P, p × p, with zeros for variables that are not observed.</param>
    /// <param name="right">R, likewise.</param>
    /// <param name="v">v, likewise; empty for 0.</param>
    /// <param name="observed">The observed variables among the p, ascending.</param>
    /// <param name="p">How many variables.</param>
    /// <param name="hasMeans">Whether means are moments.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="into">The matrix.</param>
    public static void AddHessian(ReadOnlySpan<double> left, ReadOnlySpan<double> right, ReadOnlySpan<double> v, ReadOnlySpan<int> observed, int p, bool hasMeans, double scale, Span<double> into)
    {
        var m = Count(p, hasMeans);
        var lower = p * (p + 1) / 2;
        foreach (var i in observed)
        {
            var li = left.Slice(i * p, p);
            var ri = right.Slice(i * p, p);
            foreach (var j in observed)
            {
                if (j > i) break;
                var lj = left.Slice(j * p, p);
                var rj = right.Slice(j * p, p);
                var row = into.Slice(Place(i, j) * m, m);

                // tr(P(ijᵀ + jiᵀ)R(stᵀ + tsᵀ)); on a diagonal the pair counts once.
                var half = i == j ? 0.5 * scale : scale;
                foreach (var s in observed)
                {
                    if (s > i) break;
                    var last = s == i ? j : s;
                    var part = row.Slice(Place(s, 0), last + 1);
                    var (pis, pjs, ris, rjs) = (half * li[s], half * lj[s], half * ri[s], half * rj[s]);
                    AddRows(rj, pis, li, rjs, ri, pjs, lj, ris, last == s ? part[..last] : part);
                    if (last == s) part[s] += 0.5 * (pis * rj[s] + li[s] * rjs + pjs * ri[s] + lj[s] * ris);
                }

                if (!hasMeans || v.IsEmpty) continue;
                foreach (var b in observed) into[(lower + b) * m + Place(i, j)] += 2 * half * (v[i] * lj[b] + v[j] * li[b]);
            }
        }

        if (!hasMeans) return;
        foreach (var a in observed) Dense.MultiplyAdd(left.Slice(a * p, a + 1), 2 * scale, into.Slice((lower + a) * m + lower, a + 1));
    }

    /// <summary>y_t += Σ a x_t over four rows.</summary>
    private static void AddRows(ReadOnlySpan<double> first, double a, ReadOnlySpan<double> second, double b, ReadOnlySpan<double> third, double c, ReadOnlySpan<double> fourth, double d, Span<double> y)
    {
        ref var x0 = ref MemoryMarshal.GetReference(first);
        ref var x1 = ref MemoryMarshal.GetReference(second);
        ref var x2 = ref MemoryMarshal.GetReference(third);
        ref var x3 = ref MemoryMarshal.GetReference(fourth);
        ref var to = ref MemoryMarshal.GetReference(y);
        nuint n = (nuint)y.Length, t = 0;
        var (va, vb, vc, vd) = (Vector256.Create(a), Vector256.Create(b), Vector256.Create(c), Vector256.Create(d));
        for (; t + 4 <= n; t += 4)
        {
            var sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x0, t), va, Vector256.LoadUnsafe(ref to, t));
            sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x1, t), vb, sum);
            var other = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref x2, t), vc, Vector256.LoadUnsafe(ref x3, t) * vd);
            (sum + other).StoreUnsafe(ref to, t);
        }

        for (; t < n; t++) Unsafe.Add(ref to, t) += a * Unsafe.Add(ref x0, t) + b * Unsafe.Add(ref x1, t) + c * Unsafe.Add(ref x2, t) + d * Unsafe.Add(ref x3, t);
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
