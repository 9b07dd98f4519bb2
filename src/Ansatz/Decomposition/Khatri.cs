using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>Products of the factors of a sum of outer products: Khatri–Rao products, and a tensor's unfolding times one.</summary>
internal static class Khatri
{
    /// <summary>P' of the Khatri–Rao product P[(i, j, …), r] = A₁[i, r]·A₂[j, r]·… of modes first .. end - 1: rank × product of extents.</summary>
    public static DenseMatrix RaoTransposed(ReadOnlySpan<DenseMatrix> factors)
    {
        var product = factors[0].Transpose();
        foreach (var factor in factors[1..])
        {
            var columns = factor.Transpose();
            var next = new DenseMatrix(product.Rows, checked(product.Columns * columns.Columns));
            for (var r = 0; r < product.Rows; r++)
            {
                for (var i = 0; i < product.Columns; i++)
                    TensorPrimitives.Multiply(columns.Row(r), product[r, i], next.Row(r).Slice(i * columns.Columns, columns.Columns));
            }
            product = next;
        }
        return product;
    }

    /// <summary>
    /// M[i, r] = Σ X[.., i, ..]·Π A_k[i_k, r] over all modes k but one (MTTKRP): extent × rank. The tensor is read where it is, without an unfolded copy.
    /// </summary>
    public static DenseMatrix MatricizedProduct(DenseArray tensor, DenseMatrix[] factors, int mode)
    {
        int left = tensor.Extent(0, mode), n = tensor.Shape[mode], right = tensor.Extent(mode + 1, tensor.Modes), rank = factors[0].Columns;
        var before = mode == 0 ? null : RaoTransposed(factors.AsSpan(0, mode));
        if (mode == tensor.Modes - 1)
        {
            // M' = P'·X for X as left × n.
            return before!.Times(tensor.AsMatrix(left, n)).Transpose();
        }
        var after = RaoTransposed(factors.AsSpan(mode + 1));
        var inner = tensor.AsMatrix(left * n, right).TimesTransposed(after);
        if (before is null) return inner;
        var result = new DenseMatrix(n, rank);
        var weights = before.Transpose();
        for (var l = 0; l < left; l++)
        {
            for (var i = 0; i < n; i++) TensorPrimitives.MultiplyAdd(inner.Row(l * n + i), weights.Row(l), result.Row(i), result.Row(i));
        }
        return result;
    }

    /// <summary>The elementwise product of all Gram matrices but one (-1: of all), rank × rank.</summary>
    public static DenseMatrix Hadamard(DenseMatrix[] grams, int except, int rank)
    {
        var product = new DenseMatrix(rank, rank);
        product.Values.AsSpan().Fill(1);
        for (var k = 0; k < grams.Length; k++)
        {
            if (k != except) TensorPrimitives.Multiply(product.Values, grams[k].Values, product.Values);
        }
        return product;
    }

    /// <summary>Σ_r λ[r]·A₁[i, r]·A₂[j, r]·… as a matrix of the first extent × the others. No weights: all 1.</summary>
    public static DenseMatrix Expand(ReadOnlySpan<DenseMatrix> factors, ReadOnlySpan<double> weights)
    {
        var first = weights.IsEmpty ? factors[0] : factors[0].ScaleColumns(weights);
        return first.Times(RaoTransposed(factors[1..]));
    }
}
