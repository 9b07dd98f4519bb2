using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Ansatz.Numerics;

namespace Ansatz;

/// <summary>One gradient for each parameter of a <see cref="ParameterSet"/>, under the same numbers and names. States and frozen parameters have none.</summary>
/// <remarks>
/// <para>A tensor that is listed under several names has a gradient for each of them; optimisers add them up.</para>
/// <para>Of a table that the loss reads only at index data, a call of <c>Gradient</c> touches few rows: those that the data name. It writes
/// these, sets back to 0 those of the call before, and says which they are (<see cref="TryGetTouchedRows(int, out ReadOnlySpan{int})"/>); all other rows are 0.
/// Whoever adds something of his own to other rows says so with <see cref="TouchAllRows(int)"/>.</para>
/// </remarks>
public sealed class GradientSet
{
    private readonly Place[] _places;
    private readonly float[] _floats;
    private readonly double[] _doubles;

    internal unsafe GradientSet(ParameterSet parameters)
    {
        Parameters = parameters;
        _places = new Place[parameters.Count];
        _floats = Allocate<float>(out var firstFloat);
        _doubles = Allocate<double>(out var firstDouble);
        for (var i = 0; i < _places.Length; i++)
        {
            var segment = parameters[i].Segment;
            if (!parameters[i].IsTrained) continue;
            if (segment is Segment<float>)
            {
                _places[i] = new Place((nint)Unsafe.AsPointer(ref _floats[firstFloat]), firstFloat);
                firstFloat += segment.PaddedLength;
            }
            else
            {
                _places[i] = new Place((nint)Unsafe.AsPointer(ref _doubles[firstDouble]), firstDouble);
                firstDouble += segment.PaddedLength;
            }
        }
    }

    /// <summary>What watches over copies of it on devices; null until there is one.</summary>
    internal Residency? Residency { get; set; }

    /// <summary>The parameters to which these gradients belong.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>How many tensors <see cref="Parameters"/> has, states included: the numbers are the same.</summary>
    public int Count => _places.Length;

    /// <summary>The gradient with respect to one parameter: a view of the memory itself, of the parameter's shape (a scalar's is [1]).</summary>
    /// <exception cref="ArgumentException">The parameter is a state or frozen, or not of type <typeparamref name="T"/>.</exception>
    public Tensor<T> Tensor<T>(int ordinal) where T : unmanaged
    {
        ref var place = ref Find<T>(ordinal);
        Residency?.Change();
        if (place.View is not null) return (Tensor<T>)place.View;
        var view = BlockLayout.View(Array<T>(), place.First, Parameters[ordinal].Segment.Shape);
        place.View = view;
        return view;
    }

    /// <inheritdoc cref="Tensor{T}(int)"/>
    /// <exception cref="KeyNotFoundException">There is no parameter of that name.</exception>
    public Tensor<T> Tensor<T>(string name) where T : unmanaged => Tensor<T>(Parameters.Ordinal(name));

    /// <summary>The rows (indices of the first dimension) outside which a gradient is 0, ascending, each once; false if any row may have been touched.</summary>
    /// <param name="ordinal">The number of the parameter.</param>
    /// <param name="rows">The rows; valid until the next call that computes or clears these gradients.</param>
    public bool TryGetTouchedRows(int ordinal, out ReadOnlySpan<int> rows)
    {
        rows = default;
        if (_places[ordinal].Touched is not { IsKnown: true } touched) return false;
        rows = touched.Rows;
        return true;
    }

    /// <inheritdoc cref="TryGetTouchedRows(int, out ReadOnlySpan{int})"/>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="rows">The rows; valid until the next call that computes or clears these gradients.</param>
    /// <exception cref="KeyNotFoundException">There is no parameter of that name.</exception>
    public bool TryGetTouchedRows(string name, out ReadOnlySpan<int> rows) => TryGetTouchedRows(Parameters.Ordinal(name), out rows);

    /// <summary>Says that any row of a gradient may differ from 0, until it is computed anew: for who writes to rows that were not touched.</summary>
    public void TouchAllRows(int ordinal)
    {
        if (_places[ordinal].Touched is { } touched) touched.IsKnown = false;
    }

    /// <inheritdoc cref="TouchAllRows(int)"/>
    /// <exception cref="KeyNotFoundException">There is no parameter of that name.</exception>
    public void TouchAllRows(string name) => TouchAllRows(Parameters.Ordinal(name));

    /// <summary>The address of a gradient's first element, a multiple of 64 bytes; valid as long as this set is reachable. Any row may be written to.</summary>
    /// <exception cref="ArgumentException">The parameter is a state or frozen, or not of type <typeparamref name="T"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public unsafe T* Pointer<T>(int ordinal) where T : unmanaged
    {
        ref var place = ref Find<T>(ordinal);
        Residency?.Change();
        if (place.Touched is { } touched) touched.IsKnown = false;
        return (T*)place.Address;
    }

    /// <summary>The same of a gradient that is about to be computed for some rows only: those that are named to <see cref="SetRows"/> and <see cref="AddRows"/> next.</summary>
    /// <exception cref="ArgumentException">The parameter is a state or frozen, or not of type <typeparamref name="T"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public unsafe T* Rows<T>(int ordinal) where T : unmanaged
    {
        ref var place = ref Find<T>(ordinal);
        Residency?.Change();
        place.Touched ??= new TouchedRows();
        return (T*)place.Address;
    }

    /// <summary>Names the first rows that are about to be written to, by <see cref="RowOrder.Set"/>: all others become 0, and these too where it takes them for 0.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public unsafe void SetRows<T>(int ordinal, in RowOrder order) where T : unmanaged
    {
        ref var place = ref Find<T>(ordinal);
        var touched = place.Touched!;
        var rows = new ReadOnlySpan<int>(order.Rows, order.Count);
        var segment = Parameters[ordinal].Segment;
        var values = Values<T>(ordinal, 0, segment.Length);
        if (touched.IsKnown)
        {
            var (width, next) = (segment.RowLength, 0);
            foreach (var row in touched.Rows)
            {
                while (next < rows.Length && rows[next] < row) next++;
                if (order.IsInOrder || next == rows.Length || rows[next] != row) values.Slice(row * width, width).Clear();
            }
        }
        else values.Clear();
        touched.Begin();
        touched.Add(rows);
    }

    /// <summary>Names further rows that are about to be added to.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public unsafe void AddRows(int ordinal, in RowOrder order) => _places[ordinal].Touched!.Add(new(order.Rows, order.Count));

    /// <summary>Copies all gradients into one vector, ordered as <see cref="ParameterSet.FlattenTo{T}"/> orders the parameters.</summary>
    /// <param name="flat">As long as <see cref="ParameterSet.FlatLength"/>.</param>
    /// <exception cref="ArgumentException">It is not as long, or a parameter is not of type <typeparamref name="T"/>.</exception>
    public void FlattenTo<T>(Span<T> flat) where T : unmanaged
    {
        Parameters.RequireFlat<T>(flat.Length);
        for (var (i, first) = (0, 0); i < _places.Length; i++)
        {
            if (!Parameters[i].IsTrained) continue;
            Values<T>(i, 0, Parameters[i].Length).CopyTo(flat[first..]);
            first += Parameters[i].Length;
        }
    }

    /// <summary>Adds other gradients of the same parameters, times a number: for a step along the gradients of several parts of a batch, or of several losses. Allocates nothing after the first time.</summary>
    /// <remarks>Where both say which rows of a table they touch, the sum does so too, and no other rows are looked at.</remarks>
    /// <exception cref="ArgumentException">The other set is of other parameters.</exception>
    public void Add(GradientSet other, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Parameters != Parameters) throw new ArgumentException("Gradients of other parameters cannot be added.", nameof(other));
        Residency?.Change();
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i].Address == 0) continue;
            if (Parameters[i].Segment is Segment<float>) Add(other, i, (float)weight);
            else Add(other, i, weight);
        }
    }

    private void Add<T>(GradientSet other, int ordinal, T weight) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var segment = Parameters[ordinal].Segment;
        var sum = Values<T>(ordinal, 0, segment.Length);
        ReadOnlySpan<T> added = other.Values<T>(ordinal, 0, segment.Length);
        ref var place = ref _places[ordinal];
        if (place.Touched is not { IsKnown: true } touched || !other.TryGetTouchedRows(ordinal, out var rows))
        {
            if (place.Touched is { } some) some.IsKnown = false;
            GradientSums.AddTimes(sum, added, weight);
            return;
        }
        var width = segment.RowLength;
        foreach (var row in rows) GradientSums.AddTimes(sum.Slice(row * width, width), added.Slice(row * width, width), weight);
        touched.Add(rows);
    }

    /// <summary>Sets elements that are larger than a limit to it, and those that are less than minus the limit to that. What is not a number stays so. Allocates nothing.</summary>
    /// <param name="limit">More than 0.</param>
    public void Clamp(double limit)
    {
        if (!(limit > 0)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit must be more than 0.");
        Residency?.Change();
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i].Address == 0) continue;
            if (Parameters[i].Segment is Segment<float>) Clamp(i, (float)limit);
            else Clamp(i, limit);
        }
    }

    private void Clamp<T>(int ordinal, T limit) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var segment = Parameters[ordinal].Segment;
        var values = Values<T>(ordinal, 0, segment.Length);
        if (!TryGetTouchedRows(ordinal, out var rows))
        {
            TensorPrimitives.Clamp<T>(values, -limit, limit, values);
            return;
        }
        var width = segment.RowLength;
        foreach (var row in rows)
        {
            var part = values.Slice(row * width, width);
            TensorPrimitives.Clamp<T>(part, -limit, limit, part);
        }
    }

    /// <summary>Begins a sum of gradients: all are 0, and known to be, so that a sum of tables touches as few rows as its parts. Allocates nothing.</summary>
    internal void BeginSum()
    {
        Residency?.Overwrite();
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i].Address == 0) continue;
            if (Parameters[i].Segment is Segment<float>) BeginSum<float>(i);
            else BeginSum<double>(i);
        }
    }

    private void BeginSum<T>(int ordinal) where T : unmanaged
    {
        var segment = Parameters[ordinal].Segment;
        var values = Values<T>(ordinal, 0, segment.Length);
        if (TryGetTouchedRows(ordinal, out var rows))
        {
            foreach (var row in rows) values.Slice(row * segment.RowLength, segment.RowLength).Clear();
        }
        else values.Clear();
        (_places[ordinal].Touched ??= new TouchedRows()).Begin();
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void Clear()
    {
        Residency?.Overwrite();
        for (var i = 0; i < _places.Length; i++) TouchAllRows(i);
        System.Array.Clear(_floats);
        System.Array.Clear(_doubles);
    }

    /// <summary>The gradient with respect to one parameter, elements first .. first + count.</summary>
    internal Span<T> Values<T>(int ordinal, int first, int count) where T : unmanaged
    {
        Residency?.Read();
        return new(Array<T>(), Find<T>(ordinal).First + first, count);
    }

    /// <summary>All gradients of one type as they lie in memory, a multiple of 64 bytes for each; only devices' copies look at it past <see cref="Residency"/>.</summary>
    internal Span<T> Block<T>() where T : unmanaged
    {
        var (begin, end) = (-1, 0);
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i].Address == 0 || Parameters[i].Segment is not Segment<T> segment) continue;
            if (begin < 0) begin = _places[i].First;
            end = _places[i].First + segment.PaddedLength;
        }

        return begin < 0 ? [] : new(Array<T>(), begin, end - begin);
    }

    /// <summary>Where in <see cref="Block{T}"/> the gradient with respect to one parameter begins.</summary>
    internal unsafe int Offset<T>(int ordinal) where T : unmanaged => BlockLayout.Offset(Find<T>(ordinal).First, sizeof(T));

    private ref Place Find<T>(int ordinal) where T : unmanaged
    {
        ref var place = ref _places[ordinal];
        if (place.Address == 0 || Parameters[ordinal].Segment is not Segment<T>) ThrowNone<T>(ordinal);
        return ref place;
    }

    private void ThrowNone<T>(int ordinal) where T : unmanaged
    {
        Parameters[ordinal].Typed<T>();
        throw new ArgumentException($"'{Parameters[ordinal].Name}' is {(Parameters[ordinal].IsFrozen ? "frozen" : "a state")}: it has no gradient.");
    }

    private T[] Array<T>() => typeof(T) == typeof(float) ? (T[])(object)_floats : (T[])(object)_doubles;

    private T[] Allocate<T>(out int first) where T : unmanaged
    {
        first = 0;
        var count = Parameters.Where(p => p.IsTrained && p.Segment is Segment<T>).Sum(p => (long)p.Segment.PaddedLength);
        return count == 0 ? [] : BlockLayout.Allocate<T>(count, out first);
    }

    private record struct Place(nint Address, int First, object? View = null, TouchedRows? Touched = null);
}
