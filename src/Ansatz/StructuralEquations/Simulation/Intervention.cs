namespace Ansatz.StructuralEquations;

/// <summary>A change of one equation of a model from outside.</summary>
public sealed record Intervention
{
    private Intervention(string variable, bool cuts, double mean, double variance) => (Variable, Cuts, Mean, Variance) = (variable, cuts, mean, variance);

    /// <summary>The variable whose equation is changed.</summary>
    public string Variable { get; }

    /// <summary>Whether the arrows into the variable are cut.</summary>
    public bool Cuts { get; }

    /// <summary>The value that the variable is set to, or what is added to its intercept.</summary>
    public double Mean { get; }

    /// <summary>The variance that it is given when its arrows are cut.</summary>
    public double Variance { get; }

    /// <summary>do(variable = value): the arrows into it are cut, and it has that value.</summary>
    public static Intervention Set(string variable, double value) => new(variable, true, value, 0);

    /// <summary>The arrows into it are cut, and it is drawn at random.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The variance is negative.</exception>
    public static Intervention Randomize(string variable, double mean, double variance) => variance >= 0 ? new(variable, true, mean, variance) : throw new ArgumentOutOfRangeException(nameof(variance), variance, "A variance is not negative.");

    /// <summary>A soft intervention: its equation stands, with something added.</summary>
    public static Intervention Shift(string variable, double by) => new(variable, false, by, 0);
}

/// <summary>What a model implies under interventions.</summary>
/// <param name="Group">The group, from 1.</param>
/// <param name="Variables">All v variables, the changed ones and latent ones included.</param>
/// <param name="Mean">Their means.</param>
/// <param name="Covariance">Their covariances, v × v, row by row; 0 for variables that are set.</param>
public sealed record InterventionMoments(int Group, IReadOnlyList<string> Variables, double[] Mean, double[] Covariance)
{
    /// <summary>A variable's mean.</summary>
    public double MeanOf(string variable) => Mean[Place(variable)];

    /// <summary>A covariance, or a variance.</summary>
    public double CovarianceOf(string first, string second) => Covariance[Place(first) * Variables.Count + Place(second)];

    private int Place(string variable)
    {
        for (var k = 0; k < Variables.Count; k++)
        {
            if (Variables[k] == variable) return k;
        }

        throw new ArgumentException($"There is no variable '{variable}'; there are {string.Join(", ", Variables)}.", nameof(variable));
    }
}

/// <summary>By how much the mean of one variable changes when another is set one unit higher.</summary>
/// <param name="From">The variable that is set.</param>
/// <param name="To">The variable that responds.</param>
/// <param name="Value">The average causal effect: the total effect with the arrows into the first variable cut.</param>
/// <param name="StandardError">By the delta method; null without a covariance of the estimates.</param>
public sealed record CausalEffect(string From, string To, double Value, double? StandardError);
