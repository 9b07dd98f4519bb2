using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>A product with a sparse matrix of rows that are picked by index data themselves.</summary>
[Model]
public partial class PickedSparse
{
    [Extent] public partial int Pages { get; }
    [Extent] public partial int In { get; }
    [Extent] public partial int Terms { get; }
    [Extent] public partial int Out { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<int> Page { get; }
    [Input(nameof(Out), nameof(Terms))] public partial Tensor<int> Place { get; }
    [Parameter(nameof(Pages), 9, nameof(In), FanIn = nameof(In))] public partial Tensor<float> X { get; }
    [Parameter(nameof(Out), nameof(Terms))] public partial Tensor<float> W { get; }

    [Output(nameof(N), 9, nameof(Out))] public float Y(int n, int m, int o) => Sum(Terms, t => W[o, t] * X[Page[n], m, Place[o, t]]);
    [Loss] public float Loss() => Sum(N, 9, Out, (n, m, o) => Y(n, m, o) * Y(n, m, o));
}
