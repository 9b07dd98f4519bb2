using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>A layer in the compilation of its user, declared after it.</summary>
[Model]
public partial class LocalUse
{
    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Width))] public partial Tensor<float> X { get; }

    public Gate Left { get => field ??= new(Width, 3); }
    public Gate Right { get => field ??= new(Units: 3, In: Width); }

    [Output(nameof(N), 3)] public float Y(int n, int j) => Left.Value(i => X[n, i], j) * Right.Value(i => X[n, i], j);

    [Loss] public float Loss() => Mean(N, 3, (n, j) => Y(n, j));
}

/// <summary>sigmoid(a x).</summary>
[Model]
public partial class Gate
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Units { get; }

    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> A { get; }

    public float Value(Func<int, float> x, int j) => Sigmoid(Sum(In, i => A[j, i] * x(i)));
}
