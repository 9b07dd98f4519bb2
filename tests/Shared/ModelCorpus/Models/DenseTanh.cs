using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>A dense layer with tanh and the mean squared error.</summary>
[Model]
public partial class DenseTanh
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Out { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(In), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), nameof(Out))] public partial Tensor<float> Target { get; }

    [Parameter(nameof(Out), nameof(In))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

    [Output(nameof(N), nameof(Out))] public float Y(int n, int o) => Tanh(Sum(In, i => W[o, i] * X[n, i]) + B[o]);

    [Loss] public float Loss() => Mean(N, Out, (n, o) => (Y(n, o) - Target[n, o]) * (Y(n, o) - Target[n, o]));
}
