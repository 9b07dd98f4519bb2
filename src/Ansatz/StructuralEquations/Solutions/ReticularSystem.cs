using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

/// <summary>
/// One group's linear system at given values: Λ, Ω, α, T = (I − Λ)⁻¹ and the moments Σ = TᵀΩT, μ = Tᵀα of all variables, latent ones included, with derivatives by arc.
/// </summary>
internal sealed class ReticularSystem
{
    private ReticularSystem(ReticularStructure structure, Matrix<double> coefficients, Matrix<double> disturbances, Vector<double> intercepts)
    {
        Structure = structure;
        Coefficients = coefficients;
        Disturbances = disturbances;
        Intercepts = intercepts;
        var system = DenseMatrix.CreateIdentity(structure.Variables.Count) - coefficients;
        var decomposition = system.LU();
        if (!(Math.Abs(decomposition.Determinant) > 0)) throw new SingularSystemException("The equations have no unique solution: det(I − Λ) = 0.");
        Effects = decomposition.Inverse();
        Covariance = Effects.TransposeThisAndMultiply(disturbances) * Effects;
        Mean = Effects.TransposeThisAndMultiply(intercepts);
    }

    public ReticularStructure Structure { get; }

    /// <summary>Λ: the coefficient of i → j at (i, j).</summary>
    public Matrix<double> Coefficients { get; }

    /// <summary>Ω.</summary>
    public Matrix<double> Disturbances { get; }

    /// <summary>α; 0 where the model has no intercepts.</summary>
    public Vector<double> Intercepts { get; }

    /// <summary>T: the total effect of i on j at (i, j), 1 more on the diagonal.</summary>
    public Matrix<double> Effects { get; }

    /// <summary>Σ of all variables.</summary>
    public Matrix<double> Covariance { get; }

    /// <summary>μ of all variables.</summary>
    public Vector<double> Mean { get; }

    /// <summary>The system at the values of a table's rows.</summary>
    /// <param name="structure">The group's graph.</param>
    /// <param name="values">The value of each row of the table.</param>
    public static ReticularSystem Of(ReticularStructure structure, IReadOnlyList<double> values)
    {
        var v = structure.Variables.Count;
        var coefficients = new DenseMatrix(v, v);
        var disturbances = new DenseMatrix(v, v);
        var intercepts = new DenseVector(v);
        foreach (var arc in structure.Directed) coefficients[arc.From, arc.To] += values[arc.Row];
        foreach (var arc in structure.Bidirected)
        {
            disturbances[arc.From, arc.To] = values[arc.Row];
            disturbances[arc.To, arc.From] = values[arc.Row];
        }

        foreach (var arc in structure.Intercepts) intercepts[arc.To] = values[arc.Row];
        return new(structure, coefficients, disturbances, intercepts);
    }

    /// <summary>The same graph with other matrices.</summary>
    public ReticularSystem With(Matrix<double> coefficients, Matrix<double> disturbances, Vector<double> intercepts) => new(Structure, coefficients, disturbances, intercepts);

    /// <summary>∂Σ_ij by the coefficient of a → b.</summary>
    public double ByCoefficient(int a, int b, int i, int j) => Effects[b, i] * Covariance[a, j] + Covariance[i, a] * Effects[b, j];

    /// <summary>∂Σ_ij by ω_kl (k = l: a variance).</summary>
    public double ByDisturbance(int k, int l, int i, int j) => k == l ? Effects[k, i] * Effects[k, j] : Effects[k, i] * Effects[l, j] + Effects[l, i] * Effects[k, j];
}

/// <summary>The linear equations of a model have no unique solution at the given values.</summary>
public sealed class SingularSystemException(string message) : AnsatzException(message);
