namespace Ansatz.StructuralEquations;

/// <summary>A fitted structural equation model. Several threads may read it at once; what <see cref="Structure"/> computes excepted.</summary>
public sealed partial class SemFit
{
    internal SemFit(SemModel model, MomentStructure structure, SemData data, SemFitOptions options) => (Model, Structure, Data, Options) = (model, structure, data, options);

    /// <summary>The model.</summary>
    public SemModel Model { get; }

    /// <summary>The parameters.</summary>
    public ParameterTable Table => Structure.Table;

    /// <summary>The implied moments as functions of the parameters. Used by one thread at a time.</summary>
    public MomentStructure Structure { get; }

    /// <summary>The data.</summary>
    public SemData Data { get; }

    /// <summary>How it was fitted.</summary>
    public SemFitOptions Options { get; }

    /// <summary>The cases used of each group, and their moments divided by N.</summary>
    public IReadOnlyList<GroupSample> Samples { get; internal init; } = [];

    /// <summary>The moments that were fitted, one for each group: divided by N, for the least-squares estimators by N − 1; with missing values the saturated ones.</summary>
    public IReadOnlyList<SampleMoments> Sample { get; internal init; } = [];

    /// <summary>The implied moments, one for each group; of variables that are fixed at the sample's moments, these.</summary>
    public IReadOnlyList<SampleMoments> Implied { get; private set; } = [];

    /// <summary>The sample's moments that fixed arcs took, one array for each group; see <see cref="MomentStructure.Moments"/>.</summary>
    public IReadOnlyList<double[]> Exogenous { get; private set; } = [];

    /// <summary>
    /// The starting value of each row of the table by lavaan's rules. The steps began elsewhere where the options give values, with least squares (latent variances in the units of the data), and
    /// where they ended nowhere from here.
    /// </summary>
    public IReadOnlyList<double> Start { get; internal init; } = [];

    /// <summary>The free parameters, q.</summary>
    public IReadOnlyList<double> Theta { get; private set; } = [];

    /// <summary>The covariances of the free parameters, q × q, row by row, of lower rank where there are constraints; null where there are none.</summary>
    public double[]? Covariance { get; private set; }

    /// <summary>An estimate for each row of the table.</summary>
    public IReadOnlyList<ParameterEstimate> Estimates { get; private set; } = [];

    /// <summary>The replicates that standard errors and intervals come from; null unless <see cref="SemFitOptions.Bootstrap"/> asks for them.</summary>
    public SemBootstrap? Resamples { get; internal set; }

    /// <summary>Whether <see cref="ConvergenceCriterion"/> is as small as was asked for.</summary>
    public bool Converged => Status == FitStatus.Converged;

    /// <summary>How the fit ended.</summary>
    public FitStatus Status { get; private set; }

    /// <summary>How many steps were made.</summary>
    public int Iterations { get; private set; }

    /// <summary>The largest component of the gradient of half the discrepancy per case, along the constraints, in the units of the parameters.</summary>
    public double GradientNorm { get; private set; } = double.PositiveInfinity;

    /// <summary>
    /// What has to be at most <see cref="SemFitOptions.Tolerance"/>: the gradient before the last step, or where by the units of variables it cannot be as small although nothing is left to gain,
    /// the gradient in units of the parameters' own curvature.
    /// </summary>
    public double ConvergenceCriterion { get; private set; } = double.PositiveInfinity;

    /// <summary>The discrepancy per case: half of it is lavaan's minimum of F.</summary>
    public double Discrepancy { get; private set; } = double.PositiveInfinity;

    /// <summary>How many parameters are free, equality constraints counted off.</summary>
    public int ParameterCount { get; internal init; }

    /// <summary>Moments minus parameters.</summary>
    public int DegreesOfFreedom { get; internal init; }

    /// <summary>The number of cases of all groups.</summary>
    public int Count { get; internal init; }

    /// <summary>The normal-theory test; null if no test was asked for.</summary>
    public SemTest? Test { get; internal set; }

    /// <summary>The scaled test; null if the options name none.</summary>
    public SemTest? ScaledTest { get; internal set; }

    /// <summary>The normal-theory test of the independence model; null if it was not asked for.</summary>
    public SemTest? BaselineTest { get; internal set; }

    /// <summary>The scaled test of the independence model.</summary>
    public SemTest? ScaledBaselineTest { get; internal set; }

    /// <summary>ln L of the model, without the part of fixed exogenous variables; null for the least-squares estimators.</summary>
    public double? LogLikelihood { get; internal set; }

    /// <summary>ln L of the saturated model.</summary>
    public double? UnrestrictedLogLikelihood { get; internal set; }

    /// <summary>What is to be said of the fit.</summary>
    public IReadOnlyList<FitRemark> Remarks { get; internal set; } = [];

    /// <summary>The scaling factor of the saturated model's log-likelihood, for the Yuan–Bentler test; null otherwise.</summary>
    public double? SaturatedScaling { get; internal set; }

    /// <summary>The scaling factor of the model's log-likelihood, for the Yuan–Bentler test; null otherwise.</summary>
    public double? ModelScaling { get; internal set; }

    /// <summary>The independence model; null if it was not fitted.</summary>
    internal IndependenceFit? Independence { get; set; }

    /// <summary>Takes covariances and estimates; what was derived from others is forgotten.</summary>
    internal void SetEstimates(double[]? covariance, IReadOnlyList<ParameterEstimate> estimates) => (Covariance, Estimates, solution) = (covariance, estimates, null);

    internal SemFit WithStatus(FitStatus status)
    {
        Status = status;
        return this;
    }

    internal SemFit With(FitStatus status, FitWorkspace workspace, IReadOnlyList<SampleMoments> sample)
    {
        Status = status;
        Theta = workspace.Theta.ToArray();
        Iterations = workspace.Iterations;
        ConvergenceCriterion = workspace.Criterion;
        GradientNorm = workspace.FinalGradientNorm();
        Discrepancy = workspace.Value;
        Exogenous = [.. workspace.Groups.Select(g => (double[])g.Exogenous.Clone())];
        Implied = [.. workspace.Groups.Select((g, k) => new SampleMoments(sample[k].Label, Table.Observed, sample[k].Count, (double[])g.Sigma.Clone(), Table.HasMeans ? (double[])g.Mu.Clone() : sample[k].Mean))];
        return this;
    }
}
