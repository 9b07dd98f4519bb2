using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Affine maps whose matrices have three modes on each side.</summary>
[Model]
public partial class ThreeModes
{
    public const int In = 12, Out = 12;

    [Batch] public partial int N { get; }

    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }

    public CpLinear3 Cp { get; } = new(In1: 2, In2: 3, In3: 2, Out1: 2, Out2: 2, Out3: 3, Rank: 2);
    public TuckerLinear3 Tucker { get; } = new(In1: 2, In2: 3, In3: 2, Out1: 2, Out2: 2, Out3: 3, InRank1: 2, InRank2: 1, InRank3: 2, OutRank1: 1, OutRank2: 2, OutRank3: 2);
    public BlockTensorTrain3 Train { get; } = new(In1: 2, In2: 3, In3: 2, Out1: 2, Out2: 2, Out3: 3, Rank1: 2, Rank2: 3);
    public TensorRing3 Ring { get; } = new(In1: 2, In2: 3, In3: 2, Out1: 2, Out2: 2, Out3: 3, Rank1: 2, Rank2: 1, Rank3: 2);

    float Row(int n, int i) => X[n, i];

    [Output(nameof(N), Out)]
    public float Y(int n, int o) => Cp.Y(Row, n, o) + Tucker.Y(Row, n, o) + Train.Y(Row, n, o) + Ring.Y(Row, n, o);

    [Output(nameof(N), Out)]
    public float YByDense(int n, int o) => Sum(In, i => X[n, i] * (Cp.Dense(o, i) + Tucker.Dense(o, i) + Train.Dense(o, i) + Ring.Dense(o, i))) + Cp.B[o] + Tucker.B[o] + Train.B[o] + Ring.B[o];

    [Loss] public float Loss() => Mean(N, Out, (n, o) => Y(n, o) * Y(n, o));
}
