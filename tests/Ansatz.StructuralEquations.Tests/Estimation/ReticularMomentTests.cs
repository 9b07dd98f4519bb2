using CsCheck;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>Implied moments and their derivatives on random models, cyclic ones included, with means.</summary>
public class ReticularMomentTests
{
    /// <summary>A random table: some observed, some latent variables, any arrows among them.</summary>
    private static readonly Gen<(ParameterTable Table, double[] Theta)> Models =
        from p in Gen.Int[2, 4]
        from l in Gen.Int[0, 2]
        from arrows in Gen.Bool.Array[(p + l) * (p + l)]
        from ties in Gen.Bool.Array[(p + l) * (p + l)]
        from values in Gen.Double[-0.6, 0.6].Array[2 * (p + l) * (p + l) + 2 * (p + l)]
        select Make(p, l, arrows, ties, values);

    private static (ParameterTable, double[]) Make(int p, int l, bool[] arrows, bool[] ties, double[] values)
    {
        string[] names = [.. Enumerable.Range(1, p).Select(i => $"x{i}"), .. Enumerable.Range(1, l).Select(i => $"f{i}")];
        var n = names.Length;
        var rows = new List<ParameterRow>();
        var theta = new List<double>();
        void Add(string left, SemOperator op, string right, double value, bool free)
        {
            rows.Add(new ParameterRow(rows.Count + 1, left, op, right) { Free = free ? theta.Count + 1 : 0, UserValue = free ? null : value });
            if (free) theta.Add(value);
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (i != j && arrows[i * n + j]) Add(names[i], SemOperator.Regression, names[j], values[i * n + j], ties[i * n + j]);
                if (j < i && ties[j * n + i]) Add(names[i], SemOperator.Covariance, names[j], values[n * n + i * n + j], true);
            }

            Add(names[i], SemOperator.Covariance, names[i], 1 + values[n * n + i * n + i], true);
            Add(names[i], SemOperator.Intercept, "", values[2 * n * n + i], !arrows[i * n + i]);
        }

        return (new ParameterTable(rows, names[..p], names[p..], 1), [.. theta]);
    }

    private static bool IsFarFromSingular(ReticularMoments moments, double[] theta)
    {
        var determinants = new double[moments.CyclicComponents(0)];
        moments.CycleDeterminants(0, theta, determinants);
        return determinants.All(d => Math.Abs(d) >= 0.2);
    }

    [Fact]
    public void AnArrowThatIsFixedAtZeroIsNone()
    {
        var options = new SemOptions { FixedX = false };
        var (with, without) = (new ReticularMoments(SemModel.Parse("y1 ~ y2 + x1\ny2 ~ 0*y1 + x2\ny1 ~~ 0*y2", options)), new ReticularMoments(SemModel.Parse("y1 ~ y2 + x1\ny2 ~ x2\ny1 ~~ 0*y2", options)));
        Assert.Equal(0, with.CyclicComponents(0));
        double[] theta = [.. Enumerable.Range(1, with.Table.FreeCount).Select(k => 0.5 + (0.1 * k))], first = new double[16], second = new double[16];
        Assert.True(with.Moments(0, theta, [], first, []) && without.Moments(0, theta, [], second, []));
        Assert.Equal(second, first);
    }

    [Fact]
    public void MomentsSolveTheEquations() => Models.Sample(model =>
    {
        var moments = new ReticularMoments(model.Table);
        if (!IsFarFromSingular(moments, model.Theta)) return;
        var g = moments.Groups[0];
        int n = g.Variables.Count, p = g.ObservedCount;
        double Value(Arc a) => a.IsFixed ? a.Value : model.Theta[a.Free];
        var system = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(n);
        foreach (var a in g.Directed) system[a.From, a.To] -= Value(a);
        var omega = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n);
        foreach (var a in g.Bidirected) omega[a.From, a.To] = omega[a.To, a.From] = Value(a);
        var alpha = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(n);
        foreach (var a in g.Intercepts) alpha[a.To] = Value(a);
        var t = system.Inverse();
        var sigma = t.Transpose() * omega * t;
        var mu = t.Transpose() * alpha;
        var (s, m) = (new double[p * p], new double[p]);
        Assert.True(moments.Moments(0, model.Theta, [], s, m));
        var scale = 1 + sigma.Enumerate().Max(Math.Abs);
        for (var i = 0; i < p; i++)
        {
            Assert.Equal(mu[i], m[i], 1e-11 * scale);
            for (var j = 0; j < p; j++) Assert.Equal(sigma[i, j], s[i * p + j], 1e-11 * scale);
        }
    }, iter: 300);

    [Fact]
    public void DerivativesAreLimitsOfDifferences() => Models.Sample(model =>
    {
        var moments = new ReticularMoments(model.Table);
        if (!IsFarFromSingular(moments, model.Theta)) return;
        var p = moments.Groups[0].ObservedCount;
        var q = model.Theta.Length;
        Assert.Equal(q, moments.ParametersOf(0).Length);
        int lower = p * (p + 1) / 2, m = lower + p;
        double[] jacobian = new double[q * m], gradient = new double[q], hessian = new double[q * q];
        var random = new Random(q * 31 + p);
        var weight = new double[p * p];
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++) weight[i * p + j] = weight[j * p + i] = random.NextDouble() - 0.5;
        }

        double[] meanWeight = [.. Enumerable.Range(0, p).Select(_ => random.NextDouble() - 0.5)];
        Assert.True(moments.Jacobian(0, model.Theta, [], jacobian));
        Assert.True(moments.Gradient(0, model.Theta, [], weight, meanWeight, gradient));
        Assert.True(moments.Curvature(0, model.Theta, [], weight, meanWeight, hessian));
        var scale = 1 + hessian.Concat(jacobian).Max(Math.Abs);
        for (var a = 0; a < q; a++)
        {
            const double h = 1e-5;
            double[] up = [.. model.Theta], down = [.. model.Theta];
            up[a] += h;
            down[a] -= h;
            var (plus, minus) = (Moments(moments, up), Moments(moments, down));
            for (var k = 0; k < m; k++) Assert.Equal((plus[k] - minus[k]) / (2 * h), jacobian[a * m + k], 3e-7 * scale * scale);
            var (above, below) = (new double[q], new double[q]);
            moments.Gradient(0, up, [], weight, meanWeight, above);
            moments.Gradient(0, down, [], weight, meanWeight, below);
            for (var b = 0; b < q; b++) Assert.Equal((above[b] - below[b]) / (2 * h), hessian[a * q + b], 3e-7 * scale * scale);
        }

        // The gradient of ⟨W, Σ⟩ + ⟨w, μ⟩ is the Jacobian times the weights.
        for (var a = 0; a < q; a++)
        {
            var sum = 0.0;
            for (int i = 0, k = 0; i < p; i++)
            {
                for (var j = 0; j <= i; j++) sum += (i == j ? 1 : 2) * weight[i * p + j] * jacobian[a * m + k++];
                sum += meanWeight[i] * jacobian[a * m + lower + i];
            }

            Assert.Equal(sum, gradient[a], 1e-12 * scale);
        }
    }, iter: 200);

    [Fact]
    public void InnerProductsAreThoseOfTheJacobian() => Models.Sample(model =>
    {
        var moments = new ReticularMoments(model.Table);
        if (!IsFarFromSingular(moments, model.Theta)) return;
        var p = moments.Groups[0].ObservedCount;
        var q = model.Theta.Length;
        var random = new Random(q * 17 + p);
        double[] left = new double[p * p], right = new double[p * p];
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                left[i * p + j] = left[j * p + i] = random.NextDouble();
                right[i * p + j] = right[j * p + i] = random.NextDouble();
            }
        }

        double[] mean = [.. Enumerable.Range(0, p).Select(_ => random.NextDouble() - 0.5)], own = new double[q * q], general = new double[q * q];
        var plain = new Plain(moments);
        Assert.True(moments.Products(0, model.Theta, [], left, right, mean, own));
        Assert.True(plain.Products(0, model.Theta, [], left, right, mean, general));
        var scale = 1 + general.Max(Math.Abs);
        for (var k = 0; k < own.Length; k++) Assert.Equal(general[k], own[k], 1e-12 * scale);
    }, iter: 200);

    private static double[] Moments(ReticularMoments moments, double[] theta)
    {
        var p = moments.Groups[0].ObservedCount;
        double[] sigma = new double[p * p], mu = new double[p];
        Assert.True(moments.Moments(0, theta, [], sigma, mu));
        return [.. Enumerable.Range(0, p).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => sigma[i * p + j])), .. mu];
    }

    /// <summary>A structure that leaves gradients and inner products to the base class, as a generated one may.</summary>
    internal sealed class Plain(MomentStructure inner) : MomentStructure
    {
        public override ParameterTable Table => inner.Table;

        public override IReadOnlyList<ReticularStructure> Groups => inner.Groups;

        public override ReadOnlySpan<int> ParametersOf(int group) => inner.ParametersOf(group);

        public override bool Moments(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> sigma, Span<double> mu) => inner.Moments(group, theta, exogenous, sigma, mu);

        public override bool Jacobian(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> jacobian) => inner.Jacobian(group, theta, exogenous, jacobian);

        public override bool Curvature(int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> hessian)
            => inner.Curvature(group, theta, exogenous, weight, meanWeight, hessian);

        public override void CycleDeterminants(int group, ReadOnlySpan<double> theta, Span<double> determinants) => inner.CycleDeterminants(group, theta, determinants);

        public override int CyclicComponents(int group) => inner.CyclicComponents(group);
    }
}
