using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Pooling and normalisation of series, and dropout between two affine maps.</summary>
[Model]
public partial class SeriesNetwork
{
    [Batch] public partial int N { get; }
    [Training] public partial bool Training { get; set; }

    [Input(nameof(N), 2, 6, Gradient = true)] public partial Tensor<float> X { get; }
    [Input] public partial int Seed { get; }

    public BatchNorm1D Norm { get; } = new(Channels: 2, Length: 6);
    public MaxPooling1D Largest { get; } = new(Channels: 2, Length: 6, Window: 3, Stride: 3);
    public AveragePooling1D Smooth { get; } = new(Channels: 2, Length: 6, Window: 3, Stride: 3);
    public Flatten1D Flat { get; } = new(Channels: 2, Length: 2);
    public LayerNorm Rows { get; } = new(In: 4);
    public RmsNorm Root { get; } = new(In: 4);
    public BatchNorm Columns { get; } = new(In: 4);
    public ResidualBlock Block { get; } = new(In: 4, Hidden: 3);
    public Dropout Drop { get; } = new();
    public Residual Sum { get; } = new();

    float Series(int n, int c, int t) => Norm.Y((b, k, s) => X[b, k, s], n, c, t);
    float Pooled(int n, int c, int t) => Largest.Y(Series, n, c, t) + 0.5f * Smooth.Y(Series, n, c, t);
    float Flattened(int n, int i) => Flat.Y(Pooled, n, i);
    float Normal(int n, int i) => Rows.Y(Flattened, n, i);
    float Short(int n, int i) => Root.Y(Flattened, n, i);
    float Added(int n, int i) => Sum.Y(Normal, Short, n, i);
    float Kept(int n, int i) => Drop.Y(Added, 0.25f, Seed + 1, n, i);
    float Centered(int n, int i) => Columns.Y(Kept, n, i);

    [Output(nameof(N), 4)] public float Y(int n, int i) => Block.Y(Centered, n, i);

    [Loss] public float Loss() => Mean(N, 4, (n, i) => Y(n, i) * Y(n, i) * Y(n, i));
}
