using MathNet.Numerics.LinearAlgebra;

namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>Random parameters of a model that satisfy its constraints and imply covariances that data can have.</summary>
internal sealed class RandomSemPoint
{
    private RandomSemPoint(double[] theta, double[][] exogenous, PlainMoments[] groups) => (Theta, Exogenous, Groups) = (theta, exogenous, groups);

    public double[] Theta { get; }

    /// <summary>Values of the moments that are fixed at the sample's, group by group.</summary>
    public double[][] Exogenous { get; }

    public PlainMoments[] Groups { get; }

    /// <summary>A point; null where none was found.</summary>
    public static RandomSemPoint? Of(SemModel model, Random random)
    {
        var constraints = ParameterConstraints.Of(model.Table);
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var theta = Draw(model, random);
            if (!Settle(constraints, theta)) continue;
            var exogenous = model.Groups.Select(g => Moments(g, random)).ToArray();
            var groups = model.Groups.Select((g, k) => new PlainMoments(g, model.Table.HasMeans, exogenous[k])).ToArray();
            if (groups.All(g => IsAdmissible(g, theta))) return new RandomSemPoint(theta, exogenous, groups);
        }

        return null;
    }

    private static double[] Draw(SemModel model, Random random)
    {
        var theta = new double[model.Table.FreeCount];
        foreach (var structure in model.Groups)
        {
            foreach (var arc in structure.Directed)
                if (!arc.IsFixed) theta[arc.Free] = (0.3 + 0.6 * random.NextDouble()) * (random.Next(3) == 0 ? -1 : 1);
            foreach (var arc in structure.Bidirected)
                if (!arc.IsFixed) theta[arc.Free] = arc.From == arc.To ? 0.6 + 0.8 * random.NextDouble() : (0.1 + 0.2 * random.NextDouble()) * (random.Next(2) == 0 ? -1 : 1);
            foreach (var arc in structure.Intercepts)
                if (!arc.IsFixed) theta[arc.Free] = 2 * random.NextDouble() - 1;
        }

        return theta;
    }

    /// <summary>Goes to the nearest point that satisfies the equalities, by Newton's steps of least length.</summary>
    private static bool Settle(ParameterConstraints constraints, double[] theta)
    {
        int m = constraints.Equalities.Count, q = theta.Length;
        var values = new double[m];
        var jacobian = new double[m * q];
        for (var step = 0; m > 0 && step < 30; step++)
        {
            constraints.Evaluate(constraints.Equalities, theta, values, jacobian);
            if (values.All(v => Math.Abs(v) < 1e-14)) break;
            var a = Matrix<double>.Build.DenseOfRowMajor(m, q, jacobian);
            var back = a.PseudoInverse() * Vector<double>.Build.Dense(values);
            for (var k = 0; k < q; k++) theta[k] -= back[k];
        }

        if (m > 0) constraints.Evaluate(constraints.Equalities, theta, values);
        var inequalities = new double[constraints.Inequalities.Count];
        constraints.Evaluate(constraints.Inequalities, theta, inequalities);
        return values.All(v => Math.Abs(v) < 1e-13) && inequalities.All(v => v > 0.1) && theta.All(v => Math.Abs(v) < 10);
    }

    private static double[] Moments(ReticularStructure structure, Random random)
    {
        var n = structure.Variables.Count;
        var root = Matrix<double>.Build.Dense(n, n, (_, _) => 2 * random.NextDouble() - 1);
        var covariance = root * root.Transpose() / n + 0.4 * Matrix<double>.Build.DenseIdentity(n);
        return
        [
            .. structure.Bidirected.Where(a => a.IsFixed && double.IsNaN(a.Value)).Select(a => covariance[a.From, a.To]),
            .. structure.Intercepts.Where(a => a.IsFixed && double.IsNaN(a.Value)).Select(_ => 2 * random.NextDouble() - 1),
        ];
    }

    private static bool IsAdmissible(PlainMoments group, double[] theta)
    {
        if (group.Determinant(theta) is not (> 0.05 and < 20)) return false;
        var omega = group.Disturbances(theta).Evd(Symmetricity.Symmetric).EigenValues;
        if (omega.Any(v => v.Real < -1e-12)) return false;
        var sigma = group.All(theta).Covariance.SubMatrix(0, group.Observed, 0, group.Observed);
        var eigen = sigma.Evd(Symmetricity.Symmetric).EigenValues;
        return eigen.Min(v => v.Real) > 0.02 && eigen.Max(v => v.Real) < 400;
    }
}
