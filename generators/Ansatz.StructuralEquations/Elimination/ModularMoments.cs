using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>Parameters of a mixed graph at random modulo a prime, the covariances that they imply, and the rank of their dependence.</summary>
internal sealed class ModularMoments
{
    private ModularMoments(PrimeField field, ModularMatrix lambda, ModularMatrix omega, ModularMatrix effects)
    {
        Field = field;
        Lambda = lambda;
        Omega = omega;
        Effects = effects;
        Sigma = effects.Transpose() * omega * effects;
    }

    public PrimeField Field { get; }

    public ModularMatrix Lambda { get; }

    public ModularMatrix Omega { get; }

    /// <summary>(I − Λ)⁻¹.</summary>
    public ModularMatrix Effects { get; }

    public ModularMatrix Sigma { get; }

    /// <summary>A random point at which I − Λ is regular.</summary>
    public static ModularMoments At(MixedGraph graph, PrimeField field, Random random)
    {
        for (;;)
        {
            var lambda = new ModularMatrix(field, graph.Count, graph.Count);
            foreach (var (i, j) in graph.Directed) lambda[i, j] = field.RandomUnit(random);
            var omega = new ModularMatrix(field, graph.Count, graph.Count);
            for (var k = 0; k < graph.Count; k++) omega[k, k] = field.RandomUnit(random);
            foreach (var (i, j) in graph.Bidirected) omega[i, j] = omega[j, i] = field.RandomUnit(random);
            if (Of(field, lambda, omega) is { } moments) return moments;
        }
    }

    /// <summary>The moments at given rational parameters by label; null where I − Λ is singular or a denominator is 0 modulo the prime.</summary>
    public static ModularMoments? At(MixedGraph graph, PrimeField field, IReadOnlyDictionary<string, Rational> theta)
    {
        var lambda = new ModularMatrix(field, graph.Count, graph.Count);
        var omega = new ModularMatrix(field, graph.Count, graph.Count);
        try
        {
            foreach (var (i, j) in graph.Directed) lambda[i, j] = field.Of(theta[graph.Coefficient(i, j)]);
            for (var k = 0; k < graph.Count; k++) omega[k, k] = field.Of(theta[graph.Disturbance(k, k)]);
            foreach (var (i, j) in graph.Bidirected) omega[i, j] = omega[j, i] = field.Of(theta[graph.Disturbance(i, j)]);
        }
        catch (DivideByZeroException)
        {
            return null;
        }

        return Of(field, lambda, omega);
    }

    /// <summary>The rank of the Jacobian of (Λ, Ω) → Σ here: ∂Σ_ij/∂λ_ab = T_bi Σ_aj + Σ_ia T_bj and ∂Σ_ij/∂ω_kl = T_ki T_lj + T_li T_kj.</summary>
    public int JacobianRank(MixedGraph graph)
    {
        var n = graph.Count;
        var rows = new List<uint[]>();
        foreach (var (a, b) in graph.Directed) rows.Add(Row((i, j) => Field.Add(Field.Multiply(Effects[b, i], Sigma[a, j]), Field.Multiply(Sigma[i, a], Effects[b, j]))));
        for (var k = 0; k < n; k++) rows.Add(Row((i, j) => Field.Multiply(Effects[k, i], Effects[k, j])));
        foreach (var (k, l) in graph.Bidirected) rows.Add(Row((i, j) => Field.Add(Field.Multiply(Effects[k, i], Effects[l, j]), Field.Multiply(Effects[l, i], Effects[k, j]))));
        return ModularMatrix.OfRows(Field, rows, n * (n + 1) / 2).Rank();

        uint[] Row(Func<int, int, uint> slope)
        {
            var row = new uint[n * (n + 1) / 2];
            for (int i = 0, at = 0; i < n; i++)
            {
                for (var j = i; j < n; j++) row[at++] = slope(i, j);
            }

            return row;
        }
    }

    private static ModularMoments? Of(PrimeField field, ModularMatrix lambda, ModularMatrix omega)
    {
        var difference = ModularMatrix.Identity(field, lambda.RowCount);
        for (var i = 0; i < lambda.RowCount; i++)
        {
            for (var j = 0; j < lambda.RowCount; j++) difference[i, j] = field.Subtract(difference[i, j], lambda[i, j]);
        }

        return difference.Inverse() is { } effects ? new ModularMoments(field, lambda, omega, effects) : null;
    }
}
