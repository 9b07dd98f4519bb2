using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>One part of a class whose members stand in two declarations.</summary>
[Model]
public partial class Partitioned
{
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Output(nameof(N))] public float Y(int n) => Sum(D, i => Weight(i) * X[n, i]);

    [Loss] public float Loss() => Mean(N, n => Y(n) * Y(n));
}

public partial class Partitioned
{
    const float Floor = MathF.PI / 10;

    [Input(nameof(N), nameof(D))] public partial Tensor<float> X { get; }

    [Parameter(nameof(D))] public partial Tensor<float> W { get; }

    float Weight(int i) => Exp(W[i]) + Floor;
}
