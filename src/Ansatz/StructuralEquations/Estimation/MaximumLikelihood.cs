namespace Ansatz.StructuralEquations;

/// <summary>F = ln det Σ + tr(SΣ⁻¹) − ln det S − p + (x̄ − μ)ᵀΣ⁻¹(x̄ − μ), with S divided by N.</summary>
internal sealed class MaximumLikelihood : Discrepancy
{
    private readonly int p;
    private readonly bool hasMeans;
    private readonly double[] sample, sampleMean, factor, triangle, inverse, cross, product, weight, meanWeight, difference, right;
    private double constant;
    private int count;

    public MaximumLikelihood(int p, bool hasMeans)
    {
        (this.p, this.hasMeans) = (p, hasMeans);
        sample = new double[p * p];
        sampleMean = new double[p];
        factor = new double[p * p];
        triangle = new double[p * p];
        inverse = new double[p * p];
        cross = new double[p * p];
        product = new double[p * p];
        weight = new double[p * p];
        right = new double[p * p];
        meanWeight = new double[hasMeans ? p : 0];
        difference = new double[hasMeans ? p : 0];
    }

    public override double Cases => count;

    public override bool SetSample(int n, ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean)
    {
        count = n;
        covariance.CopyTo(sample);
        mean.CopyTo(sampleMean);
        covariance.CopyTo(factor);
        var positive = Dense.Cholesky(factor, p, out var logDeterminant) < 0;
        constant = -logDeterminant - p;
        return positive;
    }

    public override bool Evaluate(ReadOnlySpan<double> sigma, ReadOnlySpan<double> mu, out double value)
    {
        value = double.PositiveInfinity;
        sigma.CopyTo(factor);
        if (Dense.Cholesky(factor, p, out var logDeterminant) >= 0) return false;
        Dense.InvertTriangle(factor, triangle, p);
        Dense.InverseOfTriangles(triangle, inverse, p);
        sample.CopyTo(cross, 0);
        if (hasMeans)
        {
            for (var i = 0; i < p; i++) difference[i] = sampleMean[i] - mu[i];
            for (var i = 0; i < p; i++) Dense.MultiplyAdd(difference, difference[i], cross.AsSpan(i * p, p));
        }

        value = logDeterminant + Dense.Dot(inverse, cross) + constant;
        return double.IsFinite(value);
    }

    public override void Derivatives(out ReadOnlySpan<double> w, out ReadOnlySpan<double> v)
    {
        Dense.Multiply(inverse, cross, product, p, p, p);
        Dense.Multiply(product, inverse, right, p, p, p);
        for (var k = 0; k < weight.Length; k++) weight[k] = inverse[k] - right[k];
        if (hasMeans)
        {
            for (var i = 0; i < p; i++) meanWeight[i] = -2 * Dense.Dot(inverse.AsSpan(i * p, p), difference);
        }

        w = weight;
        v = meanWeight;
    }

    /// <summary>tr(Σ⁻¹AΣ⁻¹B) + 2aᵀΣ⁻¹b.</summary>
    public override bool Expected(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian)
        => structure.Products(group, theta, exogenous, inverse, inverse, [], hessian);

    /// <summary>tr(Σ⁻¹A(2Σ⁻¹CΣ⁻¹ − Σ⁻¹)B) + 2vᵀAΣ⁻¹b + 2vᵀBΣ⁻¹a + 2aᵀΣ⁻¹b, with C the cross products about μ and v = Σ⁻¹(x̄ − μ); after <see cref="Derivatives"/>.</summary>
    public override bool Observed(MomentStructure structure, int group, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> hessian)
    {
        for (var k = 0; k < right.Length; k++) right[k] = inverse[k] - 2 * weight[k];
        Span<double> v = p <= 64 ? stackalloc double[hasMeans ? p : 0] : new double[hasMeans ? p : 0];
        for (var i = 0; i < v.Length; i++) v[i] = -0.5 * meanWeight[i];
        return structure.Products(group, theta, exogenous, inverse, right, v, hessian);
    }

    public override void MomentHessian(bool observed, Span<double> into)
    {
        into.Clear();
        int[] all = [.. Enumerable.Range(0, p)];
        if (!observed)
        {
            NormalMoments.AddHessian(inverse, inverse, [], all, p, hasMeans, 1, into);
        }
        else
        {
            Derivatives(out _, out _);
            for (var k = 0; k < right.Length; k++) right[k] = inverse[k] - 2 * weight[k];
            var v = new double[hasMeans ? p : 0];
            for (var i = 0; i < v.Length; i++) v[i] = -0.5 * meanWeight[i];
            NormalMoments.AddHessian(inverse, right, v, all, p, hasMeans, 1, into);
        }

        Dense.Mirror(into, NormalMoments.Count(p, hasMeans));
    }
}
