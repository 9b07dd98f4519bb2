using System.Diagnostics.CodeAnalysis;
using Ansatz.StructuralEquations;

namespace Ansatz;

/// <summary>
/// Declares a structural equation model in lavaan's syntax. The generator reads the text, completes it as lavaan does, derives the implied moments in
/// closed form, and gives the class <c>Model</c>, <c>Formulas</c>, <c>CreateMoments</c> and <c>Fit</c>.
/// </summary>
/// <remarks>
/// What is not set is decided by <see cref="Defaults"/>, whatever value the property has at run time: <c>FixedX</c> that is not set is true, <c>FixedX = false</c> is not. For
/// <c>Sem</c>, <c>Cfa</c> and <c>Growth</c> also <c>AutoVar</c>, <c>AutoCovLvX</c>, <c>AutoCovY</c> and, unless <c>StdLv</c> is set, <c>AutoFixFirst</c> are true.
/// </remarks>
/// <example><code>
/// [StructuralEquationModel("""
///     visual  =~ x1 + x2 + x3
///     textual =~ x4 + x5 + x6
///     """)]
/// public partial class TwoFactors;
/// </code></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public class StructuralEquationModelAttribute : Attribute
{
    /// <summary>A model whose equations are the class's method <c>Equations</c>.</summary>
    public StructuralEquationModelAttribute()
    {
    }

    /// <summary>A model in lavaan's syntax.</summary>
    /// <param name="text">The model text: <c>=~ ~ ~~ ~1 := == &gt; &lt;</c>, modifiers, comments.</param>
    public StructuralEquationModelAttribute([StringSyntax("lavaan")] string text) => Text = text;

    /// <summary>The model text; null where the equations are C#.</summary>
    public string? Text { get; }

    /// <summary>The function of lavaan whose defaults complete the model.</summary>
    public LavaanDefaults Defaults { get; set; } = LavaanDefaults.Sem;

    /// <summary>Moments of exogenous observed variables are fixed at the sample's (<c>fixed.x</c>), also where this is not set; only <c>FixedX = false</c> frees them.</summary>
    public bool FixedX { get; set; }

    /// <summary>Residual variances are added (<c>auto.var</c>).</summary>
    public bool AutoVar { get; set; }

    /// <summary>Covariances of exogenous latent variables are added (<c>auto.cov.lv.x</c>).</summary>
    public bool AutoCovLvX { get; set; }

    /// <summary>Covariances of dependent variables that explain nothing else are added (<c>auto.cov.y</c>).</summary>
    public bool AutoCovY { get; set; }

    /// <summary>The first loading of each latent variable is 1 (<c>auto.fix.first</c>).</summary>
    public bool AutoFixFirst { get; set; }

    /// <summary>Variances of latent variables are 1 instead of first loadings (<c>std.lv</c>).</summary>
    public bool StdLv { get; set; }

    /// <summary>
    /// Means are modelled (<c>meanstructure</c>); true where the text has intercepts, the defaults are those of <c>growth()</c> or groups are compared, unless set. Estimation with
    /// missing values (<c>fiml</c>) needs them.
    /// </summary>
    public bool MeanStructure { get; set; }

    /// <summary>Covariances of latent variables that the defaults add are fixed at 0 (<c>orthogonal</c>).</summary>
    public bool Orthogonal { get; set; }

    /// <summary>Intercepts of observed variables are free (<c>int.ov.free</c>).</summary>
    public bool IntOvFree { get; set; }

    /// <summary>Means of latent variables are free (<c>int.lv.free</c>).</summary>
    public bool IntLvFree { get; set; }

    /// <summary>The column or property that tells groups apart; null for one group.</summary>
    public string? Group { get; set; }

    /// <summary>The groups' values of <see cref="Group"/>, in order; where absent, <see cref="Groups"/> values in the order of their first appearance.</summary>
    public string[] GroupLabels { get; set; } = [];

    /// <summary>How many groups.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>What is equal over groups (<c>group.equal</c>).</summary>
    public GroupEqual GroupEqual { get; set; }

    /// <summary>Parameters that are free in each group although their kind is equal, for example <c>x1 ~ 1</c> (<c>group.partial</c>).</summary>
    public string[] GroupPartial { get; set; } = [];
}

/// <summary>Declares a structural equation model whose observed variables are numeric properties of a row type.</summary>
/// <typeparam name="TRow">The type of a case; the names in the model text are its properties, with a capital or a small first letter.</typeparam>
public sealed class StructuralEquationModelAttribute<TRow> : StructuralEquationModelAttribute
{
    /// <summary>A model whose equations are the class's method <c>Equations</c>.</summary>
    public StructuralEquationModelAttribute()
    {
    }

    /// <summary>A model in lavaan's syntax.</summary>
    /// <param name="text">The model text.</param>
    public StructuralEquationModelAttribute([StringSyntax("lavaan")] string text)
        : base(text)
    {
    }
}
