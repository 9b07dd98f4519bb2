using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using Ansatz.Layers.Losses;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Losses of numbers, of classes and of pairs.</summary>
[Model]
public partial class LossFunctions
{
    public const int Classes = 3;

    [Batch] public partial int N { get; }

    [Input(nameof(N), 4, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }
    [Input(nameof(N))] public partial Tensor<float> Target { get; }

    public Linear Head { get; } = new(In: 4, Out: Classes);
    public SoftmaxCrossEntropy Entropy { get; } = new(Classes: Classes);
    public BinaryCrossEntropy Binary { get; } = new();
    public SquaredError Squared { get; } = new();
    public Huber Robust { get; } = new();
    public BayesianPersonalizedRanking Ranking { get; } = new();
    public InfoNce Contrast { get; } = new();

    float Z(int n, int k) => Head.Y((b, i) => X[b, i], n, k);
    float Similarity(int n, int m) => Sum(Classes, k => Z(n, k) * Z(m, k));

    [Output(nameof(N))]
    public float Y(int n) => Entropy.Loss(Z, b => Label[b], n) + Binary.Loss(Z(n, 0), Target[n]) + Squared.Loss(Z(n, 1), Target[n])
        + Robust.Loss(Z(n, 2), Target[n], 0.5f) + Ranking.Loss(Z(n, 0), Z(n, 1)) + Contrast.Loss(Similarity, n) + Contrast.Symmetric(Similarity, n);

    [Loss] public float Loss() => Mean(N, n => Y(n));
}
