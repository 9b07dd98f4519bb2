namespace Ansatz.Testing;

/// <summary>The list of runnable models of the corpus: a new model is a file in ModelCorpus/Models and a line here.</summary>
public static class ModelCases
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelCase> All { get; } =
    [
        new("DenseTanh", "In=5 Out=3 N=7", "In=1 Out=1 N=1", "In=17 Out=8 N=5", "In=8 Out=17 N=16") { ThreadSize = "In=33 Out=19 N=301" },
        new("LowRankGelu", "Width=7 Rank=3 Height=5 N=3", "Width=1 Rank=1 Height=1 N=1", "Width=17 Rank=5 Height=16 N=7", "Width=16 Rank=8 Height=24 N=32") { ThreadSize = "Width=40 Rank=9 Height=31 N=300" },
        new("Digits", "N=2", "N=1", "N=7", "N=17") { Limits = "Label=Classes", ThreadSize = "N=259" },
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
        new("RbfKernel", "D=3 Centers=5 N=7", "D=1 Centers=1 N=1", "D=5 Centers=17 N=3"),
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
        new("ElmanNetwork", "In=3 Hidden=5 Length=4 N=3", "In=1 Hidden=1 Length=1 N=1", "In=2 Hidden=9 Length=7 N=17") { ThreadSize = "In=2 Hidden=9 Length=5 N=200" },
        new("CumulativeSums", "Length=7", "Length=1", "Length=19"),
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
    ];

    /// <summary>The case of that name.</summary>
    public static ModelCase Named(string name) => All.Single(c => c.Name == name);
}
