namespace Ansatz.StructuralEquations;

/// <summary>
/// Standard errors and tests that do not assume normality, at the estimate of a fitted workspace. Unit information means: of one case, half the second derivative of the discrepancy.
/// </summary>
internal sealed class RobustInference
{
    private readonly GroupFit[] groups;
    private readonly IReadOnlyList<GroupSample> samples;
    private readonly double[][] jacobians;
    private readonly bool hasMeans;
    private readonly bool[] isFixed;
    private readonly int q, p, m;
    private readonly double total;
    private readonly double[]?[] gammas;

    public RobustInference(FitWorkspace workspace, IReadOnlyList<GroupSample> samples, double[]?[]? gammas = null)
    {
        this.samples = samples;
        groups = workspace.Groups;
        var structure = workspace.Structure;
        var table = structure.Table;
        hasMeans = table.HasMeans;
        p = table.Observed.Count;
        m = NormalMoments.Count(p, hasMeans);
        q = table.FreeCount;
        total = samples.Sum(s => s.Count);
        isFixed = SampleSelection.FixedVariables(table);
        this.gammas = gammas ?? new double[]?[groups.Length];
        jacobians = new double[groups.Length][];
        for (var g = 0; g < groups.Length; g++)
        {
            jacobians[g] = new double[groups[g].Parameters.Length * m];
            structure.Jacobian(g, workspace.Theta, groups[g].Exogenous, jacobians[g]);
        }
    }

    /// <summary>The parameters' covariances from fourth moments (lavaan's robust.sem), times N: E⁻¹ (Σ_g f_g JVΓVJᵀ) E⁻¹.</summary>
    /// <param name="inverse">E⁻¹, the inverse unit information, q × q.</param>
    public double[] Sem(double[] inverse)
    {
        var meat = new double[q * q];
        for (var g = 0; g < groups.Length; g++) AddMeat(g, VGammaV(g), meat);
        return Around(inverse, meat);
    }

    /// <summary>The parameters' covariances from casewise scores (Huber 1967, White 1982), times N: E⁻¹BE⁻¹.</summary>
    /// <param name="inverse">E⁻¹.</param>
    public double[] HuberWhite(double[] inverse)
    {
        var meat = new double[q * q];
        for (var g = 0; g < groups.Length; g++) AddMeat(g, Scores(g), meat);
        return Around(inverse, meat);
    }

    /// <summary>tr(UΓ) and tr((UΓ)²), with U = V − VJᵀE⁻¹JV over the moments of all groups (Satorra and Bentler 1994; Asparouhov and Muthén 2010).</summary>
    /// <param name="inverse">E⁻¹.</param>
    /// <param name="squared">Whether the second trace is wanted too.</param>
    public (double Trace, double Square) SatorraBentler(double[] inverse, bool squared)
    {
        var trace = 0.0;
        var vj = new double[groups.Length][];
        var meat = new double[q * q];
        for (var g = 0; g < groups.Length; g++)
        {
            var v = Weights(g);
            var gamma = Gamma(g);
            trace += Dense.Dot(v, gamma);
            AddMeat(g, VGammaV(g), meat);
            vj[g] = new double[jacobians[g].Length];
            Dense.Multiply(jacobians[g], v, vj[g], groups[g].Parameters.Length, m, m);
        }

        trace -= Dense.Dot(inverse, meat);
        return (trace, squared ? SquaredTrace(inverse, vj) : double.NaN);
    }

    private double SquaredTrace(double[] inverse, double[][] vj)
    {
        // UΓ in blocks of groups: (f_g V_g δ_gh − f_g f_h V_g J_gᵀ E⁻¹ J_h V_h) Γ_h / f_h.
        var n = groups.Length;
        var blocks = new double[n * n][];
        for (var g = 0; g < n; g++)
        {
            var fg = samples[g].Count / total;
            for (var h = 0; h < n; h++)
            {
                int a = groups[g].Parameters.Length, b = groups[h].Parameters.Length;
                var e = new double[a * b];
                for (var i = 0; i < a; i++)
                {
                    for (var j = 0; j < b; j++) e[i * b + j] = inverse[groups[g].Parameters[i] * q + groups[h].Parameters[j]];
                }

                double[] right = new double[a * m], u = new double[m * m], product = new double[m * m];
                Dense.Multiply(e, vj[h], right, a, b, m);
                for (var i = 0; i < a; i++)
                {
                    for (var k = 0; k < m; k++) Dense.MultiplyAdd(right.AsSpan(i * m, m), -fg * vj[g][i * m + k], u.AsSpan(k * m, m));
                }

                if (g == h)
                {
                    var v = Weights(g);
                    for (var k = 0; k < u.Length; k++) u[k] += v[k];
                }

                Dense.Multiply(u, Gamma(h), product, m, m, m);
                blocks[g * n + h] = product;
            }
        }

        var sum = 0.0;
        for (var g = 0; g < n; g++)
        {
            for (var h = 0; h < n; h++)
            {
                double[] x = blocks[g * n + h], y = blocks[h * n + g];
                for (var k = 0; k < m; k++)
                {
                    for (var l = 0; l < m; l++) sum += x[k * m + l] * y[l * m + k];
                }
            }
        }

        return sum;
    }

    /// <summary>The traces of the saturated model and of the model in the scaling of Yuan and Bentler (2000), in the variant of Mplus: tr(B₁A₁⁻¹) at the sample's own moments, and tr(B₀E⁻¹).</summary>
    /// <param name="inverse">E⁻¹.</param>
    /// <param name="observed">Whether A₁ is the observed information, which matters for incomplete cases.</param>
    public (double Saturated, double Model, int Moments) YuanBentler(double[] inverse, bool observed)
    {
        double saturated = 0;
        var meat = new double[q * q];
        var moments = 0;
        for (var g = 0; g < groups.Length; g++)
        {
            AddMeat(g, Scores(g), meat);
            var s = samples[g].Moments;
            var b = FourthMoments.FirstOrder(samples[g], s.Covariance, s.Mean, hasMeans);
            var free = SaturatedInformation.FreeMoments(isFixed, hasMeans);
            moments += free.Length;
            if (SaturatedInformation.Of(samples[g], hasMeans, observed) is not { } a || Dense.Inverse(SaturatedInformation.Part(a, m, free), free.Length) is not { } inverted) return (double.NaN, double.NaN, moments);
            saturated += Dense.Dot(inverted, SaturatedInformation.Part(b, m, free));
        }

        return (saturated, Dense.Dot(inverse, meat), moments);
    }

    /// <summary>V: the unit information of the moments at the estimate, as the estimator weighs them.</summary>
    private double[] Weights(int g)
    {
        var v = new double[m * m];
        groups[g].Discrepancy.MomentHessian(false, v);
        for (var k = 0; k < v.Length; k++) v[k] *= 0.5;
        return v;
    }

    private double[] Gamma(int g) => gammas[g] ??= FourthMoments.Gamma(samples[g].Cases!, p, isFixed, hasMeans);

    private double[] VGammaV(int g)
    {
        var v = Weights(g);
        double[] half = new double[m * m], full = new double[m * m];
        Dense.Multiply(v, Gamma(g), half, m, m, m);
        Dense.Multiply(half, v, full, m, m, m);
        return full;
    }

    /// <summary>The cross products of casewise scores at the implied moments; without means in the model, about the sample's.</summary>
    private double[] Scores(int g) => FourthMoments.FirstOrder(samples[g], groups[g].Sigma, hasMeans ? groups[g].Mu : samples[g].Moments.Mean, hasMeans);

    /// <summary>Adds f_g J X Jᵀ.</summary>
    private void AddMeat(int g, double[] x, double[] meat)
    {
        var parameters = groups[g].Parameters;
        var n = parameters.Length;
        var product = new double[n * m];
        Dense.Multiply(jacobians[g], x, product, n, m, m);
        var share = samples[g].Count / total;
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++) meat[parameters[a] * q + parameters[b]] += share * Dense.Dot(product.AsSpan(a * m, m), jacobians[g].AsSpan(b * m, m));
        }
    }

    private double[] Around(double[] inverse, double[] meat)
    {
        double[] half = new double[q * q], full = new double[q * q];
        Dense.Multiply(inverse, meat, half, q, q, q);
        Dense.Multiply(half, inverse, full, q, q, q);
        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < i; j++) full[i * q + j] = full[j * q + i] = 0.5 * (full[i * q + j] + full[j * q + i]);
        }

        return full;
    }
}
