using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>A model inside a generic type.</summary>
public partial class Container<T>
    where T : struct
{
    [Model]
    public partial class Inside
    {
        [Extent] public partial int D { get; }
        [Batch] public partial int N { get; }

        [Input(nameof(N), nameof(D))] public partial Tensor<float> X { get; }

        [Parameter(nameof(D))] public partial Tensor<float> W { get; }

        [Output(nameof(N))] public float Y(int n) => Sum(D, i => W[i] * X[n, i]);

        [Loss] public float Loss() => Mean(N, n => Y(n) * Y(n));
    }
}
