using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Affine maps whose matrices have two modes on each side.</summary>
[Model]
public partial class TwoModes
{
    public const int In = 6, Out = 6;

    [Batch] public partial int N { get; }

    [Input(nameof(N), In, Gradient = true)] public partial Tensor<float> X { get; }

    public CpLinear2 Cp { get; } = new(In1: 2, In2: 3, Out1: 3, Out2: 2, Rank: 2);
    public TuckerLinear2 Tucker { get; } = new(In1: 2, In2: 3, Out1: 3, Out2: 2, InRank1: 2, InRank2: 2, OutRank1: 3, OutRank2: 1);
    public BlockTensorTrain2 Train { get; } = new(In1: 2, In2: 3, Out1: 3, Out2: 2, Rank: 3);
    public TensorRing2 Ring { get; } = new(In1: 2, In2: 3, Out1: 3, Out2: 2, Rank1: 2, Rank2: 3);
    public KroneckerSum Kronecker { get; } = new(In1: 2, In2: 3, Out1: 3, Out2: 2, Terms: 2);
    public Monarch Product { get; } = new(In1: 2, In2: 3, Out1: 3, Out2: 2);

    float Row(int n, int i) => X[n, i];

    [Output(nameof(N), Out)]
    public float Y(int n, int o) => Cp.Y(Row, n, o) + Tucker.Y(Row, n, o) + Train.Y(Row, n, o) + Ring.Y(Row, n, o) + Kronecker.Y(Row, n, o) + Product.Y(Row, n, o);

    [Output(nameof(N), Out)]
    public float YByDense(int n, int o) => Sum(In, i => X[n, i] * (Cp.Dense(o, i) + Tucker.Dense(o, i) + Train.Dense(o, i) + Ring.Dense(o, i) + Kronecker.Dense(o, i) + Product.Dense(o, i))) + Cp.B[o] + Tucker.B[o] + Train.B[o] + Ring.B[o] + Kronecker.B[o] + Product.B[o];

    [Loss] public float Loss() => Mean(N, Out, (n, o) => Y(n, o) * Y(n, o));
}
