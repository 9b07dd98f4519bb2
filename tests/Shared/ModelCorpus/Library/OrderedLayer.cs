using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>A layer of ordered components: all of them, the first ones, by their matrix, and what orders them.</summary>
[Model]
public partial class OrderedLayer
{
    public const int In = 5, Out = 4;

    [Extent] public partial int Rank { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }
    [Input] public partial float Kept { get; }

    public OrderedLowRank Layer { get => field ??= new(In: In, Rank: Rank, Out: Out); }

    float Row(int n, int i) => X[n, i];

    [Output(nameof(N), Out)] public float Y(int n, int o) => Layer.Y(Row, n, o) + Layer.Leading(Row, Kept, n, o);

    [Output(nameof(N), Out)] public float YByDense(int n, int o) => Sum(In, i => X[n, i] * (Layer.Dense(o, i) + Layer.LeadingDense(Kept, o, i))) + 2 * Layer.B[o];

    [Output(nameof(Rank))] public float Importance(int r) => Layer.Importance(r);

    [Loss] public float Loss() => Mean(N, Out, (n, o) => Y(n, o) * Y(n, o)) + 0.1f * Layer.GroupLasso();
}
