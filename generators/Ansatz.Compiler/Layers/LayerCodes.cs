namespace Ansatz.Compiler.Layers;

/// <summary>Codes of what the compiler finds unwise about layers; each has a page in <c>docs/diagnostics</c>.</summary>
public static class LayerCodes
{
    /// <summary>A factorized layer with more weights than the dense one.</summary>
    public const string LargerThanDense = "ANZ3001";

    /// <summary>A rank that cannot be attained.</summary>
    public const string RankNotAttained = "ANZ3002";

    /// <summary>An intermediate of a layer that is much larger than what goes in and comes out.</summary>
    public const string LargeIntermediate = "ANZ3004";

    /// <summary>A layer that is predicted to be slower than the dense one.</summary>
    public const string SlowerThanDense = "ANZ3005";

    /// <summary>Groups that do not divide a row.</summary>
    public const string GroupDoesNotDivide = "ANZ3007";

    /// <summary>A loss of a model of which all parameters are frozen.</summary>
    public const string NothingTrained = "ANZ3008";

    /// <summary>A softmax of a softmax.</summary>
    public const string SoftmaxTwice = "ANZ3009";

    /// <summary>Two linear layers without anything that is not linear between them.</summary>
    public const string LayersCollapse = "ANZ3010";

    /// <summary>A logistic function of a logistic function.</summary>
    public const string SigmoidTwice = "ANZ3018";

    /// <summary>Scores of a softmax that are bounded by an activation.</summary>
    public const string ActivationBeforeLoss = "ANZ3019";

    /// <summary>Dropout after the last layer.</summary>
    public const string DropoutBeforeLoss = "ANZ3020";

    /// <summary>A softmax over one class.</summary>
    public const string SingleClass = "ANZ3021";
}
