using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>A model inside other types.</summary>
public partial class Outer
{
    internal static partial class Middle
    {
        [Model]
        internal partial class Inner
        {
            [Batch] public partial int N { get; }

            [Input(nameof(N))] public partial Tensor<float> X { get; }

            [Parameter(1)] internal partial Tensor<float> W { get; }

            [Output(nameof(N))] internal float Y(int n) => W[0] * X[n] * X[n];

            [Loss] internal float Loss() => Sum(N, n => Y(n) * Y(n));
        }
    }
}
