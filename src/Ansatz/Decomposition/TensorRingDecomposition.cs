using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>A tensor as a closed chain of products: X[i₁, …, i_d] ≈ Σ G₁[s₀, i₁, s₁]·G₂[s₁, i₂, s₂]·…·G_d[s_{d-1}, i_d, s₀].</summary>
/// <remarks>
/// Source: Zhao, Zhou, Xie, Zhang and Cichocki, Tensor ring decomposition (2016), algorithm 1 with given ranks. The first singular value decomposition carries the
/// two ranks s₀·s₁ of the first core; the rest is a tensor train. There is no best approximation in general; this one is a good start.
/// </remarks>
public sealed class TensorRingDecomposition
{
    private readonly DenseArray[] _cores;
    private readonly int[] _shape;

    private TensorRingDecomposition(DenseArray tensor, DenseArray[] cores)
    {
        (_cores, _shape) = (cores, tensor.Shape);
        Cores = [.. cores.Select(c => c.ToTensor())];
        Ranks = [.. cores.Select(c => c.Shape[0])];
        RelativeError = tensor.RelativeErrorOf(Closed(cores).Values);
    }

    /// <summary>One core of each mode: rank before × extent × rank behind; the last's rank behind is the first's rank before.</summary>
    public IReadOnlyList<Tensor<double>> Cores { get; }

    /// <summary>The rank before each core.</summary>
    public IReadOnlyList<int> Ranks { get; }

    /// <summary>‖X − X̂‖ / ‖X‖ in the Frobenius norm, from the residual itself.</summary>
    public double RelativeError { get; }

    /// <summary>Decomposes with given ranks.</summary>
    /// <param name="tensor">X, of two modes or more.</param>
    /// <param name="ranks">The rank before each core. Where a core can attain less, the rest of it is 0.</param>
    /// <exception cref="ArgumentException">The tensor has one mode or entries that are not finite, or the ranks are not one of each mode and at least 1.</exception>
    public static TensorRingDecomposition BySvd(scoped in ReadOnlyTensorSpan<double> tensor, params ReadOnlySpan<int> ranks) => BySvd(DenseArray.Copy(tensor), ranks);

    /// <inheritdoc cref="BySvd(in ReadOnlyTensorSpan{double}, ReadOnlySpan{int})"/>
    public static TensorRingDecomposition BySvd(scoped in ReadOnlyTensorSpan<float> tensor, params ReadOnlySpan<int> ranks) => BySvd(DenseArray.Copy(tensor), ranks);

    /// <summary>The product of the ring, of the tensor's shape.</summary>
    public Tensor<double> Reconstruct() => Closed(_cores).Reshape(_shape).ToTensor();

    internal DenseArray[] CoreArrays => _cores;

    internal static TensorRingDecomposition BySvd(DenseArray tensor, ReadOnlySpan<int> ranks)
    {
        var (modes, shape) = (tensor.Modes, tensor.Shape);
        if (modes < 2) throw new ArgumentException($"A tensor of two modes or more is needed, but it has the shape [{string.Join(", ", shape)}].", nameof(tensor));
        if (ranks.Length != modes) throw new ArgumentException($"A ring of {modes} cores needs as many ranks, but there are {ranks.Length}.", nameof(ranks));
        foreach (var rank in ranks) ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1, nameof(ranks));

        // X as i₁ × (i₂ … i_d): its left vectors are the first core, numbered (s₀, s₁).
        var (outer, inner) = (ranks[0], ranks[1]);
        var (left, right) = PaddedFactors(tensor.AsMatrix(shape[0], tensor.Extent(1, modes)), checked(outer * inner));
        var cores = new DenseArray[modes];
        cores[0] = new DenseArray([shape[0], outer, inner], left.Values).Permute(1, 0, 2);

        // What remains, (s₀, s₁) × (i₂ … i_d), with s₀ behind the last mode: a train from s₁ to s₀.
        int[] order = [1, .. Enumerable.Range(2, modes - 1), 0];
        var rest = new DenseArray([outer, inner, .. shape[1..]], right.Values).Permute(order);
        var (before, values) = (inner, rest.Values);
        for (var k = 1; k < modes - 1; k++)
        {
            (left, right) = PaddedFactors(new DenseMatrix(before * shape[k], values.Length / (before * shape[k]), values), ranks[k + 1]);
            cores[k] = new DenseArray([before, shape[k], ranks[k + 1]], left.Values);
            (before, values) = (ranks[k + 1], right.Values);
        }
        cores[^1] = new DenseArray([before, shape[^1], outer], values);
        return new TensorRingDecomposition(tensor, cores);
    }

    private static (DenseMatrix Left, DenseMatrix Right) PaddedFactors(DenseMatrix matrix, int rank)
    {
        var attainable = Math.Min(rank, Math.Min(matrix.Rows, matrix.Columns));
        var (left, right) = TruncatedSvd.Of(matrix, attainable).OrthonormalLeft();
        if (attainable == rank) return (left, right);
        DenseMatrix wide = new(matrix.Rows, rank), tall = new(rank, matrix.Columns);
        for (var i = 0; i < left.Rows; i++) left.Row(i).CopyTo(wide.Row(i));
        right.Values.CopyTo(tall.Values, 0);
        return (wide, tall);
    }

    // The product of the open chain, first rank × extents × last rank, summed over where both ranks are equal.
    private static DenseArray Closed(DenseArray[] cores)
    {
        var rank = cores[0].Shape[0];
        var chain = TensorTrainDecomposition.Chain(cores).Values;
        var result = new double[chain.Length / (rank * rank)];
        for (var s = 0; s < rank; s++)
        {
            for (var i = 0; i < result.Length; i++) result[i] += chain[(s * result.Length + i) * rank + s];
        }
        return new DenseArray([result.Length], result);
    }
}
