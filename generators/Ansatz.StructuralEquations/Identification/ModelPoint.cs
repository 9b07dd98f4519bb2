namespace Ansatz.StructuralEquations;

/// <summary>The matrices of one group of a model at a random point modulo a prime (<see cref="MersenneField"/>).</summary>
internal sealed class ModelPoint
{
    private ModelPoint(ReticularStructure structure, uint[,] coefficients, uint[,] disturbances, uint[,] inverse, uint[] means, uint[,] covariances)
    {
        Structure = structure;
        Coefficients = coefficients;
        Disturbances = disturbances;
        Inverse = inverse;
        Means = means;
        Covariances = covariances;
    }

    public ReticularStructure Structure { get; }

    /// <summary>Λ, with the coefficient of i → j at (i, j).</summary>
    public uint[,] Coefficients { get; }

    /// <summary>Ω.</summary>
    public uint[,] Disturbances { get; }

    /// <summary>T = (I − Λ)⁻¹.</summary>
    public uint[,] Inverse { get; }

    /// <summary>Tᵀα of all variables.</summary>
    public uint[] Means { get; }

    /// <summary>TᵀΩT of all variables, latent ones too.</summary>
    public uint[,] Covariances { get; }

    /// <summary>The matrices at a point; values of the sample, and fixed values that are not finite, are random. Null if det(I − Λ) is 0.</summary>
    public static ModelPoint? Of(ReticularStructure structure, uint[] theta, PrimeRandom random)
    {
        var n = structure.Variables.Count;
        var (lambda, omega, alpha, difference) = (new uint[n, n], new uint[n, n], new uint[n], new uint[n, n]);
        foreach (var arc in structure.Directed) lambda[arc.From, arc.To] = MersenneField.Add(lambda[arc.From, arc.To], Value(arc));
        foreach (var arc in structure.Bidirected)
        {
            var value = MersenneField.Add(omega[arc.From, arc.To], Value(arc));
            omega[arc.From, arc.To] = value;
            omega[arc.To, arc.From] = value;
        }

        foreach (var arc in structure.Intercepts) alpha[arc.To] = MersenneField.Add(alpha[arc.To], Value(arc));
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) difference[i, j] = MersenneField.Subtract(i == j ? 1u : 0u, lambda[i, j]);
        if (MersenneField.Inverse(difference) is not { } t) return null;
        var means = new uint[n];
        for (var j = 0; j < n; j++)
            for (var k = 0; k < n; k++) means[j] = MersenneField.Add(means[j], MersenneField.Multiply(alpha[k], t[k, j]));
        return new ModelPoint(structure, lambda, omega, t, means, Congruence(omega, t));

        uint Value(Arc arc) => arc.Free >= 0 ? theta[arc.Free] : MersenneField.Of(arc.Value) ?? random.Next();
    }

    /// <summary>TᵀΩT.</summary>
    private static uint[,] Congruence(uint[,] omega, uint[,] t)
    {
        var n = t.GetLength(0);
        var (half, result) = (new uint[n, n], new uint[n, n]);
        for (var k = 0; k < n; k++)
        {
            for (var l = 0; l < n; l++)
            {
                if (omega[k, l] == 0) continue;
                for (var j = 0; j < n; j++)
                    if (t[l, j] != 0) half[k, j] = MersenneField.Reduce((ulong)omega[k, l] * t[l, j] + half[k, j]);
            }
        }

        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n; i++)
            {
                if (t[k, i] == 0) continue;
                for (var j = 0; j < n; j++)
                    if (half[k, j] != 0) result[i, j] = MersenneField.Reduce((ulong)t[k, i] * half[k, j] + result[i, j]);
            }
        }

        return result;
    }
}
