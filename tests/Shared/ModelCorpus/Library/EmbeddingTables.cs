using System.Numerics.Tensors;
using Ansatz;
using Ansatz.Layers;
using static Ansatz.ReduceF;

namespace Library;

/// <summary>Embeddings, of which each is looked up at every index.</summary>
[Model]
public partial class EmbeddingTables
{
    public const int Rows = 6, Width = 4;

    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<int> Token { get; }

    public Embedding Plain { get; } = new(Rows: Rows, Width: Width);
    public HashedEmbedding Hashed { get; } = new(Buckets: 4, Hashes: 2, Width: Width);
    public QuotientRemainderEmbedding Product { get; } = new(Rows: Rows, Buckets: 4, Width: Width);
    public TensorTrainEmbedding Train { get; } = new(Rows1: 2, Rows2: 3, Width1: 2, Width2: 2, Rank: 2);
    public MixedDimensionEmbedding Mixed { get; } = new(Head: 2, Tail: 4, Short: 2, Width: Width);

    float Vector(Func<int, int> token, int n, int d) =>
        Plain.Y(token, n, d) + Hashed.Y(token, n, d) + Product.Y(token, n, d) + Train.Y(token, n, d) + Mixed.Y(token, n, d);

    [Output(nameof(N), Width)] public float Y(int n, int d) => Vector(b => Token[b], n, d);

    [Output(Rows, Width)] public float Looked(int r, int d) => Vector(k => k, r, d);

    [Output(Rows, Width)]
    public float LookedByDense(int r, int d) => Plain.Dense(r, d) + Hashed.Dense(r, d) + Product.Dense(r, d) + Train.Dense(r, d) + Mixed.Dense(r, d);

    [Loss] public float Loss() => Mean(N, Width, (n, d) => Y(n, d) * Y(n, d));
}
