namespace Ansatz.StructuralEquations;

/// <summary>The function of lavaan whose defaults complete a model.</summary>
public enum LavaanDefaults
{
    /// <summary><c>sem()</c>: residual variances, covariances of exogenous and of dependent variables, first loading 1, exogenous observed variables fixed.</summary>
    Sem,

    /// <summary><c>cfa()</c>: as <see cref="Sem"/>.</summary>
    Cfa,

    /// <summary><c>growth()</c>: as <see cref="Sem"/>, with intercepts of observed variables 0 and free means of latent ones.</summary>
    Growth,

    /// <summary><c>lavaan()</c>: nothing is added.</summary>
    None,
}

/// <summary>Kinds of parameters that are equal over groups (lavaan's <c>group.equal</c>).</summary>
[Flags]
public enum GroupEqual
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Loadings.</summary>
    Loadings = 1,

    /// <summary>Intercepts of observed variables.</summary>
    Intercepts = 2,

    /// <summary>Means of latent variables.</summary>
    Means = 4,

    /// <summary>Residual variances of observed variables.</summary>
    Residuals = 8,

    /// <summary>Residual covariances of observed variables.</summary>
    ResidualCovariances = 16,

    /// <summary>Variances of latent variables.</summary>
    LatentVariances = 32,

    /// <summary>Covariances of latent variables.</summary>
    LatentCovariances = 64,

    /// <summary>Regressions.</summary>
    Regressions = 128,
}

/// <summary>How a model text becomes a parameter table. A property that is null takes the value of <see cref="Defaults"/>.</summary>
public sealed record SemOptions
{
    /// <summary>The function of lavaan whose defaults apply.</summary>
    public LavaanDefaults Defaults { get; init; } = LavaanDefaults.Sem;

    /// <summary>
    /// Moments of exogenous observed variables are the sample's (<c>fixed.x</c>); where null, true, as in lavaan's functions with maximum likelihood (with least squares they take
    /// false, which has to be said here).
    /// </summary>
    public bool? FixedX { get; init; }

    /// <summary>Residual variances are added (<c>auto.var</c>).</summary>
    public bool? AutoVar { get; init; }

    /// <summary>Covariances of exogenous latent variables are added (<c>auto.cov.lv.x</c>).</summary>
    public bool? AutoCovLvX { get; init; }

    /// <summary>Covariances of dependent variables that explain nothing else are added (<c>auto.cov.y</c>).</summary>
    public bool? AutoCovY { get; init; }

    /// <summary>The first loading of each latent variable is 1 (<c>auto.fix.first</c>).</summary>
    public bool? AutoFixFirst { get; init; }

    /// <summary>Variances of latent variables are 1 instead of first loadings (<c>std.lv</c>).</summary>
    public bool StdLv { get; init; }

    /// <summary>
    /// Means are modelled (<c>meanstructure</c>); where null, if the text has intercepts, the defaults are those of <c>growth()</c> or groups are compared. Estimation with missing values
    /// (<c>fiml</c>) needs them; that the data have such values is not known here, so that this has to be said.
    /// </summary>
    public bool? MeanStructure { get; init; }

    /// <summary>Covariances of latent variables that the defaults add are fixed at 0 (<c>orthogonal</c>).</summary>
    public bool Orthogonal { get; init; }

    /// <summary>Intercepts of observed variables are free (<c>int.ov.free</c>).</summary>
    public bool? IntOvFree { get; init; }

    /// <summary>Means of latent variables are free (<c>int.lv.free</c>).</summary>
    public bool? IntLvFree { get; init; }

    // More are a mistake: every row stands in each of them.
    internal const int MostGroups = 500;

    /// <summary>How many groups, up to 500.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>What is equal over groups.</summary>
    public GroupEqual GroupEqual { get; init; }

    /// <summary>Parameters that are free in each group although their kind is equal, for example <c>x1 ~ 1</c> or <c>visual =~ x2</c> (<c>group.partial</c>).</summary>
    public IReadOnlyList<string> GroupPartial { get; init; } = [];

    /// <summary>The observed variables that there are; null where they are not known.</summary>
    public IReadOnlyList<string>? KnownVariables { get; init; }
}
