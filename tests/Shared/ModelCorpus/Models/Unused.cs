#pragma warning disable ANZ1030, ANZ1031 // what nothing reads is what this model is about
using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>A parameter and an input that neither the loss nor an output reads, and an input that only the loss reads.</summary>
[Model]
public partial class Unused
{
    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Weight { get; }
    [Input(3)] public partial Tensor<float> Ignored { get; }

    [Parameter(2)] public partial Tensor<float> W { get; }
    [Parameter(3, 2)] public partial Tensor<float> Idle { get; }

    [Output(nameof(N))] public float Y(int n) => W[0] * X[n];

    [Loss] public float Loss() => Sum(N, n => Weight[n] * Y(n) * Y(n)) / Sum(N, n => Weight[n]);
}
