using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Scheduling;

/// <summary>
/// What a scheduled program takes on one thread of a processor with vectors of 256 bits, predicted from its loops: a contraction goes at a rate that its sizes allow,
/// everything else element by element along lanes or one by one, and nothing faster than memory brings it. Good for comparing two programs, not for telling a time.
/// </summary>
/// <remarks>
/// The numbers are of one machine, and <c>tests/Ansatz.Benchmarks</c> can measure them anew: only their ratios matter for a verdict. A contraction C[r, c] = Σ_k A[r, k]·B[k, c]
/// runs in tiles of some rows by two vectors of columns: it fills its tiles as far as rows and columns go, reads and writes each tile once for all k, and packs B once.
/// </remarks>
public sealed record CostModel
{
    /// <summary>The model that diagnostics use.</summary>
    public static CostModel Default { get; } = new();

    /// <summary>Multiplications and additions a nanosecond of a large contraction in single precision.</summary>
    public double ContractionRate { get; init; } = 60;

    /// <summary>Steps of the sum that reading and writing one tile is worth.</summary>
    public double TileOverhead { get; init; } = 6;

    /// <summary>Rows of a tile.</summary>
    public double TileRows { get; init; } = 6;

    /// <summary>Columns of a tile, in vectors.</summary>
    public double TileVectors { get; init; } = 2;

    /// <summary>The share of <see cref="ContractionRate"/> that tiles of one vector of columns reach, where there are no more columns.</summary>
    public double NarrowShare { get; init; } = 0.6;

    /// <summary>Nanoseconds of one call of a contraction.</summary>
    public double ContractionCall { get; init; } = 25;

    /// <summary>Nanoseconds for packing one number of the right operand.</summary>
    public double PackedNumber { get; init; } = 0.35;

    /// <summary>Operations a nanosecond on vectors of eight, outside contractions; an operation is what <see cref="Operator.Cost"/> counts.</summary>
    public double VectorRate { get; init; } = 14;

    /// <summary>Operations a nanosecond without vectors.</summary>
    public double ScalarRate { get; init; } = 1.2;

    /// <summary>Nanoseconds for one row of lanes: its loop, and the lanes that are not filled.</summary>
    public double RowOverhead { get; init; } = 3;

    /// <summary>Nanoseconds for a read whose neighbours along the lanes do not lie side by side.</summary>
    public double GatheredRead { get; init; } = 0.9;

    /// <summary>How many times longer a multiplication takes that reads its other factor from memory, as with a sparse matrix.</summary>
    public double SparseSlowness { get; init; } = 1.25;

    /// <summary>Bytes a nanosecond that come from, or go to, the caches.</summary>
    public double Bandwidth { get; init; } = 24;

    /// <summary>Nanoseconds for a program of such a size.</summary>
    /// <param name="loops">The program.</param>
    /// <param name="batch">The value of its batch extent, and of any other that is not known.</param>
    public double Nanoseconds(LoopProgram loops, long batch) => loops.Regions.SelectMany(static r => r.Nests).Sum(nest => Nest(nest, batch));

    /// <summary>Nanoseconds for the calls of the contraction kernels that compute a dense product.</summary>
    /// <param name="shape">How the product is handed to them.</param>
    /// <param name="lanes">Numbers in a vector.</param>
    /// <param name="batch">The value of every extent that is not known.</param>
    public double Nanoseconds(ContractionShape shape, int lanes, long batch)
    {
        double Size(IEnumerable<Index> indices) => CostModel.Size(indices, batch);
        var (rows, columns, sum, calls) = (Size(shape.Rows), Size(shape.Columns), Size(shape.Sum), Size(shape.Outer) * Size(shape.Repeated));
        var isNarrow = columns <= lanes;
        var width = isNarrow ? lanes : lanes * TileVectors;
        var filled = Math.Ceiling(rows / TileRows) * TileRows * Math.Ceiling(columns / width) * width;
        var product = 2 * filled * (sum + TileOverhead) * (8.0 / lanes) / (isNarrow ? NarrowShare * ContractionRate : ContractionRate);
        return calls * (ContractionCall + product + (PackedNumber * columns * sum));
    }

    /// <summary>Nanoseconds for copying numbers into another order, of which this many lie side by side in both.</summary>
    /// <param name="numbers">How many are copied.</param>
    /// <param name="run">How many lie side by side.</param>
    /// <param name="lanes">Numbers in a vector.</param>
    public double Copy(double numbers, double run, int lanes) =>
        Math.Max(numbers * (64.0 / lanes) / Bandwidth, run < 2 ? numbers * GatheredRead : numbers / run * (RowOverhead + Math.Ceiling(run / lanes)));

    private static double Size(IEnumerable<Index> indices, long batch) => indices.Aggregate(1.0, (p, i) => p * (i.Extent?.Estimate(batch) ?? batch));

    private double Nest(LoopNest nest, long batch)
    {
        double Size(IEnumerable<Index> indices) => CostModel.Size(indices, batch);
        var points = Size(nest.Domain);
        var terms = Size(nest.Reduced);
        var lanes = (nest.Target ?? nest.Assignments.Select(static a => a.Tensor).FirstOrDefault())?.Type == ScalarType.Double ? 4 : 8;
        var assigned = nest.Assignments.Sum(static a => Operations(a.Value));
        var stored = nest.Computes.Count() * points * (32.0 / lanes);
        double time;
        if (nest.Contraction is { } c)
        {
            if (c.IsSparse) return Math.Max(stored / Bandwidth, (points * Size(c.Sum) * 2 * (8.0 / lanes) / ContractionRate * SparseSlowness) + (points * assigned / VectorRate * (8.0 / lanes)));
            time = Nanoseconds(c, lanes, batch) + (points * assigned / VectorRate * (8.0 / lanes));
        }
        else if (nest.Reducer.IsMatrix())
        {
            return points * Math.Max(1, terms) / ScalarRate;
        }
        else
        {
            var work = (points * terms * (nest.Term is null ? 0 : Operations(nest.Term) + (nest.Reducer == Reducer.LogSumExp ? 10 : nest.Reducer == Reducer.None ? 0 : 1))) + (points * assigned);
            if (nest.Lane is not { } lane || nest.Scatter is not null)
            {
                time = work / ScalarRate;
            }
            else
            {
                var length = lane.Extent?.Estimate(batch) ?? batch;
                var along = Math.Ceiling(length / lanes) * lanes / Math.Max(1, length);
                var gathered = nest.Expressions().SelectMany(static e => e.Reads()).Distinct().Count(r => IsApart(r, lane));
                time = (work * along / VectorRate * (8.0 / lanes)) + (points * terms / Math.Max(1, length) * RowOverhead) + (points * terms * gathered * GatheredRead);
            }
        }

        return Math.Max(time, stored / Bandwidth);
    }

    private static double Operations(Expression e) => e.Nodes().Where(static n => n.Kind == ExpressionKind.Apply && n.Type is ScalarType.Float or ScalarType.Double).Sum(static n => (double)n.Operator.Cost);

    // Whether elements at neighbouring values of an index are not neighbours in memory.
    private static bool IsApart(Expression read, Index lane)
    {
        if (!read.DependsOn(lane)) return false;
        var last = read.Arguments[read.Arguments.Length - 1];
        return read.Arguments.Take(read.Arguments.Length - 1).Any(a => a.DependsOn(lane)) || !(last.Kind == ExpressionKind.Index || (last.Is(ScalarOperators.Add) && last.Arguments.Any(a => a.Kind == ExpressionKind.Index && a.Index == lane)));
    }
}
