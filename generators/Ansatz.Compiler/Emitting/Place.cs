using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Where an element lies in its buffer: Σ stride·index + a constant + Σ stride·data.</summary>
internal sealed class Place
{
    private readonly Index? _row;

    private Place(LoopBuffer buffer, Index? row) => (Buffer, _row) = (buffer, row);

    /// <summary>The buffer.</summary>
    public LoopBuffer Buffer { get; }

    /// <summary>Whether the first index is exactly the region's row.</summary>
    public bool RowLocal { get; private set; }

    /// <summary>Strides of indices, in the order of the dimensions.</summary>
    public List<(Index Index, Extent Stride)> Indices { get; } = [];

    /// <summary>Terms that are not indices: index data.</summary>
    public List<(Expression Term, Extent Stride)> Data { get; } = [];

    /// <summary>The part without indices.</summary>
    public Extent Constant { get; private set; } = Extent.Zero;

    /// <summary>The place of a read.</summary>
    public static Place Of(LoopBuffer buffer, IReadOnlyList<Expression> arguments, Index? row)
    {
        var place = new Place(buffer, row) { RowLocal = row is not null && arguments.Count > 0 && arguments[0].Kind == ExpressionKind.Index && arguments[0].Index == row };
        for (var d = 0; d < arguments.Count; d++)
        {
            var linear = Linear.Of(arguments[d]);
            foreach (var (term, coefficient) in linear.Terms)
            {
                var stride = Extent.Of(coefficient) * buffer.Strides[d];
                if (stride.Equals(Extent.Zero)) continue;
                if (term.Kind == ExpressionKind.Index) place.Add(term.Index, stride);
                else if (term.ScaledIndex() is { Term.Kind: ExpressionKind.Index } scaled) place.Add(scaled.Term.Index, scaled.Factor * stride);
                else place.Data.Add((term, stride));
            }

            place.Constant += linear.Offset * buffer.Strides[d];
        }

        foreach (var (index, stride) in DigitTerms.Join(place.Data)) place.Add(index, stride);
        return place;
    }

    /// <summary>The stride of an index; 0 if the place does not depend on it.</summary>
    public Extent Stride(Index index) => Indices.FirstOrDefault(t => t.Index == index).Stride ?? Extent.Zero;

    /// <summary>Whether one step of each of these indices is as long as a whole run of the one behind it.</summary>
    public bool StepsAsOne(Index[] indices)
    {
        for (var k = 0; k + 1 < indices.Length; k++)
        {
            if (!Stride(indices[k]).Equals(Stride(indices[k + 1]) * indices[k + 1].Extent!)) return false;
        }

        return indices.Length > 0 && !Stride(indices[indices.Length - 1]).Equals(Extent.Zero);
    }

    /// <summary>
    /// What the first row of a block adds, for a row-local place: all that the row counts for (of a diagonal, both its dimensions), without what the
    /// memory of one block leaves out.
    /// </summary>
    public Extent FirstRowStride => Stride(_row!) - (Buffer.Storage == Storage.Block ? Buffer.Strides[0] : Extent.Zero);

    /// <summary>The same place with only some of the data terms.</summary>
    public Place Keeping(Func<Expression, bool> term)
    {
        var place = new Place(Buffer, _row) { RowLocal = RowLocal, Constant = Constant };
        place.Indices.AddRange(Indices);
        place.Data.AddRange(Data.Where(d => term(d.Term)));
        return place;
    }

    private void Add(Index index, Extent stride)
    {
        var at = Indices.FindIndex(t => t.Index == index);
        if (at < 0) Indices.Add((index, stride));
        else Indices[at] = (index, Indices[at].Stride + stride);
    }
}
