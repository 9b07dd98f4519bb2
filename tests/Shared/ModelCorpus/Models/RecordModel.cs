using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>A model that is a record.</summary>
[Model]
public sealed partial record RecordModel
{
    [Extent] public partial int D { get; }

    [Input(nameof(D))] public partial Tensor<float> X { get; }

    [Parameter(nameof(D))] public partial Tensor<float> W { get; }

    [Output(nameof(D))] public float Y(int i) => W[i] * X[i] - Mean(D, j => W[j]);

    [Loss] public float Loss() => Sum(D, i => Y(i) * Y(i));
}
