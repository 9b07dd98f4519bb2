namespace Ansatz.StructuralEquations;

/// <summary>
/// Full information maximum likelihood of incomplete cases: F = (1/N) Σ_k n_k [ln det Σ_k + tr((S_k + d_k d_kᵀ)Σ_k⁻¹)] over patterns of missing values, less its value at the saturated moments;
/// Σ_k and d_k = x̄_k − μ_k are those of the variables that pattern k has.
/// </summary>
internal sealed class FullInformation : MomentDiscrepancy
{
    private readonly int p, m;
    private readonly MissingPattern[] patterns;
    private readonly PatternState[] states;
    private readonly double[] weight, meanWeight, left, right, slope;
    private readonly int count;
    private double saturated;
    private bool isWeighed;

    public FullInformation(int p, MissingPattern[] patterns)
    {
        (this.p, this.patterns) = (p, patterns);
        m = NormalMoments.Count(p, true);
        states = [.. patterns.Select(k => new PatternState(k.Observed.Length))];
        count = patterns.Sum(k => k.Count);
        weight = new double[p * p];
        meanWeight = new double[p];
        left = new double[p * p];
        right = new double[p * p];
        slope = new double[p];
    }

    public override double Cases => count;

    protected override int MomentCount => m;

    /// <summary>Takes the saturated moments, from which discrepancies count.</summary>
    public override bool SetSample(int n, ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean)
    {
        saturated = 0;
        if (!Evaluate(covariance, mean, out var value)) return false;
        saturated = value;
        return true;
    }

    /// <summary>F before the saturated value is taken off.</summary>
    public double Saturated => saturated;

    public override bool Evaluate(ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu, out double value)
    {
        value = double.PositiveInfinity;
        isWeighed = false;
        var sum = 0.0;
        for (var k = 0; k < patterns.Length; k++)
        {
            var pattern = patterns[k];
            var s = states[k];
            var observed = pattern.Observed;
            var n = observed.Length;
            for (var i = 0; i < n; i++)
            {
                s.Difference[i] = pattern.Mean[i] - mu[observed[i]];
                for (var j = 0; j <= i; j++) s.Factor[i * n + j] = sigma[observed[i] * p + observed[j]];
            }

            if (Dense.Cholesky(s.Factor, n, out var logDeterminant) >= 0) return false;
            Dense.InvertTriangle(s.Factor, s.Triangle, n);
            Dense.InverseOfTriangles(s.Triangle, s.Inverse, n);
            pattern.Covariance.CopyTo(s.Cross, 0);
            for (var i = 0; i < n; i++) Dense.MultiplyAdd(s.Difference, s.Difference[i], s.Cross.AsSpan(i * n, n));
            sum += pattern.Count * (logDeterminant + Dense.Dot(s.Inverse, s.Cross));
        }

        value = sum / count - saturated;
        return double.IsFinite(value);
    }

    public override void Derivatives(out ReadOnlySpan<double> w, out ReadOnlySpan<double> v)
    {
        Weigh();
        w = weight;
        v = meanWeight;
    }

    public override void MomentHessian(bool observed, Span<double> into)
    {
        into.Clear();
        if (observed) Weigh();
        for (var k = 0; k < patterns.Length; k++)
        {
            var s = states[k];
            var places = patterns[k].Observed;
            var n = places.Length;
            var share = (double)patterns[k].Count / count;
            Array.Clear(left);
            Array.Clear(right);
            Array.Clear(slope);
            for (var i = 0; i < n; i++)
            {
                slope[places[i]] = s.Mean[i];
                for (var j = 0; j < n; j++)
                {
                    left[places[i] * p + places[j]] = s.Inverse[i * n + j];
                    right[places[i] * p + places[j]] = s.Inverse[i * n + j] - 2 * s.Weight[i * n + j];
                }
            }

            if (observed) NormalMoments.AddHessian(left, right, slope, places, p, true, share, into);
            else NormalMoments.AddHessian(left, left, [], places, p, true, share, into);
        }

        Dense.Mirror(into, m);
    }

    /// <summary>The first derivatives of each pattern and of all, once for the moments of the last <see cref="Evaluate"/>.</summary>
    private void Weigh()
    {
        if (isWeighed) return;
        isWeighed = true;
        Array.Clear(weight);
        Array.Clear(meanWeight);
        for (var k = 0; k < patterns.Length; k++)
        {
            var s = states[k];
            var observed = patterns[k].Observed;
            var n = observed.Length;
            var share = (double)patterns[k].Count / count;
            s.Weigh();
            for (var i = 0; i < n; i++)
            {
                meanWeight[observed[i]] -= 2 * share * s.Mean[i];
                for (var j = 0; j < n; j++) weight[observed[i] * p + observed[j]] += share * s.Weight[i * n + j];
            }
        }
    }

    /// <summary>What of one pattern is computed at the current moments.</summary>
    private sealed class PatternState(int n)
    {
        public readonly double[] Factor = new double[n * n], Triangle = new double[n * n], Inverse = new double[n * n], Cross = new double[n * n], Weight = new double[n * n];
        public readonly double[] Difference = new double[n], Mean = new double[n];
        private readonly double[] product = new double[n * n];

        /// <summary>P − PCP, and v = Pd.</summary>
        public void Weigh()
        {
            Dense.Multiply(Inverse, Cross, product, n, n, n);
            Dense.Multiply(product, Inverse, Weight, n, n, n);
            for (var k = 0; k < Weight.Length; k++) Weight[k] = Inverse[k] - Weight[k];
            for (var i = 0; i < n; i++) Mean[i] = Dense.Dot(Inverse.AsSpan(i * n, n), Difference);
        }
    }
}
