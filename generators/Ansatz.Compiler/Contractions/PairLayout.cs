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
    // What a result costs more that is not laid out as its operands are.
    private const double RearrangedPenalty = 1.3;

    // What a call costs in multiplications: some fifty nanoseconds.
    private const double CallMultiplications = 1500;

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
        var natural = columnsBehind
            ? big.Take(last + 1).Where(keep.Contains).Concat(own).Concat(behind).ToArray()
            : big.Where(keep.Contains).Concat(own).ToArray();
        var order = @fixed || keep.Length < 2 ? keep : natural.Where(i => i != keep[0]).Prepend(keep[0]).ToArray();

        // What one call of the kernels multiplies: indices that lie side by side. A sum in pieces is added up over calls.
        var together = Run(small, own);
        var (rows, columns) = columnsBehind ? (Size(together), Size(behind)) : (Size(before), Size(together));
        var terms = Size(CommonRun(big, small, sum));
        var all = Size(big.Union(small));
        var cost = (all * Slowness(rows, columns, terms, type)) + (all / (rows * columns * terms) * CallMultiplications);
        return new(order, order.SequenceEqual(natural) ? cost : cost * RearrangedPenalty);
    }

    // How much slower than a large product one of this size is: lanes that are not filled, values that are loaded for few multiplications, results.
    private static double Slowness(double rows, double columns, double terms, ScalarType type)
    {
        var lanes = type == ScalarType.Double ? 4 : 8;
        var vectors = Math.Ceiling(columns / lanes);
        var loads = (1 / Math.Min(rows, TileRows)) + (1 / Math.Min(vectors, TileVectors));
        return vectors * lanes / columns * Math.Max(1, loads) * (1 + (StoreTerms / terms));
    }

    // Those of some indices that lie side by side, at the end of where they occur.
    private static Index[] Run(Index[] order, Index[] some) => order.Reverse().SkipWhile(i => !some.Contains(i)).TakeWhile(some.Contains).Reverse().ToArray();

    // The summed indices that lie side by side, in the same order, in both.
    private static Index[] CommonRun(Index[] a, Index[] b, Index[] sum) => Run(a, sum).Reverse().Zip(Run(b, sum).Reverse(), (x, y) => (x, y)).TakeWhile(p => p.x == p.y).Select(p => p.x).ToArray();

    private static double Size(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate());
}
