using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// A tensor as a chain of products: X[i₁, …, i_d] ≈ Σ G₁[1, i₁, s₁]·G₂[s₁, i₂, s₂]·…·G_d[s_{d-1}, i_d, 1], with cores of three indices. Also called a matrix
/// product state.
/// </summary>
/// <remarks>
/// Source: Oseledets, Tensor-train decomposition (2011), algorithm 1. One singular value decomposition for each bond, of what the bonds before left, none larger
/// than the tensor: no digits are lost to a Gram matrix. The error is at most √(d − 1) times the least possible for these ranks.
/// </remarks>
public sealed class TensorTrainDecomposition
{
    private readonly DenseArray[] _cores;
    private readonly int[] _shape;

    private TensorTrainDecomposition(DenseArray tensor, DenseArray[] cores)
    {
        (_cores, _shape) = (cores, tensor.Shape);
        Cores = [.. cores.Select(c => c.ToTensor())];
        Ranks = [.. cores.Skip(1).Select(c => c.Shape[0])];
        RelativeError = tensor.RelativeErrorOf(Chain(cores).Values);
    }

    /// <summary>One core of each mode: rank before × extent × rank behind, where the first and last rank are 1.</summary>
    public IReadOnlyList<Tensor<double>> Cores { get; }

    /// <summary>The ranks of the bonds between neighbours: one fewer than there are modes.</summary>
    public IReadOnlyList<int> Ranks { get; }

    /// <summary>‖X − X̂‖ / ‖X‖ in the Frobenius norm, from the residual itself.</summary>
    public double RelativeError { get; }

    /// <summary>Decomposes with given ranks.</summary>
    /// <param name="tensor">X, of two modes or more.</param>
    /// <param name="ranks">One of each bond; each at most what its two sides, and the rank before it, can attain.</param>
    /// <exception cref="ArgumentException">The tensor has one mode or entries that are not finite, or a rank is out of range.</exception>
    public static TensorTrainDecomposition BySvd(scoped in ReadOnlyTensorSpan<double> tensor, params ReadOnlySpan<int> ranks) => BySvd(DenseArray.Copy(tensor), ranks, 0);

    /// <inheritdoc cref="BySvd(in ReadOnlyTensorSpan{double}, ReadOnlySpan{int})"/>
    public static TensorTrainDecomposition BySvd(scoped in ReadOnlyTensorSpan<float> tensor, params ReadOnlySpan<int> ranks) => BySvd(DenseArray.Copy(tensor), ranks, 0);

    /// <summary>Decomposes with the smallest ranks that keep to an error.</summary>
    /// <param name="tensor">X, of two modes or more.</param>
    /// <param name="relativeError">What <see cref="RelativeError"/> may be at most, from 0.</param>
    /// <exception cref="ArgumentException">The tensor has one mode or entries that are not finite, or the error is negative.</exception>
    public static TensorTrainDecomposition ToError(scoped in ReadOnlyTensorSpan<double> tensor, double relativeError) => BySvd(DenseArray.Copy(tensor), [], relativeError);

    /// <inheritdoc cref="ToError(in ReadOnlyTensorSpan{double}, double)"/>
    public static TensorTrainDecomposition ToError(scoped in ReadOnlyTensorSpan<float> tensor, double relativeError) => BySvd(DenseArray.Copy(tensor), [], relativeError);

    /// <summary>The product of the chain, of the tensor's shape.</summary>
    public Tensor<double> Reconstruct() => Chain(_cores).Reshape(_shape).ToTensor();

    internal DenseArray[] CoreArrays => _cores;

    // No ranks: as small as the error allows.
    internal static TensorTrainDecomposition BySvd(DenseArray tensor, ReadOnlySpan<int> ranks, double relativeError)
    {
        var modes = tensor.Modes;
        if (modes < 2) throw new ArgumentException($"A tensor of two modes or more is needed, but it has the shape [{string.Join(", ", tensor.Shape)}].", nameof(tensor));
        if (!(relativeError >= 0)) throw new ArgumentOutOfRangeException(nameof(relativeError), relativeError, "The error must not be negative.");
        if (!ranks.IsEmpty && ranks.Length != modes - 1) throw new ArgumentException($"A tensor of {modes} modes has {modes - 1} bonds and needs as many ranks, but there are {ranks.Length}.", nameof(ranks));
        return new TensorTrainDecomposition(tensor, Split(tensor, ranks, relativeError / Math.Sqrt(modes - 1)));
    }

    private static DenseArray[] Split(DenseArray tensor, ReadOnlySpan<int> ranks, double bondError)
    {
        var shape = tensor.Shape;
        var cores = new DenseArray[shape.Length];
        var (before, rest) = (1, tensor.Values);
        var budget = bondError * tensor.Norm();
        for (var k = 0; k < shape.Length - 1; k++)
        {
            var matrix = new DenseMatrix(before * shape[k], rest.Length / (before * shape[k]), rest);
            var attainable = Math.Min(matrix.Rows, matrix.Columns);
            if (!ranks.IsEmpty) Decomposition.Ranks.Require(ranks[k], attainable, $"bond {k} of a tensor", shape);
            var svd = TruncatedSvd.Of(matrix, ranks.IsEmpty ? attainable : ranks[k]);
            if (ranks.IsEmpty) svd = svd.WithRank(svd.RankFor(DenseArray.Ratio(budget, matrix.Norm())));
            var (left, right) = svd.OrthonormalLeft();
            cores[k] = new DenseArray([before, shape[k], svd.Rank], left.Values);
            (before, rest) = (svd.Rank, right.Values);
        }
        cores[^1] = new DenseArray([before, shape[^1], 1], rest);
        return cores;
    }

    /// <summary>The product of a chain: first rank × all extents × last rank, as one matrix of all but the last × the last.</summary>
    internal static DenseArray Chain(ReadOnlySpan<DenseArray> cores)
    {
        var product = cores[0].AsMatrix(cores[0].Shape[0] * cores[0].Shape[1], cores[0].Shape[2]);
        foreach (var core in cores[1..])
        {
            var next = product.Times(core.AsMatrix(core.Shape[0], core.Shape[1] * core.Shape[2]));
            product = new DenseMatrix(next.Rows * core.Shape[1], core.Shape[2], next.Values);
        }
        return new DenseArray([product.Rows, product.Columns], product.Values);
    }
}
