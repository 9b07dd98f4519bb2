using MathNet.Numerics.LinearAlgebra;
using Complex = System.Numerics.Complex;

namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>
/// The moments of one group as the definition has them, (I − Λ)⁻ᵀΩ(I − Λ)⁻¹ and (I − Λ)⁻ᵀα, by a general inverse; and their exact derivatives by steps along the imaginary axis. It shares nothing with
/// what it checks.
/// </summary>
internal sealed class PlainMoments(ReticularStructure structure, bool hasMeans, double[] exogenous)
{
    private const double Step = 1e-30;

    public int Observed => structure.ObservedCount;

    /// <summary>How many moments there are: the lower triangle of Σ row by row, then the means.</summary>
    public int Count => Observed * (Observed + 1) / 2 + (hasMeans ? Observed : 0);

    /// <summary>det(I − Λ).</summary>
    public double Determinant(double[] theta) => Difference(theta).Determinant().Real;

    /// <summary>Ω of all variables.</summary>
    public Matrix<double> Disturbances(double[] theta) => Omega(theta).Map(z => z.Real);

    /// <summary>Covariances of all variables, and means (0 where there are none).</summary>
    public (Matrix<double> Covariance, double[] Mean) All(double[] theta)
    {
        var (sigma, mu) = Compute(theta, -1);
        return (sigma.Map(z => z.Real), [.. mu.Select(z => z.Real)]);
    }

    /// <summary>The observed variables' covariances, p × p, row by row.</summary>
    public double[] Sigma(double[] theta) => All(theta).Covariance.SubMatrix(0, Observed, 0, Observed).ToRowMajorArray();

    public double[] Mean(double[] theta) => hasMeans ? [.. All(theta).Mean.Take(Observed)] : [];

    /// <summary>One row for each parameter.</summary>
    public double[][] Jacobian(double[] theta, IEnumerable<int> parameters) => [.. parameters.Select(k =>
    {
        var (sigma, mu) = Compute(theta, k);
        var row = new List<double>(Count);
        for (var i = 0; i < Observed; i++)
            for (var j = 0; j <= i; j++) row.Add(sigma[i, j].Imaginary / Step);
        for (var i = 0; hasMeans && i < Observed; i++) row.Add(mu[i].Imaginary / Step);
        return row.ToArray();
    })];

    private (Matrix<Complex> Sigma, Vector<Complex> Mu) Compute(double[] theta, int along)
    {
        var t = Difference(theta, along).Inverse();
        var alpha = Vector<Complex>.Build.Dense(structure.Variables.Count);
        var k = structure.Bidirected.Count(IsSample);
        foreach (var arc in structure.Intercepts) alpha[arc.To] += Value(arc, theta, along, ref k);
        return (t.Transpose() * Omega(theta, along) * t, t.Transpose() * alpha);
    }

    private Matrix<Complex> Difference(double[] theta, int along = -1)
    {
        var result = Matrix<Complex>.Build.DenseIdentity(structure.Variables.Count);
        var k = 0;
        foreach (var arc in structure.Directed) result[arc.From, arc.To] -= Value(arc, theta, along, ref k);
        return result;
    }

    private Matrix<Complex> Omega(double[] theta, int along = -1)
    {
        var n = structure.Variables.Count;
        var omega = Matrix<Complex>.Build.Dense(n, n);
        var k = 0;
        foreach (var arc in structure.Bidirected)
        {
            var value = Value(arc, theta, along, ref k);
            omega[arc.From, arc.To] += value;
            if (arc.From != arc.To) omega[arc.To, arc.From] += value;
        }

        return omega;
    }

    private static bool IsSample(Arc arc) => arc.IsFixed && double.IsNaN(arc.Value);

    private Complex Value(Arc arc, double[] theta, int along, ref int next) => IsSample(arc) ? exogenous[next++] : arc.IsFixed ? arc.Value : new Complex(theta[arc.Free], arc.Free == along ? Step : 0);
}
