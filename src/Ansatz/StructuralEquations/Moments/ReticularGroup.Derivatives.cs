namespace Ansatz.StructuralEquations;

internal sealed partial class ReticularGroup
{
    private readonly double[] weighted, weightedSigma, weightedEffects, meanEffects;
    private readonly double[] vectors, vectorsTransposed, leftVectors, rightVectors, leftGram, rightGram, meanGram;

    /// <summary>∂Σ_ij/∂λ_ab = T_bi Σ_aj + Σ_ia T_bj; ∂Σ_ij/∂ω_kl = T_ki T_lj + T_li T_kj, or T_ki T_kj; ∂μ_i/∂λ_ab = μ_a T_bi; ∂μ_i/∂α_k = T_ki.</summary>
    public void Jacobian(Span<double> jacobian)
    {
        var lower = p * (p + 1) / 2;
        var moments = lower + (hasMeans ? p : 0);
        jacobian[..(parameters.Length * moments)].Clear();
        foreach (var (slot, a, b) in loadings)
        {
            var row = jacobian.Slice(slot * moments, moments);
            AddProducts(Row(effects, b), Row(sigma, a), row);
            if (hasMeans) Dense.MultiplyAdd(effects.AsSpan(b * m, p), mu[a], row[lower..]);
        }

        foreach (var (slot, k, l) in covariances)
        {
            var row = jacobian.Slice(slot * moments, moments);
            if (k != l) AddProducts(Row(effects, k), Row(effects, l), row);
            else AddSquare(Row(effects, k), row);
        }

        foreach (var (slot, _, k) in means) Dense.MultiplyAdd(effects.AsSpan(k * m, p), 1, jacobian.Slice(slot * moments + lower, p));
    }

    /// <summary>Adds xyᵀ + yxᵀ.</summary>
    private void AddProducts(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> lower)
    {
        for (int i = 0, k = 0; i < p; k += ++i)
        {
            var row = lower.Slice(k, i + 1);
            if (x[i] != 0) Dense.MultiplyAdd(y[..(i + 1)], x[i], row);
            if (y[i] != 0) Dense.MultiplyAdd(x[..(i + 1)], y[i], row);
        }
    }

    /// <summary>Adds xxᵀ.</summary>
    private void AddSquare(ReadOnlySpan<double> x, Span<double> lower)
    {
        for (int i = 0, k = 0; i < p; k += ++i)
        {
            if (x[i] != 0) Dense.MultiplyAdd(x[..(i + 1)], x[i], lower.Slice(k, i + 1));
        }
    }

    /// <summary>G = TW (of the observed columns), H = GΣ, M = TWTᵀ and u = Tw.</summary>
    private void Weigh(ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight)
    {
        for (var k = 0; k < m; k++)
        {
            var row = weighted.AsSpan(k * p, p);
            if (isSink[k] && k < p) weight.Slice(k * p, p).CopyTo(row);
            else Dense.Multiply(effects.AsSpan(k * m, p), weight, row, 1, p, p);
        }

        for (var k = 0; k < m; k++)
        {
            var g = weighted.AsSpan(k * p, p);
            var h = Row(weightedSigma, k);
            h.Clear();
            for (var i = 0; i < p; i++) Dense.MultiplyAdd(Row(sigma, i), g[i], h);
            var row = Row(weightedEffects, k);
            for (var l = 0; l <= k; l++) weightedEffects[l * m + k] = row[l] = isSink[l] && l < p ? g[l] : Dense.Dot(g, effects.AsSpan(l * m, p));
        }

        if (!hasMeans) return;
        for (var k = 0; k < m; k++) meanEffects[k] = Dense.Dot(effects.AsSpan(k * m, p), meanWeight[..p]);
    }

    /// <summary>The derivative of ⟨W, Σ⟩ + ⟨w, μ⟩: 2H_ba + μ_a u_b for λ_ab, 2M_kl or M_kk for ω_kl, u_k for α_k.</summary>
    public void Gradient(ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> gradient)
    {
        Weigh(weight, meanWeight);
        gradient[..parameters.Length].Clear();
        foreach (var (slot, a, b) in loadings) gradient[slot] += 2 * weightedSigma[b * m + a] + (hasMeans ? mu[a] * meanEffects[b] : 0);
        foreach (var (slot, k, l) in covariances) gradient[slot] += (k == l ? 1 : 2) * weightedEffects[k * m + l];
        foreach (var (slot, _, k) in means) gradient[slot] += meanEffects[k];
    }

    /// <summary>
    /// The second derivative of ⟨W, Σ⟩ + ⟨w, μ⟩. For λ_ab and λ_cd: 2(T_bc H_da + M_bd Σ_ca + H_bc T_da) + T_da μ_c u_b + μ_a T_bc u_d; for λ_ab and ω_kl:
    /// 2(M_bk T_la + M_bl T_ka), or 2 M_bk T_ka; for λ_ab and α_k: T_ka u_b; else 0.
    /// </summary>
    public void Curvature(ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> hessian)
    {
        var n = parameters.Length;
        Weigh(weight, meanWeight);
        hessian[..(n * n)].Clear();
        for (var x = 0; x < loadings.Length; x++)
        {
            var (slot, a, b) = loadings[x];
            for (var y = 0; y <= x; y++)
            {
                var (other, c, d) = loadings[y];
                double tbc = effects[b * m + c], tda = effects[d * m + a];
                var value = 2 * (tbc * weightedSigma[d * m + a] + weightedEffects[b * m + d] * sigma[c * m + a] + weightedSigma[b * m + c] * tda);
                if (hasMeans) value += tda * mu[c] * meanEffects[b] + mu[a] * tbc * meanEffects[d];
                Add(hessian, n, slot, other, value, x == y);
            }

            foreach (var (other, k, l) in covariances)
            {
                double tka = effects[k * m + a], tla = effects[l * m + a];
                if (tka == 0 && tla == 0) continue;
                var value = k == l ? 2 * weightedEffects[b * m + k] * tka : 2 * (weightedEffects[b * m + k] * tla + weightedEffects[b * m + l] * tka);
                Add(hessian, n, slot, other, value, false);
            }

            foreach (var (other, _, k) in means) Add(hessian, n, slot, other, effects[k * m + a] * meanEffects[b], false);
        }
    }

    private static void Add(Span<double> hessian, int n, int x, int y, double value, bool same)
    {
        hessian[x * n + y] += value;
        if (!same) hessian[y * n + x] += value;
    }
}
