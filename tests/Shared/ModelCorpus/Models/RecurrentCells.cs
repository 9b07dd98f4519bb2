using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Corpus;

/// <summary>A recurrent layer as others use it: it takes the sequence as an equation.</summary>
[Model]
public partial class RecurrentCell
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Units { get; }

    [Parameter(nameof(Units), nameof(In))] public partial Tensor<float> W { get; }
    [Parameter(nameof(Units), nameof(Units))] public partial Tensor<float> U { get; }

    public float H(Func<int, int, int, float> x, int n, int t, int d) =>
        Tanh(Sum(In, i => W[d, i] * x(n, t, i)) + (t > 0 ? Sum(Units, e => U[d, e] * H(x, n, t - 1, e)) : 0));
}

/// <summary>Two recurrent layers above each other, and attention over what the second one has seen.</summary>
[Model]
public partial class RecurrentCells
{
    public const int Length = 3, Units = 2;

    [Extent] public partial int Width { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), Length, nameof(Width), Gradient = true)] public partial Tensor<float> X { get; }
    [Parameter(Units)] public partial Tensor<float> Query { get; }

    public RecurrentCell First { get => field ??= new(In: Width, Units: Units); }
    public RecurrentCell Second { get; } = new(In: Units, Units: Units);

    float Low(int n, int t, int d) => First.H((b, s, i) => X[b, s, i], n, t, d);
    float High(int n, int t, int d) => Second.H(Low, n, t, d);

    float Score(int n, int t) => Sum(Units, d => Query[d] * High(n, t, d));
    float Share(int n, int t) => Exp(Score(n, t) - LogSumExp(Length, s => Score(n, s)));

    [Output(nameof(N), Units)] public float Y(int n, int d) => Sum(Length, t => Share(n, t) * High(n, t, d));

    [Loss] public float Loss() => Mean(N, n => Sum(Units, d => Y(n, d) * Y(n, d)));
}
