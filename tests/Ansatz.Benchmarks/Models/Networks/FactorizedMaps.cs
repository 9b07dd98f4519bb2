using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;

namespace Ansatz.Benchmarks.Models.Networks;

// 512 → 512 in every form whose speed is compared with the whole matrix; 8·8·8 where there are three modes.

/// <summary>All of the matrix.</summary>
[Model]
public partial class DenseMap : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public Linear Layer { get; } = new(In: 512, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>By way of few numbers.</summary>
[Model]
public partial class LowRankMap8 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public LowRank Layer { get; } = new(In: 512, Rank: 8, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>By way of few numbers.</summary>
[Model]
public partial class LowRankMap16 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public LowRank Layer { get; } = new(In: 512, Rank: 16, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>By way of few numbers.</summary>
[Model]
public partial class LowRankMap32 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public LowRank Layer { get; } = new(In: 512, Rank: 32, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>By way of few numbers.</summary>
[Model]
public partial class LowRankMap64 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public LowRank Layer { get; } = new(In: 512, Rank: 64, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>By way of few numbers.</summary>
[Model]
public partial class LowRankMap128 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public LowRank Layer { get; } = new(In: 512, Rank: 128, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>By way of few numbers.</summary>
[Model]
public partial class LowRankMap192 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public LowRank Layer { get; } = new(In: 512, Rank: 192, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>By way of few numbers.</summary>
[Model]
public partial class LowRankMap256 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public LowRank Layer { get; } = new(In: 512, Rank: 256, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>By way of few numbers.</summary>
[Model]
public partial class LowRankMap320 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public LowRank Layer { get; } = new(In: 512, Rank: 320, Out: 512);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of three cores.</summary>
[Model]
public partial class TensorTrainMap2 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank1: 2, Rank2: 2);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of three cores.</summary>
[Model]
public partial class TensorTrainMap4 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank1: 4, Rank2: 4);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of three cores.</summary>
[Model]
public partial class TensorTrainMap8 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank1: 8, Rank2: 8);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of three cores.</summary>
[Model]
public partial class TensorTrainMap12 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank1: 12, Rank2: 12);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of three cores.</summary>
[Model]
public partial class TensorTrainMap16 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank1: 16, Rank2: 16);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of three cores.</summary>
[Model]
public partial class TensorTrainMap22 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank1: 22, Rank2: 22);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>Tucker's form.</summary>
[Model]
public partial class TuckerMap3 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public TuckerLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, InRank1: 3, InRank2: 3, InRank3: 3, OutRank1: 3, OutRank2: 3, OutRank3: 3);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>Tucker's form.</summary>
[Model]
public partial class TuckerMap4 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public TuckerLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, InRank1: 4, InRank2: 4, InRank3: 4, OutRank1: 4, OutRank2: 4, OutRank3: 4);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>Tucker's form.</summary>
[Model]
public partial class TuckerMap5 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public TuckerLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, InRank1: 5, InRank2: 5, InRank3: 5, OutRank1: 5, OutRank2: 5, OutRank3: 5);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>Tucker's form.</summary>
[Model]
public partial class TuckerMap6 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public TuckerLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, InRank1: 6, InRank2: 6, InRank3: 6, OutRank1: 6, OutRank2: 6, OutRank3: 6);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>Tucker's form.</summary>
[Model]
public partial class TuckerMap7 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public TuckerLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, InRank1: 7, InRank2: 7, InRank3: 7, OutRank1: 7, OutRank2: 7, OutRank3: 7);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>Tucker's form.</summary>
[Model]
public partial class TuckerMap8 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public TuckerLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, InRank1: 8, InRank2: 8, InRank3: 8, OutRank1: 8, OutRank2: 8, OutRank3: 8);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A sum of products of six vectors.</summary>
[Model]
public partial class ParafacMap16 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public CpLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank: 16);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A sum of products of six vectors.</summary>
[Model]
public partial class ParafacMap32 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public CpLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank: 32);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A sum of products of six vectors.</summary>
[Model]
public partial class ParafacMap64 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public CpLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank: 64);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A sum of products of six vectors.</summary>
[Model]
public partial class ParafacMap128 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public CpLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank: 128);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A sum of products of six vectors.</summary>
[Model]
public partial class ParafacMap256 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public CpLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank: 256);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A sum of products of six vectors.</summary>
[Model]
public partial class ParafacMap683 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public CpLinear3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank: 683);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A ring of three cores.</summary>
[Model]
public partial class TensorRingMap2 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public TensorRing3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank1: 2, Rank2: 2, Rank3: 2);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A ring of three cores.</summary>
[Model]
public partial class TensorRingMap3 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public TensorRing3 Layer { get; } = new(In1: 8, In2: 8, In3: 8, Out1: 8, Out2: 8, Out3: 8, Rank1: 3, Rank2: 3, Rank3: 3);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of two cores.</summary>
[Model]
public partial class TrainOfTwoMap4 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain2 Layer { get; } = new(In1: 16, In2: 32, Out1: 16, Out2: 32, Rank: 4);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of two cores.</summary>
[Model]
public partial class TrainOfTwoMap16 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain2 Layer { get; } = new(In1: 16, In2: 32, Out1: 16, Out2: 32, Rank: 16);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>A train of two cores.</summary>
[Model]
public partial class TrainOfTwoMap64 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 512, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 512)] public partial Tensor<float> G { get; }
    public BlockTensorTrain2 Layer { get; } = new(In1: 16, In2: 32, Out1: 16, Out2: 32, Rank: 64);
    [Output(nameof(N), 512)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 512, (n, o) => G[n, o] * Y(n, o));
}
