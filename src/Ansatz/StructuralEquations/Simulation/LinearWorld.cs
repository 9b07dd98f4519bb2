using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Ansatz.StructuralEquations;

/// <summary>A model's equations, with values and with means for all variables: what data are drawn from and what interventions change.</summary>
internal sealed class LinearWorld
{
    private readonly ModelSolution solution;
    private readonly Vector<double>[] intercepts;

    /// <summary>A world.</summary>
    /// <param name="solution">The model and its values.</param>
    /// <param name="means">Where the model has no means: those of the observed variables, group by group; null for 0.</param>
    public LinearWorld(ModelSolution solution, IReadOnlyList<double[]>? means)
    {
        this.solution = solution;
        intercepts = [.. solution.Groups.Select((structure, g) =>
        {
            var system = solution.System(g);
            if (solution.Table.HasMeans || means is null) return system.Intercepts;
            var mean = DenseVector.Create(structure.Variables.Count, k => k < structure.ObservedCount ? means[g][k] : 0);
            return mean - system.Coefficients.TransposeThisAndMultiply(mean);
        })];
    }

    /// <summary>The system of a group under interventions.</summary>
    public ReticularSystem Under(int group, IReadOnlyList<Intervention> interventions)
    {
        if (group < 0 || group >= solution.Groups.Count) throw new ArgumentOutOfRangeException(nameof(group), group + 1, $"There are {solution.Groups.Count} groups.");
        var system = solution.System(group);
        var (coefficients, disturbances, intercept) = (system.Coefficients.Clone(), system.Disturbances.Clone(), intercepts[group].Clone());
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var intervention in interventions)
        {
            var k = Place(group, intervention.Variable);
            if (!changed.Add(intervention.Variable)) throw new ArgumentException($"There are two interventions on '{intervention.Variable}'.", nameof(interventions));
            if (!intervention.Cuts)
            {
                intercept[k] += intervention.Mean;
                continue;
            }

            for (var j = 0; j < coefficients.RowCount; j++)
            {
                coefficients[j, k] = 0;
                disturbances[j, k] = disturbances[k, j] = 0;
            }

            disturbances[k, k] = intervention.Variance;
            intercept[k] = intervention.Mean;
        }

        return system.With(coefficients, disturbances, intercept);
    }

    public InterventionMoments Moments(int group, IReadOnlyList<Intervention> interventions)
    {
        var system = Under(group, interventions);
        return new(group + 1, solution.Groups[group].Variables, system.Mean.ToArray(), system.Covariance.ToRowMajorArray());
    }

    public CausalEffect Effect(int group, string from, string to)
    {
        int i = Place(group, from), j = Place(group, to);
        if (i == j) throw new ArgumentException("A variable that is set has no effect on itself.", nameof(to));
        var system = Under(group, [Intervention.Set(from, 0)]);
        double? error = null;
        if (solution.Covariance is not null)
        {
            var gradient = new double[solution.Table.FreeCount];
            foreach (var arc in solution.Groups[group].Directed)
            {
                if (!arc.IsFixed && arc.To != i) gradient[arc.Free] += system.Effects[i, arc.From] * system.Effects[arc.To, j];
            }

            error = Math.Sqrt(Math.Max(0, solution.Variance(gradient)));
        }

        return new(from, to, system.Effects[i, j], error);
    }

    /// <summary>Cases of a group: all variables, row by row.</summary>
    public double[] Draw(int group, int count, int seed, IReadOnlyList<Intervention> interventions)
    {
        var system = Under(group, interventions);
        var v = system.Mean.Count;
        var root = Root(system.Disturbances);
        var transform = root.TransposeThisAndMultiply(system.Effects);
        var cases = new double[count * v];
        var normal = new double[v];
        for (var c = 0; c < count; c++)
        {
            for (var k = 0; k < v; k++) normal[k] = CounterRandom.Normal(seed, group, c, k);
            for (var j = 0; j < v; j++)
            {
                var value = system.Mean[j];
                for (var k = 0; k < v; k++) value += normal[k] * transform[k, j];
                cases[c * v + j] = value;
            }
        }

        return cases;
    }

    // A symmetric root: Ω may be singular, as where a variable has no disturbance.
    private static Matrix<double> Root(Matrix<double> matrix)
    {
        var decomposition = matrix.Evd(Symmetricity.Symmetric);
        var largest = decomposition.EigenValues.Max(e => Math.Abs(e.Real));
        if (decomposition.EigenValues.Any(e => e.Real < -1e-10 * largest)) throw new InvalidOperationException("The covariances of the disturbances are not positive semidefinite: there are no data with them.");
        return decomposition.EigenVectors * DenseMatrix.CreateDiagonal(matrix.RowCount, matrix.RowCount, k => Math.Sqrt(Math.Max(0, decomposition.EigenValues[k].Real))) * decomposition.EigenVectors.Transpose();
    }

    private int Place(int group, string variable)
    {
        var variables = solution.Groups[group].Variables;
        for (var k = 0; k < variables.Count; k++)
        {
            if (variables[k] == variable) return k;
        }

        throw new ArgumentException($"There is no variable '{variable}'; there are {string.Join(", ", variables)}.", nameof(variable));
    }
}
