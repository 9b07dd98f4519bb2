using MathNet.Numerics.LinearAlgebra;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>Moments of a model by matrix inversion in double precision, and their derivatives by differences: an independent check of what is done modulo a prime.</summary>
public static class NumericMoments
{
    public static double[] Point(SemModel model, Random random)
    {
        var theta = new double[model.Table.FreeCount];
        foreach (var structure in model.Groups)
        {
            foreach (var arc in structure.Directed)
                if (!arc.IsFixed) theta[arc.Free] = (0.3 + (0.5 * random.NextDouble())) * (random.Next(2) == 0 ? -1 : 1);
            foreach (var arc in structure.Bidirected)
                if (!arc.IsFixed) theta[arc.Free] = arc.From == arc.To ? 2 + random.NextDouble() : 0.2 + (0.3 * random.NextDouble());
            foreach (var arc in structure.Intercepts)
                if (!arc.IsFixed) theta[arc.Free] = 1 + random.NextDouble();
        }

        return theta;
    }

    public static double Determinant(SemModel model, double[] theta) => model.Groups.Min(s => Math.Abs(Difference(s, theta).Determinant()));

    public static Matrix<double> Covariances(ReticularStructure structure, double[] theta)
    {
        var n = structure.Variables.Count;
        var omega = Matrix<double>.Build.Dense(n, n);
        foreach (var arc in structure.Bidirected) omega[arc.From, arc.To] = omega[arc.To, arc.From] = Value(arc, theta);
        var t = Difference(structure, theta).Inverse();
        return (t.Transpose() * omega * t).SubMatrix(0, structure.ObservedCount, 0, structure.ObservedCount);
    }

    public static double[] Moments(SemModel model, double[] theta)
    {
        var result = new List<double>();
        foreach (var structure in model.Groups)
        {
            var sigma = Covariances(structure, theta);
            for (var i = 0; i < structure.ObservedCount; i++)
                for (var j = 0; j <= i; j++) result.Add(sigma[i, j]);
            if (!model.Table.HasMeans) continue;
            var alpha = Vector<double>.Build.Dense(structure.Variables.Count);
            foreach (var arc in structure.Intercepts) alpha[arc.To] = Value(arc, theta);
            result.AddRange((Difference(structure, theta).Inverse().Transpose() * alpha).Take(structure.ObservedCount));
        }

        return [.. result];
    }

    /// <summary>One column for each parameter, by central differences.</summary>
    public static Matrix<double> Jacobian(SemModel model, double[] theta)
    {
        const double step = 1e-5;
        var columns = new List<double[]>();
        for (var k = 0; k < theta.Length; k++)
        {
            var (up, down) = ((double[])theta.Clone(), (double[])theta.Clone());
            up[k] += step;
            down[k] -= step;
            columns.Add([.. Moments(model, up).Zip(Moments(model, down), (a, b) => (a - b) / (2 * step))]);
        }

        return Matrix<double>.Build.DenseOfColumnArrays(columns);
    }

    /// <summary>The rank, and the right singular vectors of singular value 0; null where singular values do not fall into two clearly separate classes.</summary>
    public static (int Rank, Matrix<double> Kernel)? RankOf(Matrix<double> jacobian)
    {
        if (jacobian.RowCount < jacobian.ColumnCount) jacobian = jacobian.Stack(Matrix<double>.Build.Dense(jacobian.ColumnCount - jacobian.RowCount, jacobian.ColumnCount));
        var svd = jacobian.Svd();
        var largest = svd.S[0];
        var rank = svd.S.Count(s => s > 1e-5 * largest);
        if (svd.S.Any(s => s / largest is > 1e-8 and < 1e-4)) return null;
        return (rank, svd.VT.SubMatrix(rank, jacobian.ColumnCount - rank, 0, jacobian.ColumnCount));
    }

    private static Matrix<double> Difference(ReticularStructure structure, double[] theta)
    {
        var result = Matrix<double>.Build.DenseIdentity(structure.Variables.Count);
        foreach (var arc in structure.Directed) result[arc.From, arc.To] -= Value(arc, theta);
        return result;
    }

    private static double Value(Arc arc, double[] theta) => arc.Free >= 0 ? theta[arc.Free] : double.IsNaN(arc.Value) ? 1.5 : arc.Value;
}
