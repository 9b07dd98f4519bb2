namespace Ansatz.StructuralEquations;

/// <summary>
/// F = (s − σ)ᵀV(s − σ) over the moments. V is the inverse of their asymptotic covariances (WLS: Browne 1984), the inverse of its diagonal (DWLS) or the identity (ULS). S is divided by N − 1.
/// </summary>
internal sealed class WeightedLeastSquares : MomentDiscrepancy
{
    private readonly int p, m;
    private readonly double[]? full;
    private readonly double[] diagonal, sample, difference, product, weight, meanWeight;
    private int count;

    /// <summary>Weights of all pairs of moments.</summary>
    public static WeightedLeastSquares Full(int p, bool hasMeans, double[] weights) => new(p, hasMeans, weights, []);

    /// <summary>Weights of moments.</summary>
    public static WeightedLeastSquares Diagonal(int p, bool hasMeans, double[] weights) => new(p, hasMeans, null, weights);

    private WeightedLeastSquares(int p, bool hasMeans, double[]? full, double[] diagonal)
    {
        (this.p, this.full, this.diagonal) = (p, full, diagonal);
        m = NormalMoments.Count(p, hasMeans);
        sample = new double[m];
        difference = new double[m];
        product = new double[m];
        weight = new double[p * p];
        meanWeight = new double[hasMeans ? p : 0];
    }

    public override double Cases => count - 1;

    protected override int MomentCount => m;

    protected override bool IsConstant => true;

    public override bool SetSample(int n, ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean)
    {
        count = n;
        NormalMoments.Pack(covariance, meanWeight.Length > 0 ? mean : [], p, sample);
        Renew();
        return true;
    }

    public override bool Evaluate(ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu, out double value)
    {
        NormalMoments.Pack(sigma, mu, p, difference);
        for (var k = 0; k < m; k++) difference[k] -= sample[k];
        for (var k = 0; k < m; k++) product[k] = full is null ? diagonal[k] * difference[k] : Dense.Dot(full.AsSpan(k * m, m), difference);
        value = Dense.Dot(product, difference);
        return double.IsFinite(value);
    }

    public override void Derivatives(out ReadOnlySpan<double> w, out ReadOnlySpan<double> v)
    {
        for (var k = 0; k < m; k++) product[k] *= 2;
        NormalMoments.Unpack(product, p, weight, meanWeight);
        for (var k = 0; k < m; k++) product[k] *= 0.5;
        w = weight;
        v = meanWeight;
    }

    public override void MomentHessian(bool observed, Span<double> into)
    {
        into.Clear();
        for (var k = 0; k < m; k++)
        {
            if (full is null) into[k * m + k] = 2 * diagonal[k];
            else for (var l = 0; l < m; l++) into[k * m + l] = 2 * full[k * m + l];
        }
    }
}
