using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Ansatz.Analyzers;

/// <summary>The diagnostics of layers and networks; their sentences are made where they are found, as those of <see cref="DiagnosticDescriptors"/>.</summary>
public static class NetworkDescriptors
{
    private const string Networks = "Ansatz.Networks";

    /// <summary>A factorization larger than the dense layer.</summary>
    public static readonly DiagnosticDescriptor LargerThanDense = new("ANZ3001", "A factorization larger than the dense layer", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3001.md");

    /// <summary>A rank that cannot be attained.</summary>
    public static readonly DiagnosticDescriptor RankNotAttained = new("ANZ3002", "A rank that cannot be attained", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3002.md");

    /// <summary>A layer takes another shape than it is given.</summary>
    public static readonly DiagnosticDescriptor LayerShapes = new("ANZ3003", "A layer takes another shape than it is given", "{0}", Networks, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3003.md");

    /// <summary>A layer with a large intermediate.</summary>
    public static readonly DiagnosticDescriptor LargeIntermediate = new("ANZ3004", "A layer with a large intermediate", "{0}", Networks, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3004.md");

    /// <summary>A layer slower than the dense one.</summary>
    public static readonly DiagnosticDescriptor SlowerThanDense = new("ANZ3005", "A layer slower than the dense one", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3005.md");

    /// <summary>A class that is no layer.</summary>
    public static readonly DiagnosticDescriptor NotALayer = new("ANZ3006", "A class that is no layer", "{0}", Networks, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3006.md");

    /// <summary>Groups that do not divide a row.</summary>
    public static readonly DiagnosticDescriptor GroupDoesNotDivide = new("ANZ3007", "Groups that do not divide a row", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3007.md");

    /// <summary>A model with nothing to train.</summary>
    public static readonly DiagnosticDescriptor NothingTrained = new("ANZ3008", "A model with nothing to train", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3008.md");

    /// <summary>A softmax before a loss that applies it.</summary>
    public static readonly DiagnosticDescriptor SoftmaxTwice = new("ANZ3009", "A softmax before a loss that applies it", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3009.md");

    /// <summary>Two layers that are one linear map.</summary>
    public static readonly DiagnosticDescriptor LayersCollapse = new("ANZ3010", "Two layers that are one linear map", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3010.md");

    /// <summary>A layer of another element type.</summary>
    public static readonly DiagnosticDescriptor LayerElementType = new("ANZ3011", "A layer of another element type", "{0}", Networks, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3011.md");

    /// <summary>A setting of a network that has no meaning.</summary>
    public static readonly DiagnosticDescriptor SettingOutOfRange = new("ANZ3012", "A setting of a network that has no meaning", "{0}", Networks, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3012.md");

    /// <summary>A residual connection between different shapes.</summary>
    public static readonly DiagnosticDescriptor ResidualShapes = new("ANZ3013", "A residual connection between different shapes", "{0}", Networks, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3013.md");

    /// <summary>A loss function for another shape.</summary>
    public static readonly DiagnosticDescriptor LossShape = new("ANZ3014", "A loss function for another shape", "{0}", Networks, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3014.md");

    /// <summary>A layer that reads from something unknown.</summary>
    public static readonly DiagnosticDescriptor LayerFromUnknown = new("ANZ3015", "A layer that reads from something unknown", "{0}", Networks, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3015.md");

    /// <summary>A network without layers.</summary>
    public static readonly DiagnosticDescriptor NetworkWithoutLayers = new("ANZ3016", "A network without layers", "{0}", Networks, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3016.md");

    /// <summary>A layer in a class that is no network.</summary>
    public static readonly DiagnosticDescriptor LayerOutsideNetwork = new("ANZ3017", "A layer in a class that is no network", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3017.md");

    /// <summary>A logistic function before a loss that applies it.</summary>
    public static readonly DiagnosticDescriptor SigmoidTwice = new("ANZ3018", "A logistic function before a loss that applies it", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3018.md");

    /// <summary>An activation before a softmax.</summary>
    public static readonly DiagnosticDescriptor ActivationBeforeLoss = new("ANZ3019", "An activation before a softmax", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3019.md");

    /// <summary>Dropout after the last layer.</summary>
    public static readonly DiagnosticDescriptor DropoutBeforeLoss = new("ANZ3020", "Dropout after the last layer", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3020.md");

    /// <summary>A softmax over one class.</summary>
    public static readonly DiagnosticDescriptor SingleClass = new("ANZ3021", "A softmax over one class", "{0}", Networks, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: DiagnosticDescriptors.Pages + "ANZ3021.md");

    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        LargerThanDense, RankNotAttained, LayerShapes, LargeIntermediate, SlowerThanDense, NotALayer, GroupDoesNotDivide, NothingTrained, SoftmaxTwice, LayersCollapse, LayerElementType, SettingOutOfRange, ResidualShapes, LossShape, LayerFromUnknown, NetworkWithoutLayers, LayerOutsideNetwork, SigmoidTwice, ActivationBeforeLoss, DropoutBeforeLoss, SingleClass,
    ];
}
