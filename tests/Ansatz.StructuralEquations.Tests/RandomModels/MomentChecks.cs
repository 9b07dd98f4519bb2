using Ansatz.Symbolic;
using MathNet.Numerics.LinearAlgebra;

namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>What is known of a model without data, against plain linear algebra: closed forms, moments, derivatives, identification.</summary>
internal static class MomentChecks
{
    /// <summary>Σ and μ by the closed form, by <see cref="ReticularMoments"/> and by a general inverse.</summary>
    /// <param name="model">The model.</param>
    /// <param name="point">Where.</param>
    /// <param name="note">Counts what was left out.</param>
    public static void Moments(SemModel model, RandomSemPoint point, Action<string> note)
    {
        var reticular = new ReticularMoments(model);
        for (var g = 0; g < model.Groups.Count; g++)
        {
            var (structure, plain) = (model.Groups[g], point.Groups[g]);
            var (covariance, mean) = plain.All(point.Theta);
            var p = plain.Observed;
            double[] sigma = new double[p * p], mu = new double[model.Table.HasMeans ? p : 0];
            Require(reticular.Moments(g, point.Theta, point.Exogenous[g], sigma, mu), "ReticularMoments has no moments");
            Near(plain.Sigma(point.Theta), sigma, 1e-10, "Σ of ReticularMoments");
            Near(plain.Mean(point.Theta), mu, 1e-10, "μ of ReticularMoments");
            var form = model.Formulas(g + 1);
            var samples = SampleValues(structure, point.Exogenous[g]);
            var values = form.Point(point.Theta, v => v.Rows.Where(samples.ContainsKey).Select(r => samples[r]).First());
            var scale = Enumerable.Range(0, structure.Variables.Count).Max(k => Math.Abs(covariance[k, k]));
            for (var i = 0; i < structure.Variables.Count; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var entry = form.Sigma(i, j);
                    if (!entry.IsKnown) note("closed form beyond its limits");
                    else Require(Math.Abs(entry.Evaluate(values) - covariance[i, j]) <= 1e-10 * scale, $"closed form of σ({structure.Variables[i]}, {structure.Variables[j]}) is {entry.Evaluate(values):r} and not {covariance[i, j]:r}: {entry}");
                }

                if (model.Table.HasMeans && form.Mean(i) is { IsKnown: true } m) Require(Math.Abs(m.Evaluate(values) - mean[i]) <= 1e-10 * (1 + scale), $"closed form of μ({structure.Variables[i]})");
            }
        }
    }

    /// <summary>The closed form at a rational point, exactly.</summary>
    public static void Exactly(SemModel model, Random random)
    {
        for (var g = 0; g < model.Groups.Count; g++)
        {
            var structure = model.Groups[g];
            var n = structure.Variables.Count;
            var form = model.Formulas(g + 1);
            Rational[] point = [.. form.Variables.Select(_ => new Rational(random.Next(1, 12) * (random.Next(2) == 0 ? 1 : -1), random.Next(5, 12)))];
            var places = new Dictionary<int, int>();
            for (var k = 0; k < form.Variables.Count; k++)
            {
                foreach (var row in form.Variables[k].Rows) places[row] = k;
            }

            // An arc that is equal to a fixed one has no symbol; which number it is, the closed form says by itself.
            if (structure.Directed.Concat(structure.Bidirected).Any(a => !places.ContainsKey(a.Row) && !a.IsFixed)) continue;
            RationalMatrix difference = RationalMatrix.Identity(n), omega = new(n, n);
            foreach (var arc in structure.Directed) difference[arc.From, arc.To] -= Value(arc);
            foreach (var arc in structure.Bidirected) omega[arc.From, arc.To] = omega[arc.To, arc.From] = Value(arc);
            if (difference.Inverse() is not { } t) continue;
            var sigma = t.Transpose() * omega * t;
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    if (form.Sigma(i, j) is { IsKnown: true, TermCount: < 60 } entry) Require(entry.Evaluate(point) == sigma[i, j], $"closed form of σ({structure.Variables[i]}, {structure.Variables[j]}) is not exact: {entry}");
                }
            }

            Rational Value(Arc arc) => places.TryGetValue(arc.Row, out var k) ? point[k] : Rational.FromDecimalNotation(arc.Value);
        }
    }

    /// <summary>Jacobian, gradient, products and curvature of <see cref="ReticularMoments"/>.</summary>
    public static void Derivatives(SemModel model, RandomSemPoint point, Random random)
    {
        var reticular = new ReticularMoments(model);
        for (var g = 0; g < model.Groups.Count; g++)
        {
            var plain = point.Groups[g];
            var parameters = reticular.ParametersOf(g).ToArray();
            int p = plain.Observed, q = parameters.Length, m = plain.Count;
            var expected = plain.Jacobian(point.Theta, parameters);
            var jacobian = new double[q * m];
            reticular.Jacobian(g, point.Theta, point.Exogenous[g], jacobian);
            Near([.. expected.SelectMany(r => r)], jacobian, 1e-10, "the Jacobian");

            var weight = new double[p * p];
            for (var i = 0; i < p; i++)
                for (var j = 0; j <= i; j++) weight[i * p + j] = weight[j * p + i] = 2 * random.NextDouble() - 1;
            double[] meanWeight = [.. Enumerable.Range(0, model.Table.HasMeans ? p : 0).Select(_ => 2 * random.NextDouble() - 1)];
            var gradient = new double[q];
            reticular.Gradient(g, point.Theta, point.Exogenous[g], weight, meanWeight, gradient);
            Near([.. expected.Select(row => Weighted(row, weight, meanWeight, p))], gradient, 1e-10, "the gradient");

            var hessian = new double[q * q];
            reticular.Curvature(g, point.Theta, point.Exogenous[g], weight, meanWeight, hessian);
            var scale = 1 + hessian.Max(Math.Abs);
            for (var trial = 0; trial < 3 && q > 0; trial++)
            {
                const double step = 1e-5;
                var k = random.Next(q);
                double[] up = [.. point.Theta], down = [.. point.Theta], above = new double[q], below = new double[q];
                up[parameters[k]] += step;
                down[parameters[k]] -= step;
                reticular.Gradient(g, up, point.Exogenous[g], weight, meanWeight, above);
                reticular.Gradient(g, down, point.Exogenous[g], weight, meanWeight, below);
                for (var l = 0; l < q; l++) Require(Math.Abs((above[l] - below[l]) / (2 * step) - hessian[k * q + l]) <= 1e-5 * scale, $"the curvature of {k} and {l} is {hessian[k * q + l]:g8}, by differences {(above[l] - below[l]) / (2 * step):g8}");
            }
        }
    }

    /// <summary>The generic rank against singular values at the point; returns whether the model is identified there and not nearly unidentified.</summary>
    public static bool Rank(SemModel model, Identification identification, RandomSemPoint point, Action<string> note)
    {
        var q = model.Table.FreeCount;
        var constraints = ParameterConstraints.Of(model.Table);
        var equalities = new double[constraints.Equalities.Count * q];
        constraints.Evaluate(constraints.Equalities, point.Theta, new double[constraints.Equalities.Count], equalities);
        var c = Matrix<double>.Build.DenseOfRowMajor(Math.Max(1, constraints.Equalities.Count), q, constraints.Equalities.Count == 0 ? new double[q] : equalities);
        var columns = Enumerable.Range(0, q).Select(k => c.Column(k).ToList()).ToArray();
        foreach (var group in point.Groups)
        {
            var jacobian = group.Jacobian(point.Theta, Enumerable.Range(0, q));
            for (var k = 0; k < q; k++) columns[k].AddRange(jacobian[k]);
        }

        var all = Matrix<double>.Build.DenseOfColumnArrays(columns.Select(v => v.ToArray()));
        var (independent, _, clearly) = RankOf(c);
        var (rank, least, clear) = RankOf(all);
        if (!clear || !clearly || identification.Rank is null || !identification.IsOnConstraints)
        {
            note(identification.Rank is null ? "rank not examined" : "rank ambiguous");
            return false;
        }

        Require(identification.ParameterCount == q - independent, $"{identification.ParameterCount} parameters, by singular values {q - independent}");
        Require(identification.Rank == rank - independent, $"generic rank {identification.Rank}, by singular values {rank - independent} of {q - independent} parameters");
        if (!identification.IsFiniteToOne) note("not identified");
        return identification.IsFiniteToOne && least > 0.02;
    }

    private static (int Rank, double Least, bool IsClear) RankOf(Matrix<double> matrix)
    {
        if (matrix.RowCount < matrix.ColumnCount) matrix = matrix.Stack(Matrix<double>.Build.Dense(matrix.ColumnCount - matrix.RowCount, matrix.ColumnCount));
        var lengths = matrix.ColumnNorms(2);
        var singular = matrix.MapIndexed((_, k, v) => lengths[k] > 0 ? v / lengths[k] : 0).Svd(false).S;
        var relative = singular.Select(s => singular[0] > 0 ? s / singular[0] : 0).ToArray();
        var positive = relative.Where(s => s > 1e-9).ToArray();
        return (positive.Length, positive.DefaultIfEmpty(0).Min(), !relative.Any(s => s is > 1e-13 and < 1e-6));
    }

    private static double Weighted(double[] row, double[] weight, double[] meanWeight, int p)
    {
        double sum = 0;
        var k = 0;
        for (var i = 0; i < p; i++)
            for (var j = 0; j <= i; j++) sum += row[k++] * weight[i * p + j] * (i == j ? 1 : 2);
        for (var i = 0; i < meanWeight.Length; i++) sum += row[k++] * meanWeight[i];
        return sum;
    }

    private static Dictionary<int, double> SampleValues(ReticularStructure structure, double[] exogenous)
    {
        var k = 0;
        return structure.Bidirected.Concat(structure.Intercepts).Where(a => a.IsFixed && double.IsNaN(a.Value)).ToDictionary(a => a.Row, _ => exogenous[k++]);
    }

    internal static void Near(double[] expected, double[] found, double tolerance, string what)
    {
        Require(expected.Length == found.Length, $"{what}: {found.Length} numbers and not {expected.Length}");
        var scale = 1 + expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (var k = 0; k < expected.Length; k++) Require(Math.Abs(expected[k] - found[k]) <= tolerance * scale, $"{what}, number {k}, is {found[k]:r} and not {expected[k]:r}");
    }

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds) Assert.Fail(otherwise);
    }
}
