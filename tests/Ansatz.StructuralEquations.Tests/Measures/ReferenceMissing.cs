using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Ansatz.StructuralEquations.Tests.Solutions;

namespace Ansatz.StructuralEquations.Tests.Measures;

/// <summary>The correction for missing data of the reference fit that has missing values.</summary>
internal static class ReferenceMissing
{
    public static MissingDataCorrection Correction(ReferenceModel model)
    {
        var group = ReferenceMeasures.Groups(model).Single();
        var p = group.Mean.Length;
        var rows = ReferenceMeasures.Rows(model).Where(r => !r.All(double.IsNaN)).ToArray();
        double[] means = new double[p], variances = new double[p];
        for (var k = 0; k < p; k++)
        {
            var column = rows.Select(r => r[k]).Where(x => !double.IsNaN(x)).ToArray();
            means[k] = column.Average();
            variances[k] = column.Average(x => (x - means[k]) * (x - means[k]));
        }

        var pairs = p * (p + 1) / 2;
        var baseline = new DenseMatrix(2 * p, pairs + p);
        for (var k = 0; k < p; k++)
        {
            baseline[k, k * (k + 1) / 2 + k] = 1;
            baseline[p + k, pairs + k] = 1;
        }

        var structure = new ReticularMoments(model.Table);
        var values = ReferenceSolution.Of(model).Values;
        var q = model.Table.FreeCount;
        var theta = new double[q];
        for (var r = 0; r < values.Length; r++)
        {
            if (model.Table.Rows[r].Free > 0) theta[model.Table.Rows[r].Free - 1] = values[r];
        }

        var jacobian = new double[q * (pairs + p)];
        Assert.True(structure.Jacobian(0, theta, [], jacobian));
        var own = structure.ParametersOf(0).ToArray();
        Matrix<double> full = new DenseMatrix(q, pairs + p);
        for (var a = 0; a < own.Length; a++) full.SetRow(own[a], jacobian.AsSpan(a * (pairs + p), pairs + p).ToArray());
        var cases = rows.SelectMany(r => r).ToArray();
        return MissingDataCorrection.Of(
            [
                new()
                {
                    Sample = new GroupSample(new SampleMoments("", model.Table.Observed, group.Count, group.Covariance, group.Mean), cases, [.. Enumerable.Range(0, group.Count)], MissingPattern.Of(cases, p)),
                    Implied = group.Implied,
                    ImpliedMean = group.ImpliedMean,
                    Baseline = DenseMatrix.CreateDiagonal(p, p, k => variances[k]).ToRowMajorArray(),
                    BaselineMean = means,
                    Jacobian = full,
                    BaselineJacobian = baseline,
                },
            ],
            new bool[p],
            false,
            24,
            ConstraintSet.Of(model.Table),
            null,
            36,
            ConstraintSet.Of(BaselineModel.Of(model.Table)))!;
    }
}
