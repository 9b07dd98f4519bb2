namespace Ansatz.StructuralEquations;

/// <summary>The ids of what can be said of a model's text and table; each has a page in docs/diagnostics.</summary>
public static class SemCodes
{
    /// <summary>Text that lavaan's grammar, or what is supported of it, does not have.</summary>
    public const string Syntax = "ANZ2001";

    /// <summary>A variable that the data do not have.</summary>
    public const string UnknownVariable = "ANZ2002";

    /// <summary>A term that stands there already.</summary>
    public const string DuplicateTerm = "ANZ2003";

    /// <summary>A variable that is regressed on itself.</summary>
    public const string SelfLoop = "ANZ2004";

    /// <summary>A latent variable with the name of an observed one, or measured by itself.</summary>
    public const string LatentName = "ANZ2005";

    /// <summary>An expression that refers to a label that no parameter has.</summary>
    public const string UnknownLabel = "ANZ2006";

    /// <summary>A label that stands once and that nothing refers to.</summary>
    public const string UnusedLabel = "ANZ2007";

    /// <summary>A covariance that stands there already.</summary>
    public const string DuplicateCovariance = "ANZ2008";

    /// <summary>Modifiers of one term that exclude each other.</summary>
    public const string ConflictingModifiers = "ANZ2009";

    /// <summary>A modifier with another number of values than there are groups.</summary>
    public const string GroupCount = "ANZ2015";

    /// <summary>A latent variable that no variable measures.</summary>
    public const string NoIndicator = "ANZ2016";

    /// <summary>A variance that is fixed at a negative value.</summary>
    public const string NegativeVariance = "ANZ2017";

    /// <summary>A defined parameter with a name that something else has.</summary>
    public const string DefinitionName = "ANZ2018";

    /// <summary>Definitions that refer to each other in a circle.</summary>
    public const string CyclicDefinition = "ANZ2019";

    /// <summary>One label for a parameter of several groups.</summary>
    public const string LabelOverGroups = "ANZ2042";

    /// <summary>A constraint that constrains no free parameter.</summary>
    public const string ConstantConstraint = "ANZ2043";

    /// <summary>An observed variable that nothing else is connected with.</summary>
    public const string Unconnected = "ANZ2044";

    /// <summary>A product with a latent variable.</summary>
    public const string LatentInteraction = "ANZ2045";

    /// <summary>A label shared by fixed and free parameters, or by parameters fixed at different values.</summary>
    public const string SharedFixed = "ANZ2046";

    /// <summary>An option that does not fit the model.</summary>
    public const string Option = "ANZ2047";

    /// <summary>A fixed exogenous variable that a formula makes random.</summary>
    public const string RandomExogenous = "ANZ2048";

    /// <summary>A text without a parameter.</summary>
    public const string Empty = "ANZ2049";
}
