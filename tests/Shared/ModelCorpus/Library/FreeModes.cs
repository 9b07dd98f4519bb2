using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Factorized maps whose modes are chosen when the object is made.</summary>
[Model]
public partial class FreeModes
{
    [Extent] public partial int A { get; }
    [Extent] public partial int B { get; }
    [Extent] public partial int Rank { get; }
    [Batch] public partial int N { get; }

    public int Width => A * B;

    [Input(nameof(N), nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }

    public BlockTensorTrain2 Train { get => field ??= new(In1: A, In2: B, Out1: B, Out2: A, Rank: Rank); }
    public TuckerLinear2 Tucker { get => field ??= new(In1: A, In2: B, Out1: A, Out2: B, InRank1: Rank, InRank2: Rank, OutRank1: Rank, OutRank2: Rank); }
    public CpLinear2 Cp { get => field ??= new(In1: B, In2: A, Out1: A, Out2: B, Rank: Rank); }
    public NmSparse Sparse { get => field ??= new(In: Width, Group: 4, Kept: 2, Out: Width); }

    float H(int n, int i) => Tucker.Y((b, j) => MathF.Tanh(Train.Y((c, k) => X[c, k], b, j)), n, i);
    float G(int n, int i) => Cp.Y(H, n, i);

    [Output(nameof(N), nameof(Width))] public float Y(int n, int o) => G(n, o) + Sparse.Y(H, n, o);

    [Loss] public float Loss() => Mean(N, Width, (n, o) => Y(n, o) * Y(n, o));
}
