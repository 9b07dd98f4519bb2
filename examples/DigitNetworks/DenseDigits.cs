using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;

namespace DigitNetworks;

/// <summary>Tells the digit in an image, with two dense layers: what examples compress.</summary>
[Model]
public partial class DenseDigits
{
    public const int Pixels = 64, Wide = 96, Classes = 10;

    [Batch] public partial int N { get; }
    [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    public Linear Hidden { get; } = new(In: Pixels, Out: Wide);
    public Linear Head { get; } = new(In: Wide, Out: Classes);

    float H(int n, int o) => Gelu(Hidden.Y((b, i) => X[b, i] / 16, n, o));
    [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(H, n, k);
    [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
}
