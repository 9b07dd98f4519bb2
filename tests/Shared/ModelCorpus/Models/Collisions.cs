using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>Names that a careless emitter would use itself.</summary>
[Model]
public partial class Collisions
{
    [Extent] public partial int rows { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int n0 { get; }

    [Input(nameof(n0), nameof(rows), Gradient = true)] public partial Tensor<float> X { get; }
    [Input(nameof(n0))] public partial Tensor<float> dX { get; }

    [Parameter(nameof(D), nameof(rows))] public partial Tensor<float> parameters { get; }
    [Parameter(nameof(D))] public partial Tensor<float> model { get; }
    [Parameter(nameof(D))] public partial Tensor<float> t1 { get; }
    [Parameter(nameof(D))] public partial Tensor<float> dmodel { get; }

    float sum(int worker, int lanes) => Sum(rows, row => parameters[lanes, row] * X[worker, row]) + model[lanes];

    float y(int chunk, int column) => Tanh(sum(chunk, column)) * t1[column];

    float Loss_(int z) => Sum(D, @float => y(z, @float) + dmodel[@float] * y(z, @float));

    [Output(nameof(n0), nameof(D))] public float Y(int n, int phase) => y(n, phase) * dX[n];

    [Loss] public float Run() => Mean(n0, workspace => Loss_(workspace) * Loss_(workspace) + Y(workspace, 0));
}
