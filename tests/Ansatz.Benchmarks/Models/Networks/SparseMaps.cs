using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;

namespace Ansatz.Benchmarks.Models.Networks;

// 768 → 3072, the wider of the two matrices of a transformer's block, whole and with few weights in each group.

/// <summary>All of the matrix.</summary>
[Model]
public partial class WideMap : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 768, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 3072)] public partial Tensor<float> G { get; }
    public Linear Layer { get; } = new(In: 768, Out: 3072);
    [Output(nameof(N), 3072)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 3072, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>2 of 4 weights, with their places.</summary>
[Model]
public partial class SparseMap2Of4 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 768, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 3072)] public partial Tensor<float> G { get; }
    public CompressedNmSparse Layer { get; } = new(In: 768, Group: 4, Kept: 2, Out: 3072);
    [Output(nameof(N), 3072)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 3072, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>1 of 4 weights, with their places.</summary>
[Model]
public partial class SparseMap1Of4 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 768, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 3072)] public partial Tensor<float> G { get; }
    public CompressedNmSparse Layer { get; } = new(In: 768, Group: 4, Kept: 1, Out: 3072);
    [Output(nameof(N), 3072)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 3072, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>2 of 8 weights, with their places.</summary>
[Model]
public partial class SparseMap2Of8 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 768, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 3072)] public partial Tensor<float> G { get; }
    public CompressedNmSparse Layer { get; } = new(In: 768, Group: 8, Kept: 2, Out: 3072);
    [Output(nameof(N), 3072)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 3072, (n, o) => G[n, o] * Y(n, o));
}

/// <summary>1 of 16 weights, with their places.</summary>
[Model]
public partial class SparseMap1Of16 : IMap
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 768, Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(N), 3072)] public partial Tensor<float> G { get; }
    public CompressedNmSparse Layer { get; } = new(In: 768, Group: 16, Kept: 1, Out: 3072);
    [Output(nameof(N), 3072)] public float Y(int n, int o) => Layer.Y((r, i) => X[r, i], n, o);
    [Loss] public float Loss() => ReduceF.Sum(N, 3072, (n, o) => G[n, o] * Y(n, o));
}
