using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Ansatz.Analyzers;

/// <summary>What is said of structural equation models. What cannot be compiled is an error; verdicts on identification are warnings and information.</summary>
public static class StructuralEquationDescriptors
{
    private const string StructuralEquations = "Ansatz.StructuralEquations";

    /// <summary>Text that is no structural equation model.</summary>
    public static readonly DiagnosticDescriptor SemSyntax = new("ANZ2001", "Text that is no structural equation model", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2001.md");

    /// <summary>A variable that the rows do not have.</summary>
    public static readonly DiagnosticDescriptor SemUnknownVariable = new("ANZ2002", "A variable that the rows do not have", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2002.md");

    /// <summary>A term that stands there already.</summary>
    public static readonly DiagnosticDescriptor SemDuplicateTerm = new("ANZ2003", "A term that stands there already", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2003.md");

    /// <summary>A variable that is regressed on itself.</summary>
    public static readonly DiagnosticDescriptor SemSelfLoop = new("ANZ2004", "A variable that is regressed on itself", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2004.md");

    /// <summary>A latent variable with the name of an observed one.</summary>
    public static readonly DiagnosticDescriptor SemLatentName = new("ANZ2005", "A latent variable with the name of an observed one", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2005.md");

    /// <summary>A label that no parameter has.</summary>
    public static readonly DiagnosticDescriptor SemUnknownLabel = new("ANZ2006", "A label that no parameter has", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2006.md");

    /// <summary>A label that nothing refers to.</summary>
    public static readonly DiagnosticDescriptor SemUnusedLabel = new("ANZ2007", "A label that nothing refers to", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2007.md");

    /// <summary>A covariance that stands there already.</summary>
    public static readonly DiagnosticDescriptor SemDuplicateCovariance = new("ANZ2008", "A covariance that stands there already", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2008.md");

    /// <summary>Modifiers that exclude each other.</summary>
    public static readonly DiagnosticDescriptor SemConflictingModifiers = new("ANZ2009", "Modifiers that exclude each other", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2009.md");

    /// <summary>More parameters than moments.</summary>
    public static readonly DiagnosticDescriptor SemNegativeDegreesOfFreedom = new("ANZ2010", "More parameters than moments", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2010.md");

    /// <summary>A latent variable without a scale.</summary>
    public static readonly DiagnosticDescriptor SemLatentScale = new("ANZ2011", "A latent variable without a scale", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2011.md");

    /// <summary>A latent variable with too few indicators.</summary>
    public static readonly DiagnosticDescriptor SemFewIndicators = new("ANZ2012", "A latent variable with too few indicators", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2012.md");

    /// <summary>A latent variable that three indicators just identify.</summary>
    public static readonly DiagnosticDescriptor SemThreeIndicators = new("ANZ2013", "A latent variable that three indicators just identify", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2013.md");

    /// <summary>A latent variable without an origin.</summary>
    public static readonly DiagnosticDescriptor SemLatentOrigin = new("ANZ2014", "A latent variable without an origin", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2014.md");

    /// <summary>A modifier for another number of groups.</summary>
    public static readonly DiagnosticDescriptor SemGroupCount = new("ANZ2015", "A modifier for another number of groups", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2015.md");

    /// <summary>A latent variable that nothing measures.</summary>
    public static readonly DiagnosticDescriptor SemNoIndicator = new("ANZ2016", "A latent variable that nothing measures", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2016.md");

    /// <summary>A variance that is fixed at a negative value.</summary>
    public static readonly DiagnosticDescriptor SemNegativeVariance = new("ANZ2017", "A variance that is fixed at a negative value", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2017.md");

    /// <summary>A defined parameter with a name that is taken.</summary>
    public static readonly DiagnosticDescriptor SemDefinitionName = new("ANZ2018", "A defined parameter with a name that is taken", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2018.md");

    /// <summary>Definitions in a circle.</summary>
    public static readonly DiagnosticDescriptor SemCyclicDefinition = new("ANZ2019", "Definitions in a circle", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2019.md");

    /// <summary>Parameters that the moments do not determine.</summary>
    public static readonly DiagnosticDescriptor SemNotIdentified = new("ANZ2020", "Parameters that the moments do not determine", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2020.md");

    /// <summary>Parameters that half-treks identify.</summary>
    public static readonly DiagnosticDescriptor SemHalfTrekProof = new("ANZ2021", "Parameters that half-treks identify", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2021.md");

    /// <summary>Half-treks do not decide.</summary>
    public static readonly DiagnosticDescriptor SemHalfTrekInconclusive = new("ANZ2022", "Half-treks do not decide", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2022.md");

    /// <summary>Several parameter vectors with the same moments.</summary>
    public static readonly DiagnosticDescriptor SemSeveralSolutions = new("ANZ2023", "Several parameter vectors with the same moments", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2023.md");

    /// <summary>A model that no data contradict.</summary>
    public static readonly DiagnosticDescriptor SemJustIdentified = new("ANZ2024", "A model that no data contradict", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2024.md");

    /// <summary>A model with cycles.</summary>
    public static readonly DiagnosticDescriptor SemCyclic = new("ANZ2030", "A model with cycles", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2030.md");

    /// <summary>A cycle that can be singular.</summary>
    public static readonly DiagnosticDescriptor SemSingularCycle = new("ANZ2031", "A cycle that can be singular", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2031.md");

    /// <summary>A bow without an instrument.</summary>
    public static readonly DiagnosticDescriptor SemBowWithoutInstrument = new("ANZ2032", "A bow without an instrument", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2032.md");

    /// <summary>A cycle with too few instruments.</summary>
    public static readonly DiagnosticDescriptor SemCycleWithoutInstruments = new("ANZ2033", "A cycle with too few instruments", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2033.md");

    /// <summary>What the data can contradict.</summary>
    public static readonly DiagnosticDescriptor SemImpliedConstraints = new("ANZ2040", "What the data can contradict", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2040.md");

    /// <summary>A constraint that does not restrict the model it stands in.</summary>
    public static readonly DiagnosticDescriptor SemEqualityConstraint = new("ANZ2041", "A constraint that does not restrict the model it stands in", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2041.md");

    /// <summary>One label for parameters of several groups.</summary>
    public static readonly DiagnosticDescriptor SemLabelOverGroups = new("ANZ2042", "One label for parameters of several groups", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2042.md");

    /// <summary>A constraint that constrains nothing.</summary>
    public static readonly DiagnosticDescriptor SemConstantConstraint = new("ANZ2043", "A constraint that constrains nothing", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2043.md");

    /// <summary>An observed variable that nothing is connected with.</summary>
    public static readonly DiagnosticDescriptor SemUnconnected = new("ANZ2044", "An observed variable that nothing is connected with", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2044.md");

    /// <summary>A product with a latent variable.</summary>
    public static readonly DiagnosticDescriptor SemLatentInteraction = new("ANZ2045", "A product with a latent variable", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2045.md");

    /// <summary>A label that fixed and free parameters share.</summary>
    public static readonly DiagnosticDescriptor SemSharedFixed = new("ANZ2046", "A label that fixed and free parameters share", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2046.md");

    /// <summary>An option that does not fit the model.</summary>
    public static readonly DiagnosticDescriptor SemOption = new("ANZ2047", "An option that does not fit the model", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2047.md");

    /// <summary>A fixed exogenous variable that is made random.</summary>
    public static readonly DiagnosticDescriptor SemRandomExogenous = new("ANZ2048", "A fixed exogenous variable that is made random", "{0}", StructuralEquations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2048.md");

    /// <summary>A model without parameters.</summary>
    public static readonly DiagnosticDescriptor SemEmpty = new("ANZ2049", "A model without parameters", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2049.md");

    /// <summary>Moments of exogenous variables that the likelihood leaves out.</summary>
    public static readonly DiagnosticDescriptor SemFixedExogenous = new("ANZ2050", "Moments of exogenous variables that the likelihood leaves out", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2050.md");

    /// <summary>Not a statement of a structural equation model.</summary>
    public static readonly DiagnosticDescriptor SemStatement = new("ANZ2051", "Not a statement of a structural equation model", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2051.md");

    /// <summary>A text or a method.</summary>
    public static readonly DiagnosticDescriptor SemText = new("ANZ2052", "A text or a method", "{0}", StructuralEquations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2052.md");

    /// <summary>Moments that are computed by loops.</summary>
    public static readonly DiagnosticDescriptor SemManyTerms = new("ANZ2060", "Moments that are computed by loops", "{0}", StructuralEquations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ2060.md");

    /// <summary>All of them, by id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        SemSyntax,
        SemUnknownVariable,
        SemDuplicateTerm,
        SemSelfLoop,
        SemLatentName,
        SemUnknownLabel,
        SemUnusedLabel,
        SemDuplicateCovariance,
        SemConflictingModifiers,
        SemNegativeDegreesOfFreedom,
        SemLatentScale,
        SemFewIndicators,
        SemThreeIndicators,
        SemLatentOrigin,
        SemGroupCount,
        SemNoIndicator,
        SemNegativeVariance,
        SemDefinitionName,
        SemCyclicDefinition,
        SemNotIdentified,
        SemHalfTrekProof,
        SemHalfTrekInconclusive,
        SemSeveralSolutions,
        SemJustIdentified,
        SemCyclic,
        SemSingularCycle,
        SemBowWithoutInstrument,
        SemCycleWithoutInstruments,
        SemImpliedConstraints,
        SemEqualityConstraint,
        SemLabelOverGroups,
        SemConstantConstraint,
        SemUnconnected,
        SemLatentInteraction,
        SemSharedFixed,
        SemOption,
        SemRandomExogenous,
        SemEmpty,
        SemFixedExogenous,
        SemStatement,
        SemText,
        SemManyTerms,
    ];
}
