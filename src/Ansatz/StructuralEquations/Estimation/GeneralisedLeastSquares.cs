namespace Ansatz.StructuralEquations;

/// <summary>F = ½ tr[(S⁻¹(S − Σ))²] + (x̄ − μ)ᵀS⁻¹(x̄ − μ), with S divided by N − 1.</summary>
internal sealed class GeneralisedLeastSquares(int p, bool hasMeans) : Discrepancy
{
    private readonly double[] sample = new double[p * p], sampleMean = new double[p], factor = new double[p * p], inverse = new double[p * p], residual = new double[p * p];
    private readonly double[] product = new double[p * p], weight = new double[p * p], difference = new double[hasMeans ? p : 0], meanWeight = new double[hasMeans ? p : 0];
    private int count;

    public override double Cases => count - 1;

    public override bool SetSample(int n, ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean)
    {
        count = n;
        covariance.CopyTo(sample);
        mean.CopyTo(sampleMean);
        covariance.CopyTo(factor);
        if (Dense.Cholesky(factor, p, out _) >= 0) return false;
        Dense.InvertTriangle(factor, product, p);
        Dense.InverseOfTriangles(product, inverse, p);
        return true;
    }

    public override bool Evaluate(ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu, out double value)
    {
        for (var k = 0; k < residual.Length; k++) residual[k] = sigma[k] - sample[k];
        Dense.Multiply(inverse, residual, product, p, p, p);
        Dense.Multiply(product, inverse, weight, p, p, p);
        value = 0.5 * Dense.Dot(weight, residual);
        for (var i = 0; i < difference.Length; i++) difference[i] = mu[i] - sampleMean[i];
        for (var i = 0; i < difference.Length; i++) meanWeight[i] = 2 * Dense.Dot(inverse.AsSpan(i * p, p), difference);
        value += 0.5 * Dense.Dot(meanWeight, difference);
        return double.IsFinite(value);
    }

    public override void Derivatives(out ReadOnlySpan<double> w, out ReadOnlySpan<double> v)
    {
        w = weight;
        v = meanWeight;
    }

    /// <summary>tr(S⁻¹AS⁻¹B) + 2aᵀS⁻¹b.</summary>
    public override bool Expected(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian)
        => structure.Products(group, theta, exogenous, inverse, inverse, [], hessian);

    public override bool Observed(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian)
        => structure.Products(group, theta, exogenous, inverse, inverse, [], hessian);

    public override void MomentHessian(bool observed, Span<double> into)
    {
        into.Clear();
        NormalMoments.AddHessian(inverse, inverse, [], [.. Enumerable.Range(0, p)], p, hasMeans, 1, into);
        Dense.Mirror(into, NormalMoments.Count(p, hasMeans));
    }
}
