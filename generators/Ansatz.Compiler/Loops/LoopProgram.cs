using System.Text;
using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Loops;

/// <summary>Where the elements of a tensor are kept.</summary>
public enum Storage
{
    /// <summary>Memory of the caller or of the parameter set.</summary>
    Given,

    /// <summary>Memory that the caller or the gradient set hands over to be filled.</summary>
    Result,

    /// <summary>Memory of the workspace, for the whole tensor.</summary>
    Whole,

    /// <summary>Memory of the workspace for one block of rows of each worker.</summary>
    Block,

    /// <summary>Registers: the nest that computes it is the only one that reads it.</summary>
    Register,
}

/// <summary>A tensor with its place in memory: row-major and dense, but for the times of a recurrence of which one is kept.</summary>
public sealed class LoopBuffer(Tensor tensor, string name, Storage storage)
{
    /// <summary>The tensor.</summary>
    public Tensor Tensor { get; } = tensor;

    /// <summary>A C# identifier made from the tensor's name.</summary>
    public string Name { get; } = name;

    /// <summary>Where it is kept.</summary>
    public Storage Storage { get; set; } = storage;

    /// <summary>Whether only the rows that index data name are written to in a call, so that it is known which of them differ from 0.</summary>
    public bool IsRowSparse { get; set; }

    /// <summary>How many elements apart neighbours are, by dimension; 0 where all times lie on each other.</summary>
    public Extent[] Strides { get; private set; } = RowMajor(tensor.Shape, -1);

    /// <summary>The dimension of which one element is kept, the time of the step that the loop is in; -1 for none.</summary>
    public int Overwritten { get; private set; } = -1;

    /// <summary>How many elements are kept.</summary>
    public Extent Length => Tensor.Shape.Where((_, d) => d != Overwritten).Aggregate(Extent.One, (p, e) => p * e);

    /// <summary>Keeps one time only: whoever reads it does so in the step that computes it.</summary>
    public void Overwrite(int dimension)
    {
        Overwritten = dimension;
        Strides = RowMajor(Tensor.Shape, dimension);
    }

    private static Extent[] RowMajor(Extent[] shape, int overwritten)
    {
        var strides = new Extent[shape.Length];
        var stride = Extent.One;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = d == overwritten ? Extent.Zero : stride;
            if (d != overwritten) stride *= shape[d];
        }

        return strides;
    }
}

/// <summary>What a nest computes at a point: a tensor's element.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Value">Its value, over the nest's indices.</param>
public sealed record Assignment(Tensor Tensor, Expression Value);

/// <summary>One loop nest: everything that is computed while its indices run once.</summary>
public sealed class LoopNest
{
    /// <summary>The free indices; the first is the region's row if the region has one.</summary>
    public required Index[] Domain { get; init; }

    /// <summary>Indices reduced over.</summary>
    public Index[] Reduced { get; init; } = [];

    /// <summary>How they are reduced; None for a pointwise nest.</summary>
    public Reducer Reducer { get; init; }

    /// <summary>The tensor that the reduction computes, or null for a pointwise nest.</summary>
    public Tensor? Target { get; init; }

    /// <summary>The term of the reduction.</summary>
    public Expression? Term { get; init; }

    /// <summary>The operands, if the nest begins with a contraction.</summary>
    public ContractionShape? Contraction { get; init; }

    /// <summary>Where a scatter adds, or null.</summary>
    public Expression[]? Scatter { get; init; }

    /// <summary>For a scatter that adds to whole rows of its target: what names a row and what runs along it; otherwise null.</summary>
    public RowScatter? Rows { get; init; }

    /// <summary>Whether a scatter adds to what an earlier one has begun; otherwise it begins at 0.</summary>
    public bool Continues { get; init; }

    /// <summary>Pointwise results, in order; a later one may use an earlier one as it is in registers.</summary>
    public List<Assignment> Assignments { get; } = [];

    /// <summary>The statements, for people.</summary>
    public List<string> Formulas { get; } = [];

    /// <summary>The loop over time that the nest stands in, or null.</summary>
    public TimeLoop? Loop { get; init; }

    /// <summary>The index of the domain that is the nest's own time, or null.</summary>
    public Index? Time { get; init; }

    /// <summary>How many times of its own the nest has, from 0.</summary>
    public Extent? Times { get; init; }

    /// <summary>How many steps of the loop after its own time the nest runs.</summary>
    public long Delay { get; init; }

    /// <summary>The index that runs along vector lanes, or null for a nest without vectors.</summary>
    public Index? Lane { get; set; }

    /// <summary>Whether <see cref="Lane"/> is one of the reduced indices.</summary>
    public bool LaneIsReduced => Lane is not null && Reduced.Contains(Lane);

    /// <summary>The operands of a whole-matrix primitive.</summary>
    public Expression[] Operands => Term!.Is(MatrixReducers.Operands) ? Term.Arguments : [Term];

    /// <summary>The indices of the domain that a whole-matrix primitive computes together: see <see cref="Statement.Own"/>.</summary>
    public Index[] Own => Reducer.IsMatrix() ? Domain.Where(i => !Term!.DependsOn(i)).ToArray() : [];

    /// <summary>All tensors that the nest computes.</summary>
    public IEnumerable<Tensor> Computes => (Target is null ? [] : new[] { Target }).Concat(Assignments.Select(a => a.Tensor));

    /// <summary>All expressions in the nest.</summary>
    public IEnumerable<Expression> Expressions() => (Term is null ? [] : new[] { Term }).Concat(Scatter ?? []).Concat(Assignments.Select(a => a.Value))
        .Concat(Contraction is null ? [] : [Contraction.A, Contraction.B]);
}

/// <summary>A scatter that adds to whole rows: the first dimension of the place depends on the positions alone, the others are indices of their own.</summary>
/// <param name="Positions">The indices that name a row, in order.</param>
/// <param name="Columns">The indices along a row, in the order of the target's dimensions.</param>
public sealed record RowScatter(Index[] Positions, Index[] Columns)
{
    /// <summary>Whether a scatter does.</summary>
    public static bool Is(Statement s)
    {
        if (s.Scatter is not { Length: > 0 } place || s.Recurrence is not null) return false;
        var columns = place.Skip(1).Select(a => a.Kind == ExpressionKind.Index ? a.Index : null).ToArray();
        return s.Free.Skip(s.Free.Length - columns.Length).SequenceEqual(columns) && columns.Select(i => i!.Extent).SequenceEqual(s.Target.Shape.Skip(1))
            && !columns.Any(i => place[0].DependsOn(i!)) && !columns.Any(i => Guards.Around(s.Body).Conditions.Any(c => c.Condition.DependsOn(i!)));
    }
}

/// <summary>A loop over the times of a recurrence, around nests that stand side by side.</summary>
/// <param name="Time">The index of the loop; nests without a delay have it as their own time.</param>
/// <param name="Backward">Whether it runs from the last time to the first.</param>
public sealed record TimeLoop(Index Time, bool Backward)
{
    /// <summary>The first step: times begin at 0, and nests that run before their own time begin earlier.</summary>
    public long First { get; set; }

    /// <summary>One more than the last step.</summary>
    public Extent End { get; set; } = Extent.Zero;
}

/// <summary>Nests that run together over blocks of rows.</summary>
public sealed class LoopRegion
{
    /// <summary>Its position among all regions.</summary>
    public int Number { get; set; }

    /// <summary>Regions of one phase are independent; a phase begins when the one before has ended.</summary>
    public int Phase { get; init; }

    /// <summary>The row index, or null for what has no rows.</summary>
    public Index? Row { get; init; }

    /// <summary>How many rows a block has.</summary>
    public int BlockRows { get; set; } = 1;

    /// <summary>The nests in order.</summary>
    public List<LoopNest> Nests { get; } = [];
}

/// <summary>An imperative program: phases of regions of loop nests over dense buffers. Says nothing about any back end's language.</summary>
public sealed class LoopProgram(TensorProgram tensors)
{
    /// <summary>The tensor program that it was scheduled from.</summary>
    public TensorProgram Tensors { get; } = tensors;

    /// <summary>The buffers, by tensor.</summary>
    public Dictionary<Tensor, LoopBuffer> Buffers { get; } = [];

    /// <summary>The regions, by phase.</summary>
    public List<LoopRegion> Regions { get; } = [];

    /// <summary>Values that are computed again where they are read, to save memory.</summary>
    public IReadOnlyList<string> Recomputed { get; set; } = [];

    /// <summary>Intermediates in memory, with the bytes that each takes for one thread.</summary>
    public IEnumerable<(LoopBuffer Buffer, Extent Bytes)> Kept()
    {
        foreach (var region in Regions)
        {
            foreach (var b in region.Nests.SelectMany(n => n.Computes).Select(t => Buffers[t]).Distinct())
            {
                var size = Extent.Of(b.Tensor.Type == ScalarType.Double ? 8 : 4);
                if (b.Storage == Storage.Whole) yield return (b, b.Length * size);
                else if (b.Storage == Storage.Block) yield return (b, Extent.Of(region.BlockRows) * b.Strides[0] * size);
            }
        }
    }

    /// <summary>The bytes that intermediates take, for one thread; packed operands of contractions not counted.</summary>
    public Extent Memory() => Kept().Aggregate(Extent.Zero, (sum, k) => sum + k.Bytes);

    /// <summary>The program for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var region in Regions)
        {
            text.Append("phase ").Append(region.Phase).Append(", region ").Append(region.Number);
            if (region.Row is { } row) text.Append(": rows ").Append(row.Name).Append(" < ").Append(row.Extent).Append(", ").Append(region.BlockRows).Append(" at a time");
            text.Append('\n');
            LoopNest? previous = null;
            foreach (var nest in region.Nests)
            {
                var kind = nest.Contraction is not null ? nest.Contraction.IsSparse ? "contract sparse" : "contract" : nest.Scatter is not null ? "scatter" : nest.Reducer.IsMatrix() ? "matrix" : nest.Reducer != Reducer.None ? "reduce" : "map";
                if (nest.Loop is { } loop && (previous is null || previous.Loop != loop)) text.Append("  for ").Append(loop.Time.Name).Append(loop.Backward ? " back from " : " up to ").Append(loop.End).Append('\n');
                previous = nest;
                text.Append(nest.Loop is null ? "  " : "    ").Append(kind).Append(nest.Lane is { } lane ? $" (lanes {lane.Name})" : "").Append('\n');
                foreach (var formula in nest.Formulas) text.Append("    ").Append(formula).Append('\n');
            }
        }

        foreach (var b in Buffers.Values.Distinct().Where(b => b.Storage is Storage.Whole or Storage.Block))
            text.Append("  store ").Append(b.Name).Append(b.Storage == Storage.Block ? " (block of rows)" : "").Append(": ").Append(b.Tensor.Shape.Length == 0 ? "a number" : string.Join(" × ", b.Tensor.Shape.Where((_, d) => d != b.Overwritten).Select(s => s.ToFactor())))
                .Append(b.Overwritten >= 0 ? ", of one step" : "").Append('\n');
        return text.ToString();
    }
}
