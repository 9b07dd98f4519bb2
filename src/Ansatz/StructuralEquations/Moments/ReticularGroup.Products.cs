namespace Ansatz.StructuralEquations;

internal sealed partial class ReticularGroup
{
    /// <summary>
    /// Each derivative of Σ is xyᵀ + yxᵀ (or xxᵀ) of rows of T and Σ, so that tr(PARB) of all pairs comes from the inner products of these rows under P and R:
    /// tr(P(xyᵀ + yxᵀ)R(stᵀ + tsᵀ)) = (xPs)(yRt) + (xPt)(yRs) + (yPs)(xRt) + (yPt)(xRs).
    /// </summary>
    public void Products(ReadOnlySpan<double> left, ReadOnlySpan<double> right, ReadOnlySpan<double> mean, Span<double> products)
    {
        var n = parameters.Length;
        var same = left == right;
        for (var k = 0; k < m; k++)
        {
            effects.AsSpan(k * m, p).CopyTo(vectors.AsSpan(k * p));
            sigma.AsSpan(k * m, p).CopyTo(vectors.AsSpan((m + k) * p));
            for (var i = 0; i < p; i++)
            {
                vectorsTransposed[(i * 2 * m) + k] = effects[(k * m) + i];
                vectorsTransposed[(i * 2 * m) + m + k] = sigma[(k * m) + i];
            }
        }

        Gram(left, leftVectors, leftGram);
        if (!same) Gram(right, rightVectors, rightGram);
        var l = leftGram;
        var r = same ? leftGram : rightGram;
        products[..(n * n)].Clear();
        int size = 2 * m, arcs = loadings.Length + covariances.Length;
        for (var first = 0; first < arcs; first++)
        {
            var (slot, x, y, scale) = Factors(first);
            for (var second = 0; second <= first; second++)
            {
                var (other, s, t, scale2) = Factors(second);
                var value = scale * scale2 * (l[x * size + s] * r[y * size + t] + l[x * size + t] * r[y * size + s] + l[y * size + s] * r[x * size + t] + l[y * size + t] * r[x * size + s]);
                Add(products, n, slot, other, value, first == second);
            }
        }

        if (hasMeans) AddMeanProducts(mean, products, n);
    }

    /// <summary>The slot of an arc, and its derivative of Σ as scale·(xyᵀ + yxᵀ).</summary>
    private (int Slot, int X, int Y, double Scale) Factors(int k)
    {
        if (k < loadings.Length) return (loadings[k].Slot, loadings[k].B, m + loadings[k].A, 1);
        var (slot, a, b) = covariances[k - loadings.Length];
        return (slot, a, b, a == b ? 0.5 : 1);
    }

    private void Gram(ReadOnlySpan<double> metric, double[] product, double[] gram)
    {
        Dense.Multiply(vectors, metric, product, 2 * m, p, p);
        Dense.Multiply(product, vectorsTransposed, gram, 2 * m, p, 2 * m);
    }

    /// <summary>Adds 2 aᵀPb + 2 vᵀAPb + 2 vᵀBPa; derivatives of means are multiples of rows of T.</summary>
    private void AddMeanProducts(ReadOnlySpan<double> v, Span<double> products, int n)
    {
        var size = 2 * m;
        var cross = !v.IsEmpty;
        if (cross)
        {
            for (var k = 0; k < size; k++) meanGram[k] = Dense.Dot(vectors.AsSpan(k * p, p), v[..p]);
        }

        var arcs = loadings.Length + means.Length;
        for (var first = 0; first < arcs; first++)
        {
            var (slot, b, scale) = MeanFactor(first);
            if (scale == 0) continue;
            for (var second = 0; second <= first; second++)
            {
                var (other, d, scale2) = MeanFactor(second);
                Add(products, n, slot, other, 2 * scale * scale2 * leftGram[b * size + d], first == second);
            }

            if (!cross) continue;
            for (var second = 0; second < loadings.Length + covariances.Length; second++)
            {
                // vᵀ(xyᵀ + yxᵀ)P t for the derivative of a mean, a multiple of a row t of T; the pair with itself counts twice.
                var (other, x, y, scale2) = Factors(second);
                var value = 2 * scale * scale2 * (meanGram[x] * leftGram[y * size + b] + meanGram[y] * leftGram[x * size + b]);
                products[slot * n + other] += value;
                products[other * n + slot] += value;
            }
        }
    }

    private (int Slot, int Row, double Scale) MeanFactor(int k)
    {
        if (k < loadings.Length) return (loadings[k].Slot, loadings[k].B, mu[loadings[k].A]);
        return (means[k - loadings.Length].Slot, means[k - loadings.Length].B, 1);
    }
}
