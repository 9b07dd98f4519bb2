namespace Ansatz.Testing;

/// <summary>The list of runnable models of the corpus: a new model is a file in ModelCorpus/Models and a line here.</summary>
public static class ModelCases
{
    /// <summary>Whether the environment variable ANSATZ_ALL asks for every case of what is otherwise run for some models only, since it takes long.</summary>
    public static bool RunsAll { get; } = Environment.GetEnvironmentVariable("ANSATZ_ALL") is { Length: > 0 };

    /// <summary>The models with one of each kind of statement whose derivative is taken again.</summary>
    public static IReadOnlyList<string> Second { get; } =
    [
        "Attention", "BinaryLogit", "Convolution1D", "Digits", "DoubleNetwork", "Dropout", "Embedding", "Extremes", "GaussianMixture", "LocalLevelKalmanFilter", "LongShortTermMemory", "MaskedLabels",
        "RunningCenter", "StridedConvolution",
    ];

    /// <summary>Metadata names of the models whose second derivatives are compiled: these, and every sixth one of all but the library's layers, or every one if <see cref="RunsAll"/>.</summary>
    public static IReadOnlySet<string> AreDifferentiatedTwice => field ??= All!.Where((c, k) => ((RunsAll || k % 6 == 1) && !c.IsOfLibrary) || Second.Contains(c.Name)).Select(c => c.TypeName).ToHashSet();

    /// <summary>All models but the second copies of those that are there in single and in double precision, unless <see cref="RunsAll"/>: for what does not depend on the type of the elements.</summary>
    public static IEnumerable<ModelCase> EachProgram => All!.Where(c => RunsAll || !c.IsOfLibraryInDouble);

    /// <summary>The models that are compiled and run together: all, but of the library's in double precision every third, unless <see cref="RunsAll"/>. They are the same programs as those in single precision.</summary>
    public static IEnumerable<ModelCase> Usual => All!.Where((c, k) => RunsAll || !c.IsOfLibraryInDouble || k % 3 == 0);

    // Models of the layers of the package; each also runs in double precision.
    private static ModelCase[] OfLibrary =>
    [
        new("TwoModes", "N=3", "N=17"),
        new("ThreeModes", "N=2", "N=9"),
        new("StructuredMatrices", "N=3", "N=17") { Limits = "Combined.Place=3", NotDifferentiated = "Sparse.W" },
        new("FreeModes", "A=2 B=3 Rank=2 N=2", "A=1 B=1 Rank=1 N=1", "A=4 B=5 Rank=3 N=7") { NotDifferentiated = "Sparse.W", Entries = 4 },
        new("ImageConvolutions", "N=2", "N=5") { Entries = 6 },
        new("DilatedConvolutions", "N=2") { Entries = 6 },
        new("SeriesConvolutions", "Length=5 N=2", "Length=1 N=1", "Length=17 N=3") { Entries = 6 },
        new("PaddedSeries", "Length=3 Padding=1 N=2", "Length=1 Padding=0 N=1", "Length=5 Padding=2 N=9"),
        new("ConvolutionalClassifier", "N=2", "N=5") { Ranges = "Norm.RunningVariance=0.5:2", Limits = "Label=Classes", Vanishing = "First.B", Entries = 3 },
        new("SeriesNetwork", "N=3", "N=9") { Vanishing = "Rows.Gain", Ranges = "Norm.RunningVariance=0.5:2 Columns.RunningVariance=0.5:2", Limits = "Seed=1000", Entries = 4 },
        new("EmbeddingTables", "N=5", "N=17") { Limits = "Token=Rows" },
        new("ClickModel", "N=5", "N=17") { Limits = "Token=Rows" },
        new("AttentionLayers", "N=2", "N=5") { Entries = 4 },
        new("AxialImage", "N=1", "N=3") { Entries = 3 },
        new("RecurrentLayers", "N=2", "N=9") { Entries = 4 },
        new("ResetAfterLayer", "N=2", "N=9"),
        new("AdaptedLayers", "N=2", "N=7") { NotDifferentiated = "Plain.W Plain.B Look.F Look.B Low.Base.W Low.Base.B Core.Base.W Core.Base.B CoreLook.Base.F CoreLook.Base.B", Entries = 6 },
        new("LossFunctions", "N=3", "N=7") { Limits = "Label=Classes" },
        new("LowRankLayer", "N=3", "N=65"),
        new("TensorTrainLayer", "N=3", "N=65"),
        new("SparseLayer", "N=3", "N=65") { NotDifferentiated = "Layer.W" },
        new("CompressedLayer", "N=3", "N=65", "N=1") { Limits = "Layer.Place=4 Odd.Place=5" },
        new("OrderedLayer", "Rank=3 N=3", "Rank=1 N=1", "Rank=9 N=17") { Ranges = "Kept=0:4" },
        new("DecayingLayer", "N=3", "N=17") { Ranges = "Used=1:3 Rest=0:1", NotDifferentiated = "Layer.W" },
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelCase> All { get; } =
    [.. new List<ModelCase>
    {
        new("DenseTanh", "In=5 Out=3 N=7", "In=1 Out=1 N=1", "In=17 Out=8 N=5", "In=8 Out=17 N=16") { ThreadSize = "In=33 Out=19 N=301" },
        new("LowRankGelu", "Width=7 Rank=3 Height=5 N=3", "Width=1 Rank=1 Height=1 N=1", "Width=17 Rank=5 Height=16 N=7", "Width=16 Rank=8 Height=24 N=32") { ThreadSize = "Width=40 Rank=9 Height=31 N=300" },
        new("Digits", "N=2", "N=1", "N=7", "N=17") { Limits = "Label=Classes", ThreadSize = "N=259", Entries = 3 },
        new("SmallNetwork", "Width=5 Hidden=7 N=3", "Width=1 Hidden=1 N=1", "Width=3 Hidden=17 N=17"),
        new("Logistic", "Features=5 N=7", "Features=1 N=1", "Features=17 N=3"),
        new("HuberRegression", "Features=5 N=17", "Features=1 N=1", "Features=3 N=7"),
        new("ScalarArgument", "N=7", "N=1", "N=17"),
        new("SoftmaxClassifier", "Features=5 Classes=3 N=7", "Features=1 Classes=1 N=1", "Features=17 Classes=10 N=5")
            { Limits = "Label=Classes", ThreadSize = "Features=31 Classes=11 N=257" },
        new("Attention", "N=2", "N=1", "N=5") { ThreadSize = "N=37" },
        new("AttentionOfOne", "T=5 D=3", "T=1 D=1", "T=17 D=7"),
        new("LayerNormalized", "Width=5 N=3", "Width=17 N=7", "Width=8 N=1") { ThreadSize = "Width=33 N=130" },
        new("Bilinear", "I=3 J=5 O=2 N=7", "I=1 J=1 O=1 N=1", "I=7 J=17 O=3 N=5"),
        new("Parafac", "I=5 J=3 K=7", "I=1 J=1 K=1", "I=17 J=7 K=3"),
        new("Tucker", "I=5 J=3 K=7", "I=1 J=1 K=1", "I=17 J=7 K=3"),
        new("CosineSimilarity", "Width=3 N=5", "Width=1 N=2", "Width=5 N=17") { ThreadSize = "Width=5 N=300" },
        new("RbfKernel", "D=3 Centers=5 N=7", "D=1 Centers=1 N=1", "D=5 Centers=17 N=3"),
        new("GaussianProcess", "N=3 D=2", "N=1 D=1", "N=17 D=3", "N=9 D=1"),
        new("FullCovarianceMixture", "D=2 K=2 N=3", "D=1 K=1 N=1", "D=5 K=3 N=9", "D=9 K=2 N=17") { Vanishing = "Weight", ThreadSize = "D=5 K=3 N=260" },
        new("LinearSystems", "Size=2 Sides=2 N=2", "Size=1 Sides=1 N=1", "Size=5 Sides=3 N=7", "Size=17 Sides=9 N=3") { ThreadSize = "Size=5 Sides=3 N=300", Entries = 4 },
        new("InverseMatrices", "Size=2 N=2", "Size=1 N=1", "Size=5 N=7", "Size=9 N=3"),
        new("PositiveDefiniteBatch", "Size=2 N=3", "Size=1 N=1", "Size=5 N=7", "Size=17 N=2") { ThreadSize = "Size=9 N=130" },
        new("MultivariateNormal", "Variables=2 Factors=1 N=3", "Variables=1 Factors=1 N=1", "Variables=5 Factors=2 N=9", "Variables=11 Factors=3 N=17") { ThreadSize = "Variables=5 Factors=2 N=300" },
        new("MatrixKalmanFilter", "States=2 Observed=2 Length=2", "States=1 Observed=1 Length=1", "States=3 Observed=2 Length=5", "States=2 Observed=5 Length=4"),
        new("GaussianMixture", "D=3 K=5 N=7", "D=1 K=1 N=1", "D=5 K=3 N=17") { Vanishing = "Weight" },
        new("Convolution1D", "Channels=2 Filters=3 Length=7 N=2", "Channels=1 Filters=1 Length=1 N=1", "Channels=3 Filters=5 Length=17 N=3", "Channels=2 Filters=8 Length=3 N=5")
            { ThreadSize = "Channels=3 Filters=8 Length=65 N=33" },
        new("Convolution2D", "N=1", "N=3"),
        new("TiedLayer", "Width=3 N=3", "Width=1 N=1", "Width=17 N=5"),
        new("Reconstruction", "Width=5 N=3 Encoder.In=5 Encoder.Rank=2 Encoder.Out=4", "Width=17 N=7 Encoder.In=17 Encoder.Rank=3 Encoder.Out=4"),
        new("Comparison", "Width=5 N=3 Encoder.In=5 Encoder.Rank=2 Encoder.Out=4", "Width=17 N=7 Encoder.In=17 Encoder.Rank=3 Encoder.Out=4") { Vanishing = "Encoder.B" },
        new("DoubleNetwork", "In=5 Hidden=7 Classes=3 N=3", "In=1 Hidden=1 Classes=1 N=1", "In=17 Hidden=9 Classes=5 N=7")
            { Limits = "Label=Classes", ThreadSize = "In=17 Hidden=21 Classes=5 N=257" },
        new("DoubleStudent", "Features=5 N=7", "Features=1 N=1", "Features=3 N=17"),
        new("ComputedExtents", "H=7 N=3", "H=1 N=1", "H=8 N=5", "H=17 N=7"),
        new("BlockBodies", "D=5 N=3", "D=1 N=1", "D=17 N=7"),
        new("Casts", "D=5 N=7", "D=1 N=1", "D=17 N=3") { Limits = "Count=4" },
        new("Comparisons", "D=7 N=5", "D=1 N=1", "D=3 N=17") { Limits = "Kind=3" },
        new("SmoothFunctions", "N=7", "N=1", "N=17"),
        new("SmoothFunctionsDouble", "N=7", "N=1", "N=17"),
        new("PiecewiseFunctions", "N=7", "N=1", "N=17"),
        new("InverseHyperbolic", "N=7", "N=1", "N=17"),
        new("ElmanNetwork", "In=2 Hidden=3 Length=3 N=2", "In=3 Hidden=5 Length=4 N=3", "In=1 Hidden=1 Length=1 N=1", "In=2 Hidden=9 Length=7 N=17") { ThreadSize = "In=2 Hidden=9 Length=5 N=200" },
        new("CumulativeSums", "Length=7", "Length=1", "Length=19"),
        new("MinimalGatedUnit", "In=2 Units=2 Length=3 N=2", "In=3 Units=5 Length=4 N=3", "In=1 Units=1 Length=1 N=1", "In=2 Units=9 Length=5 N=7") { ThreadSize = "In=2 Units=9 Length=3 N=200" },
        new("LongShortTermMemory", "In=2 Units=2 Length=3 N=2", "In=3 Units=5 Length=4 N=3", "In=1 Units=1 Length=1 N=1", "In=2 Units=9 Length=5 N=7") { ThreadSize = "In=2 Units=9 Length=3 N=200" },
        new("GatedRecurrentUnit", "In=2 Units=2 Length=3 N=2", "In=3 Units=5 Length=4 N=3", "In=1 Units=1 Length=2 N=1", "In=2 Units=9 Length=5 N=7"),
        new("HiddenMarkovModel", "States=2 Length=4 N=2", "States=3 Length=5 N=4", "States=1 Length=1 N=1", "States=9 Length=7 N=3"),
        new("LocalLevelKalmanFilter", "Length=4", "Length=7", "Length=1", "Length=30"),
        new("LinearStateSpace", "Channels=3 States=4 Length=5 N=3", "Channels=1 States=1 Length=1 N=1", "Channels=2 States=9 Length=7 N=2"),
        new("TridiagonalSolve", "Size=5 N=3", "Size=1 N=1", "Size=17 N=7"),
        new("SecondOrderOscillator", "Length=6 N=3", "Length=1 N=1", "Length=13 N=9"),
        new("HoltWinters", "Length=6 N=2", "Length=11 N=3", "Length=1 N=1", "Length=7 N=9"),
        new("RecurrentCells", "Width=3 N=2", "Width=1 N=1", "Width=9 N=17"),
        new("TimeMajorRecurrence", "Steps=4 Points=5", "Steps=6 Points=6", "Steps=1 Points=1", "Steps=9 Points=17"),
        new("Reductions", "A=3 B=5 C=2 D=3 N=3", "A=1 B=1 C=1 D=1 N=1", "A=7 B=3 C=5 D=2 N=5"),
        new("Extremes", "A=3 B=5 N=3", "A=1 B=1 N=1", "A=7 B=3 N=5"),
        new("Noise", "D=5 N=7", "D=1 N=1", "D=17 N=3") { Limits = "Seed=1000" },
        new("RunningCenter", "C=5 N=3", "C=1 N=1", "C=3 N=17"),
        new("Dropout", "In=5 Hidden=7 N=3", "In=1 Hidden=1 N=1", "In=3 Hidden=17 N=17") { Limits = "Seed=1000" },
        new("Corpus.Outer+Middle+Inner", "N=5", "N=1"),
        new("Corpus.Container`1+Inside", "D=5 N=3", "D=1 N=1"),
        new("RecordModel", "D=5", "D=1", "D=17"),
        new("NullableDisabled", "N=5", "N=1"),
        new("CarriageReturnLineFeed", "N=5", "N=1"),
        new("Residual", "Width=3 N=2", "Width=1 N=1", "Width=5 N=7"),
        new("Forwarding", "D=3 N=2", "D=1 N=1", "D=7 N=5"),
        new("Embedding", "Words=7 D=5 Length=3 N=3", "Words=1 D=1 Length=1 N=1", "Words=17 D=3 Length=5 N=17") { Limits = "Token=Words Next=Words" },
        new("LocalUse", "Width=5 N=3", "Width=1 N=1", "Width=17 N=7"),
        new("StopGradient", "N=5", "N=1") { NotDifferentiated = "W X" },
        new("Accuracy", "Features=3 Classes=5 N=17", "Features=1 Classes=1 N=1", "Features=5 Classes=3 N=7") { Limits = "Label=Classes" },
        new("Partitioned", "D=5 N=3", "D=1 N=1"),
        new("Collisions", "rows=5 D=3 n0=7", "rows=1 D=1 n0=1", "rows=17 D=7 n0=5"),
        new("IndexForms", "I=5 N=3", "I=1 N=1", "I=17 N=7"),
        new("DoubleFeatures", "Words=5 D=7 N=3", "Words=1 D=1 N=1", "Words=3 D=17 N=17") { Limits = "Token=Words Seed=1000" },
        new("MaskedLabels", "Features=5 Classes=3 N=7", "Features=1 Classes=1 N=1", "Features=3 Classes=7 N=17") { Limits = "Label=-1:Classes" },
        new("BatchNorm", "C=3 L=5 N=3", "C=1 L=2 N=3", "C=5 L=7 N=17") { Ranges = "RunningVariance=0.1:2" },
        new("Contrastive", "In=5 D=3 N=3", "In=1 D=1 N=1", "In=7 D=5 N=17"),
        new("MultiHead", "T=3 N=2", "T=1 N=1", "T=7 N=5") { Limits = "Length=T" },
        new("FactorizationMachine", "Features=7 Rank=3 N=5", "Features=1 Rank=1 N=1", "Features=17 Rank=8 N=3"),
        new("TiedAutoencoder", "D=5 C=3 N=3", "D=1 C=1 N=1", "D=17 C=5 N=7"),
        new("Extremely", "D=5 N=7", "D=1 N=1", "D=17 N=3") { Ranges = "X=-90:90" },
        new("BlockTensorTrain", "Rank=3 N=3", "Rank=1 N=1", "Rank=5 N=17"),
        new("Unused", "N=5", "N=1") { Ranges = "Weight=0.1:2" },
        new("StridedConvolution", "Ins=2 Outs=1 Height=5 Width=6 N=2", "Ins=1 Outs=1 Height=1 Width=1 N=1", "Ins=1 Outs=3 Height=7 Width=9 N=3")
            { ThreadSize = "Ins=2 Outs=3 Height=9 Width=11 N=35" },
        new("DepthwiseConvolution", "Channels=3 Filters=2 Side=4 N=2", "Channels=1 Filters=1 Side=1 N=1", "Channels=9 Filters=5 Side=5 N=3"),
        new("Pooling", "Channels=2 Half=3 N=2", "Channels=1 Half=1 N=1", "Channels=3 Half=5 N=3"),
        new("TransposedConvolution", "Channels=2 Filters=3 Length=4 N=2", "Channels=1 Filters=1 Length=1 N=1", "Channels=3 Filters=9 Length=7 N=5"),
        new("RmsNormalized", "Width=5 Hidden=7 N=3", "Width=1 Hidden=1 N=1", "Width=9 Hidden=17 N=5"),
        new("GatedLinearUnit", "Width=5 Half=3 N=3", "Width=1 Half=1 N=1", "Width=7 Half=9 N=17"),
        new("AxialAttention", "H=3 W=2 D=3 N=2", "H=1 W=1 D=1 N=1", "H=2 W=5 D=9 N=3") { Entries = 3 },
        new("EmbeddingBag", "Words=7 D=5 Length=4 N=3", "Words=1 D=1 Length=1 N=1", "Words=17 D=9 Length=3 N=7") { Limits = "Word=Words Count=Length" },
        new("HiddenMarkovBackward", "Times=4 Kinds=3 N=2", "Times=2 Kinds=1 N=1", "Times=9 Kinds=5 N=3"),
        new("GuardedWords", "Words=5 D=3 N=4", "Words=1 D=1 N=1", "Words=4 D=9 N=17") { Limits = "Word=Top" },
        new("PickedSparse", "Pages=3 In=7 Terms=3 Out=5 N=2", "Pages=1 In=1 Terms=1 Out=1 N=1", "Pages=4 In=16 Terms=9 Out=33 N=5") { Limits = "Page=Pages Place=In" },
        new("PaddedWords", "Rare=2 D=5 Length=4 N=3", "Rare=1 D=1 Length=1 N=1", "Rare=4 D=9 Length=3 N=7") { Limits = "Word=-1:Words" },
        new("SparseFactorizationMachine", "Features=9 Fields=3 Rank=4 N=5", "Features=1 Fields=1 Rank=1 N=1", "Features=17 Fields=5 Rank=9 N=7") { Limits = "Feature=Features" },
        new("TouchedRows", "Words=5 Stems=3 D=2 Length=2 N=3", "Words=1 Stems=1 D=1 Length=1 N=1", "Words=300 Stems=40 D=19 Length=3 N=7", "Words=6 Stems=4 D=16 Length=2 N=9")
            { Limits = "Word=Words Next=Words StemOf=Stems Count=Length", ThreadSize = "Words=200 Stems=70 D=21 Length=4 N=300" },
        new("TensorTrain", "I=3 J=2 K=4 R=2", "I=1 J=1 K=1 R=1", "I=5 J=3 K=9 R=3"),
        new("Mttkrp", "I=5 J=3 K=4 R=2", "I=1 J=1 K=1 R=1", "I=9 J=7 K=3 R=11"),
        new("HeatEquation", "H=4 W=5", "H=1 W=1", "H=9 W=11", "H=2 W=17"),
        new("QuaternionRotation", "Parts=2 Points=3", "Parts=1 Points=1", "Parts=5 Points=9"),
        new("PolarDecomposition", "N=5", "N=1", "N=17"),
        new("BayesianRanking", "Users=5 Items=7 Rank=3 N=6", "Users=1 Items=1 Rank=1 N=1", "Users=9 Items=17 Rank=9 N=21") { Limits = "User=Users Chosen=Items Other=Items", Vanishing = "B" },
        new("InfoNce", "In=5 D=3 N=4", "In=1 D=1 N=1", "In=7 D=9 N=11"),
        new("PoissonRegression", "Features=5 N=7", "Features=1 N=1", "Features=9 N=17") { Limits = "Count=4", Ranges = "Exposure=0.5:2" },
        new("CubicSpline", "Features=2 Knots=6 N=5", "Features=1 Knots=1 N=1", "Features=3 Knots=11 N=9"),
        new("PixelShuffle", "Colours=2 H=3 W=2 N=2", "Colours=1 H=1 W=1 N=1", "Colours=3 H=2 W=9 N=3"),
        new("PatchEmbedding", "Down=2 Across=3 D=4 N=2", "Down=1 Across=1 D=1 N=1", "Down=3 Across=2 D=9 N=5"),
        new("Sinkhorn", "D=2 M=3 N=4", "D=1 M=2 N=1", "D=3 M=9 N=7"),
        new("SqueezeExcite", "Channels=3 Narrow=2 H=3 W=2 N=2", "Channels=1 Narrow=1 H=1 W=1 N=1", "Channels=9 Narrow=5 H=3 W=5 N=3"),
        new("RotaryAttention", "T=3 Width=3 N=2", "T=1 Width=1 N=1", "T=5 Width=9 N=3"),
        new("AlibiAttention", "T=3 D=2 N=2", "T=1 D=1 N=1", "T=5 D=5 N=3"),
        new("Segmentation", "Channels=2 H=3 W=3 N=2", "Channels=1 H=1 W=1 N=1", "Channels=3 H=5 W=7 N=3") { Limits = "Inside=2" },
        new("GroupNorm", "Groups=2 Each=2 L=3 N=2", "Groups=1 Each=1 L=2 N=1", "Groups=3 Each=5 L=4 N=3"),
        new("HuberQuantile", "Features=3 Quantiles=5 N=3", "Features=1 Quantiles=1 N=1", "Features=5 Quantiles=9 N=7"),
        new("CosineHead", "D=4 Classes=3 N=5", "D=1 Classes=1 N=1", "D=7 Classes=9 N=7") { Limits = "Label=Classes" },
        new("BinaryLogit", "Features=5 N=7", "Features=1 N=1", "Features=17 N=33") { ThreadSize = "Features=17 N=300" },
        new("LogLinearCounts", "Terms=3 N=7", "Terms=1 N=1", "Terms=9 N=17") { Limits = "Count=5" },
        new("MichaelisMenten", "N=7", "N=1", "N=17") { Ranges = "Concentration=0.1:2 Rate=0.5:2 Vm=0.5:2 K=0.2:1" },
        new("ClampedFilter", "Length=7 N=3", "Length=1 N=1", "Length=17 N=5") { Limits = "Displacement=-2:3" },
        new("StackNetwork", "N=2", "N=1", "N=7", "N=17") { Limits = "Label=Classes Seed=1000", ThreadSize = "N=259" },
        new("ImageNetwork", "N=1", "N=3") { Limits = "Seed=1000" },
        new("SkipNetwork", "Features=3 Wide=5 Rows=4", "Features=1 Wide=1 Rows=1", "Features=9 Wide=17 Rows=7"),
        new("FrozenLayers", "N=3", "N=1", "N=9"),
        new("WordNetwork", "N=3", "N=1", "N=9") { Limits = "X=11" },
    }.Concat(OfLibrary.Select(c => c with { Type = "Library." + c.Type, Entries = Math.Min(c.Entries, 4) }))
    .Concat(OfLibrary.Select(c => c with { Type = "Library.Double." + c.Type, Sizes = c.Sizes[..1], Entries = Math.Min(c.Entries, 2) }))
    .Where(c => ModelCorpus.Only is not { } only || $"{c.TypeName.Replace('.', '/')}".Contains(only, StringComparison.Ordinal))];

    /// <summary>The case of that name.</summary>
    public static ModelCase Named(string name) => All.Single(c => c.Name == name);
}
