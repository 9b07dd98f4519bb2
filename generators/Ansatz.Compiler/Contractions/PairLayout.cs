using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Contractions;

/// <summary>In which order a product of two tensors lays out its result, and what it then costs in the contraction kernels.</summary>
/// <remarks>
/// The summed indices of one operand are replaced, where they stand, by the other operand's own: if indices follow them, those are the columns, read where they lie,
/// and the other operand has the rows; if none do, the indices before them are the rows and the other operand has the columns. Either way nothing is copied.
/// </remarks>
/// <param name="Order">The indices of the result, outermost first.</param>
/// <param name="Cost">In multiplications at full speed; null if it is no contraction.</param>
internal sealed record PairLayout(Index[] Order, double? Cost)
{
    // What one value costs more whose operands have to be cut into pieces, or rearranged.
    private const double PiecePenalty = 1.1, RearrangedPenalty = 1.3;

    // The kernels' tile, and what writing a result costs in terms of its sum.
    private const int TileRows = 6, TileVectors = 2;
    private const double StoreTerms = 1.5;

    /// <summary>The best layout of the product of two operands.</summary>
    /// <param name="left">The indices of the one, outermost first.</param>
    /// <param name="right">The indices of the other.</param>
    /// <param name="keep">The indices that the result has, in the order of the statement.</param>
    /// <param name="fixed">Whether the result is laid out as <paramref name="keep"/> is.</param>
    /// <param name="type">The type of the elements.</param>
    public static PairLayout Of(Index[] left, Index[] right, Index[] keep, bool @fixed, ScalarType type)
    {
        if (!left.Except(right).Any() || !right.Except(left).Any() || left.Union(right).All(keep.Contains)) return new(keep, null);
        var (a, b) = (From(left, right, keep, @fixed, type), From(right, left, keep, @fixed, type));
        return a.Cost <= b.Cost ? a : b;
    }

    // The summed indices of `big` replaced by the own ones of `small`.
    private static PairLayout From(Index[] big, Index[] small, Index[] keep, bool @fixed, ScalarType type)
    {
        var sum = big.Where(i => !keep.Contains(i)).ToArray();
        var own = small.Where(i => !big.Contains(i) && keep.Contains(i)).ToArray();
        var last = Array.FindLastIndex(big, sum.Contains);
        if (last < 0) return new(keep, double.PositiveInfinity);
        var behind = big.Skip(last + 1).ToArray();
        var columnsBehind = behind.Length > 0 && behind.All(i => !small.Contains(i));
        var before = big.Take(last).Reverse().SkipWhile(sum.Contains).TakeWhile(i => !sum.Contains(i) && !small.Contains(i)).ToArray();
        var (rows, columns) = columnsBehind ? (Size(own), Size(behind)) : (Size(before), Size(own));
        var natural = columnsBehind
            ? big.Take(last + 1).Where(keep.Contains).Concat(own).Concat(behind).ToArray()
            : big.Where(keep.Contains).Concat(own).ToArray();
        var order = @fixed || keep.Length < 2 ? keep : natural.Where(i => i != keep[0]).Prepend(keep[0]).ToArray();
        var cost = Size(big.Union(small)) * Slowness(rows, columns, Size(sum), type);
        if (!IsRun(big, sum) || !IsRun(small, sum) || !IsRun(small, own)) cost *= PiecePenalty;
        if (!order.SequenceEqual(natural) || !SameOrder(sum, small)) cost *= RearrangedPenalty;
        return new(order, cost);
    }

    // How much slower than a large product one of this size is: lanes that are not filled, values that are loaded for few multiplications, results.
    private static double Slowness(double rows, double columns, double terms, ScalarType type)
    {
        var lanes = type == ScalarType.Double ? 4 : 8;
        var vectors = Math.Ceiling(columns / lanes);
        var loads = (1 / Math.Min(rows, TileRows)) + (1 / Math.Min(vectors, TileVectors));
        return vectors * lanes / columns * Math.Max(1, loads) * (1 + (StoreTerms / terms));
    }

    private static bool IsRun(Index[] order, Index[] some)
    {
        var first = Array.FindIndex(order, some.Contains);
        return order.Skip(first).Take(some.Length).All(some.Contains);
    }

    private static bool SameOrder(Index[] some, Index[] order) => order.Where(some.Contains).SequenceEqual(some);

    private static double Size(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate());
}
