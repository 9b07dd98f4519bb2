using System.Numerics.Tensors;
using Ansatz.Layers;
using static Ansatz.Functions;
using static Ansatz.ReduceF;
using static System.MathF;

namespace Ansatz.Tests.PyTorch;

/// <summary>nn.Sequential of Linear, GELU, Linear, LayerNorm, Linear.</summary>
[Model]
public partial class Stack
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 6)] public partial Tensor<float> X { get; }
    public Linear First { get; } = new(In: 6, Out: 10);
    public Linear Second { get; } = new(In: 10, Out: 8);
    public LayerNorm Norm { get; } = new(In: 8);
    public Linear Head { get; } = new(In: 8, Out: 3);

    float AfterFirst(int n, int i) => Gelu(First.Y((b, k) => X[b, k], n, i));
    float AfterSecond(int n, int i) => Second.Y(AfterFirst, n, i);
    float AfterNorm(int n, int i) => Norm.Y(AfterSecond, n, i);
    [Output(nameof(N), 3)] public float Result(int n, int i) => Head.Y(AfterNorm, n, i);
}

/// <summary>The same in double precision.</summary>
[Model]
public partial class StackInDouble
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 6)] public partial Tensor<double> X { get; }
    public Ansatz.Layers.Double.Linear First { get; } = new(In: 6, Out: 10);
    public Ansatz.Layers.Double.Linear Second { get; } = new(In: 10, Out: 8);
    public Ansatz.Layers.Double.LayerNorm Norm { get; } = new(In: 8);
    public Ansatz.Layers.Double.Linear Head { get; } = new(In: 8, Out: 3);

    double AfterFirst(int n, int i) => Gelu(First.Y((b, k) => X[b, k], n, i));
    double AfterSecond(int n, int i) => Second.Y(AfterFirst, n, i);
    double AfterNorm(int n, int i) => Norm.Y(AfterSecond, n, i);
    [Output(nameof(N), 3)] public double Result(int n, int i) => Head.Y(AfterNorm, n, i);
}

/// <summary>Conv2d, BatchNorm2d, ReLU, MaxPool2d, Linear.</summary>
[Model]
public partial class Images
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 2, 6, 6)] public partial Tensor<float> X { get; }
    public Convolution2D Conv { get; } = new(Channels: 2, Height: 6, Width: 6, Filters: 4, Kernel: 3, Stride: 1, Padding: 1, Dilation: 1);
    public BatchNorm2D Norm { get; } = new(Channels: 4, Height: 6, Width: 6);
    public MaxPooling2D Pool { get; } = new(Channels: 4, Height: 6, Width: 6, Window: 2, Stride: 2);
    public Linear Head { get; } = new(In: 36, Out: 3);

    float AfterConv(int n, int c, int h, int w) => Conv.Y((b, k, i, j) => X[b, k, i, j], n, c, h, w);
    float AfterNorm(int n, int c, int h, int w) => Max(Norm.Y(AfterConv, n, c, h, w), 0);
    float AfterPool(int n, int c, int h, int w) => Pool.Y(AfterNorm, n, c, h, w);
    [Output(nameof(N), 3)] public float Result(int n, int k) => Head.Y((b, i) => AfterPool(b, i / 9, i / 3 % 3, i % 3), n, k);
}

[Model]
public partial class Sequences
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 6, 4)] public partial Tensor<float> X { get; }
    public LongShortTermMemory Cell { get; } = new(Length: 6, In: 4, Units: 5);
    [Output(nameof(N), 6, 5)] public float Result(int n, int t, int d) => Cell.Y((b, s, i) => X[b, s, i], n, t, d);
}

[Model]
public partial class GatedSequences
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 6, 4)] public partial Tensor<float> X { get; }
    public ResetAfterGatedRecurrentUnit Cell { get; } = new(Length: 6, In: 4, Units: 5);
    [Output(nameof(N), 6, 5)] public float Result(int n, int t, int d) => Cell.Y((b, s, i) => X[b, s, i], n, t, d);
}

[Model]
public partial class PlainSequences
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 6, 4)] public partial Tensor<float> X { get; }
    public Elman Cell { get; } = new(Length: 6, In: 4, Units: 5);
    [Output(nameof(N), 6, 5)] public float Result(int n, int t, int d) => Cell.Y((b, s, i) => X[b, s, i], n, t, d);
}

[Model]
public partial class Words
{
    [Batch] public partial int N { get; }
    [Input(nameof(N))] public partial Tensor<int> X { get; }
    public Embedding Table { get; } = new(Rows: 11, Width: 4);
    [Output(nameof(N), 4)] public float Result(int n, int d) => Table.Y(b => X[b], n, d);
}

[Model]
public partial class AttendingWithoutBiases
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 5, 8)] public partial Tensor<float> X { get; }
    public UnbiasedAttention Attention { get; } = new(Length: 5, Width: 8, Heads: 2, Depth: 4);
    [Output(nameof(N), 5, 8)] public float Result(int n, int t, int e) => Attention.Y((b, s, i) => X[b, s, i], n, t, e);
}

/// <summary>A layer of one's own: attention without biases, as nn.MultiheadAttention(bias=False) is.</summary>
[Model]
public partial class UnbiasedAttention
{
    [Extent] public partial int Length { get; }
    [Extent] public partial int Width { get; }
    [Extent] public partial int Heads { get; }
    [Extent] public partial int Depth { get; }
    [Parameter(3, nameof(Heads), nameof(Depth), nameof(Width))] public partial Tensor<float> P { get; }
    [Parameter(nameof(Width), nameof(Heads), nameof(Depth))] public partial Tensor<float> O { get; }

    float Projected(Func<int, int, int, float> x, int p, int n, int t, int k, int d) => Sum(Width, e => P[p, k, d, e] * x(n, t, e));
    float Score(Func<int, int, int, float> x, int n, int k, int t, int s) => Sum(Depth, d => Projected(x, 0, n, t, k, d) * Projected(x, 1, n, s, k, d)) / Sqrt((float)Depth);
    float Share(Func<int, int, int, float> x, int n, int k, int t, int s) => Exp(Score(x, n, k, t, s) - LogSumExp(Length, u => Score(x, n, k, t, u)));
    float Mixed(Func<int, int, int, float> x, int n, int t, int k, int d) => Sum(Length, s => Share(x, n, k, t, s) * Projected(x, 2, n, s, k, d));
    public float Y(Func<int, int, int, float> x, int n, int t, int e) => Sum(Heads, Depth, (k, d) => O[e, k, d] * Mixed(x, n, t, k, d));
}

[Model]
public partial class Attending
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 5, 8)] public partial Tensor<float> X { get; }
    public MultiHeadAttention Attention { get; } = new(Length: 5, Width: 8, Heads: 2, Depth: 4);
    [Output(nameof(N), 5, 8)] public float Result(int n, int t, int e) => Attention.Y((b, s, i) => X[b, s, i], n, t, e);
}

[Model]
public partial class Single
{
    [Batch] public partial int N { get; }
    [Input(nameof(N), 6)] public partial Tensor<float> X { get; }
    public Linear Layer { get; } = new(In: 6, Out: 3);
    [Output(nameof(N), 3)] public float Result(int n, int i) => Layer.Y((b, k) => X[b, k], n, i);
}
