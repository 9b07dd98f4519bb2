using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

/// <summary>How the values of latent variables are predicted from the observed ones.</summary>
public enum FactorScoreMethod
{
    /// <summary>The conditional mean of the latent variables, E(η | y): least mean squared error, shrunken towards the mean (Thurstone).</summary>
    Regression,

    /// <summary>Generalised least squares of the observed on the latent variables: conditionally unbiased (Bartlett).</summary>
    Bartlett,
}

/// <summary>Predicted values of the latent variables of one group.</summary>
/// <param name="Group">The group, from 1.</param>
/// <param name="Method">How they were predicted.</param>
/// <param name="Variables">The latent variables: the columns.</param>
/// <param name="Scores">One row for each case, one column for each latent variable, row by row; NaN where a case has too few values for the method.</param>
/// <param name="StandardErrors">The root mean squared errors of prediction, of a case without missing values; one for each latent variable.</param>
public sealed record FactorScores(int Group, FactorScoreMethod Method, IReadOnlyList<string> Variables, double[] Scores, double[] StandardErrors)
{
    /// <summary>How many cases.</summary>
    public int Count => Variables.Count == 0 ? 0 : Scores.Length / Variables.Count;

    /// <summary>The score of a case (from 0) in a latent variable (from 0).</summary>
    public double this[int row, int variable] => Scores[row * Variables.Count + variable];

    /// <summary>The scores of cases of a group.</summary>
    /// <param name="solution">The model and its values.</param>
    /// <param name="group">The group, from 0.</param>
    /// <param name="method">The method.</param>
    /// <param name="cases">The observed variables, one row for each case; NaN where a value is missing, for which the others stand in.</param>
    /// <param name="mean">Where the model has no means: the means of the observed variables.</param>
    internal static FactorScores Of(ModelSolution solution, int group, FactorScoreMethod method, ReadOnlySpan<double> cases, ReadOnlySpan<double> mean)
    {
        var structure = solution.Groups[group];
        var system = solution.System(group);
        int p = structure.ObservedCount, m = structure.Variables.Count - p, n = cases.Length / p;
        var centre = solution.Table.HasMeans ? system.Mean.SubVector(0, p) : DenseVector.OfArray(mean.ToArray());
        Vector<double> latentMean = solution.Table.HasMeans && m > 0 ? system.Mean.SubVector(p, m) : new DenseVector(Math.Max(m, 1));
        var scores = new double[n * m];
        var errors = new double[m];
        if (m > 0)
        {
            var predictors = new Dictionary<string, Matrix<double>?>(StringComparer.Ordinal);
            var observed = new List<int>(p);
            var full = Predictor(system, p, m, method, [.. Enumerable.Range(0, p)], errors);
            for (var c = 0; c < n; c++)
            {
                observed.Clear();
                for (var i = 0; i < p; i++)
                {
                    if (!double.IsNaN(cases[c * p + i])) observed.Add(i);
                }

                var predictor = full;
                if (observed.Count < p)
                {
                    var key = string.Join(',', observed);
                    if (!predictors.TryGetValue(key, out predictor)) predictors.Add(key, predictor = Predictor(system, p, m, method, [.. observed], null));
                }

                for (var k = 0; k < m; k++)
                {
                    var score = predictor is null ? double.NaN : latentMean[k];
                    for (var i = 0; i < observed.Count && predictor is not null; i++) score += predictor[k, i] * (cases[c * p + observed[i]] - centre[observed[i]]);
                    scores[c * m + k] = score;
                }
            }
        }

        return new(group + 1, method, [.. structure.Variables.Skip(p)], scores, errors);
    }

    /// <summary>The matrix that takes centred observed values to centred scores; null where the method has no solution.</summary>
    private static Matrix<double>? Predictor(ReticularSystem system, int p, int m, FactorScoreMethod method, int[] observed, double[]? errors)
    {
        var latentCovariance = system.Covariance.SubMatrix(p, m, p, m);
        if (observed.Length == 0) return method == FactorScoreMethod.Regression ? new DenseMatrix(m, 1) : null;
        var cross = DenseMatrix.Create(m, observed.Length, (k, i) => system.Covariance[p + k, observed[i]]);
        var covariance = DenseMatrix.Create(observed.Length, observed.Length, (i, j) => system.Covariance[observed[i], observed[j]]);
        Matrix<double> predictor, error;
        if (method == FactorScoreMethod.Regression)
        {
            predictor = covariance.LU().Solve(cross.Transpose()).Transpose();
            error = latentCovariance - predictor * cross.Transpose();
        }
        else
        {
            // y = Bη + e with B = Cov(y, η) Var(η)⁻¹; in a measurement model B are the loadings and Var(e) the residual covariances.
            var loadings = latentCovariance.LU().Solve(cross).Transpose();
            var residual = covariance - loadings * cross;
            var weighted = residual.LU().Solve(loadings).Transpose();
            var information = weighted * loadings;
            if (observed.Length < m || information.LU().Determinant is 0 or double.NaN) return null;
            error = information.Inverse();
            predictor = error * weighted;
        }

        for (var k = 0; errors is not null && k < m; k++) errors[k] = Math.Sqrt(Math.Max(0, error[k, k]));
        return predictor.ForAll(double.IsFinite) ? predictor : null;
    }
}
