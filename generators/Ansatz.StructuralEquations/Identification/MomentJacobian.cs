namespace Ansatz.StructuralEquations;

/// <summary>
/// Rows of the derivative of one group's moments with respect to the free parameters of the model, at a point modulo a prime:
/// ∂σ_ij/∂λ_ab = T_bi σ_aj + σ_ia T_bj, ∂σ_ij/∂ω_kl = T_ki T_lj + T_li T_kj (k ≠ l), T_ki T_kj (k = l), ∂μ_i/∂λ_ab = T_bi μ_a, ∂μ_i/∂α_k = T_ki.
/// </summary>
internal sealed class MomentJacobian(ModelPoint point, int parameters, bool means)
{
    private readonly Arc[] _directed = [.. point.Structure.Directed.Where(a => !a.IsFixed)];
    private readonly Arc[] _bidirected = [.. point.Structure.Bidirected.Where(a => !a.IsFixed)];
    private readonly Arc[] _intercepts = [.. point.Structure.Intercepts.Where(a => !a.IsFixed)];

    public int ObservedCount => point.Structure.ObservedCount;

    /// <summary>How many rows there are: p(p+1)/2 covariances, the lower triangle row by row, then p means where the model has them.</summary>
    public int Count => (ObservedCount * (ObservedCount + 1) / 2) + (means ? ObservedCount : 0);

    /// <summary>The derivative of one moment.</summary>
    public uint[] Row(int moment)
    {
        var covariances = ObservedCount * (ObservedCount + 1) / 2;
        if (moment >= covariances) return Mean(moment - covariances);
        var i = (int)((Math.Sqrt((8.0 * moment) + 1) - 1) / 2);
        while ((i + 1) * (i + 2) / 2 <= moment) i++;
        return Covariance(i, moment - (i * (i + 1) / 2));
    }

    /// <summary>The derivative of a random combination of all moments; it lies in a space of rows only if every row does (but for a chance of 1/p).</summary>
    public uint[] Combination(PrimeRandom random)
    {
        var (p, n) = (ObservedCount, point.Structure.Variables.Count);
        var (t, sigma) = (point.Inverse, point.Covariances);
        var w = new uint[p, p];
        var row = new uint[parameters];
        for (var i = 0; i < p; i++)
            for (var j = 0; j <= i; j++) w[i, j] = w[j, i] = random.Next();
        // With G = T W: the sum of W_ij ∂σ_ij/∂λ_ab over all pairs is 2 (G σ)_ba, that of ω_kl is (G Tᵀ)_kl.
        var g = new uint[n, p];
        for (var b = 0; b < n; b++)
            for (var i = 0; i < p; i++)
                if (t[b, i] != 0)
                    for (var j = 0; j < p; j++) g[b, j] = MersenneField.Reduce((ulong)t[b, i] * w[i, j] + g[b, j]);
        foreach (var arc in _directed) AddTo(row, arc.Free, Twice(Sum(arc.To, arc.From, sigma)));
        foreach (var arc in _bidirected) AddTo(row, arc.Free, arc.From == arc.To ? Sum(arc.From, arc.To, t) : Twice(Sum(arc.From, arc.To, t)));
        if (!means) return row;
        for (var i = 0; i < p; i++)
        {
            var factor = random.Next();
            var mean = Mean(i);
            for (var k = 0; k < parameters; k++) row[k] = MersenneField.Reduce((ulong)factor * mean[k] + row[k]);
        }

        return row;

        uint Sum(int gRow, int otherRow, uint[,] other)
        {
            ulong sum = 0;
            for (var j = 0; j < p; j++) sum = MersenneField.Fold(sum + (ulong)g[gRow, j] * other[otherRow, j]);
            return MersenneField.Reduce(sum);
        }

        static uint Twice(uint x) => MersenneField.Add(x, x);
    }

    private uint[] Covariance(int i, int j)
    {
        var (t, sigma) = (point.Inverse, point.Covariances);
        var row = new uint[parameters];
        foreach (var arc in _directed)
        {
            var (a, b) = (arc.From, arc.To);
            if (t[b, i] == 0 && t[b, j] == 0) continue;
            AddTo(row, arc.Free, MersenneField.Reduce(MersenneField.Fold((ulong)t[b, i] * sigma[a, j]) + (ulong)sigma[i, a] * t[b, j]));
        }

        foreach (var arc in _bidirected)
        {
            var (k, l) = (arc.From, arc.To);
            var value = (ulong)t[k, i] * t[l, j];
            if (k != l) value = MersenneField.Fold(value) + (ulong)t[l, i] * t[k, j];
            if (value != 0) AddTo(row, arc.Free, MersenneField.Reduce(value));
        }

        return row;
    }

    private uint[] Mean(int i)
    {
        var row = new uint[parameters];
        foreach (var arc in _directed) AddTo(row, arc.Free, MersenneField.Multiply(point.Inverse[arc.To, i], point.Means[arc.From]));
        foreach (var arc in _intercepts) AddTo(row, arc.Free, point.Inverse[arc.To, i]);
        return row;
    }

    private static void AddTo(uint[] row, int k, uint value) => row[k] = MersenneField.Add(row[k], value);
}
