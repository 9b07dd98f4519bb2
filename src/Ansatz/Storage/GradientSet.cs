using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Ansatz;

/// <summary>One gradient for each parameter of a <see cref="ParameterSet"/>, under the same numbers and names. States have none.</summary>
/// <remarks>A tensor that is listed under several names has a gradient for each of them; optimisers add them up.</remarks>
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
            if (segment.Kind == ParameterKind.State) continue;
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

    /// <summary>The parameters to which these gradients belong.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>How many tensors <see cref="Parameters"/> has, states included: the numbers are the same.</summary>
    public int Count => _places.Length;

    /// <summary>The gradient with respect to one parameter: a view of the memory itself, of the parameter's shape (a scalar's is [1]).</summary>
    /// <exception cref="ArgumentException">The parameter is a state, or not of type <typeparamref name="T"/>.</exception>
    public Tensor<T> Tensor<T>(int ordinal) where T : unmanaged
    {
        ref var place = ref Find<T>(ordinal);
        if (place.View is not null) return (Tensor<T>)place.View;
        var view = BlockLayout.View(Array<T>(), place.First, Parameters[ordinal].Segment.Shape);
        place.View = view;
        return view;
    }

    /// <inheritdoc cref="Tensor{T}(int)"/>
    /// <exception cref="KeyNotFoundException">There is no parameter of that name.</exception>
    public Tensor<T> Tensor<T>(string name) where T : unmanaged => Tensor<T>(Parameters.Ordinal(name));

    /// <summary>The address of a gradient's first element, a multiple of 64 bytes; valid as long as this set is reachable.</summary>
    /// <exception cref="ArgumentException">The parameter is a state, or not of type <typeparamref name="T"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public unsafe T* Pointer<T>(int ordinal) where T : unmanaged => (T*)Find<T>(ordinal).Address;

    /// <summary>Copies all gradients into one vector, ordered as <see cref="ParameterSet.FlattenTo{T}"/> orders the parameters.</summary>
    /// <param name="flat">As long as <see cref="ParameterSet.FlatLength"/>.</param>
    /// <exception cref="ArgumentException">It is not as long, or a parameter is not of type <typeparamref name="T"/>.</exception>
    public void FlattenTo<T>(Span<T> flat) where T : unmanaged
    {
        Parameters.RequireFlat<T>(flat.Length);
        for (var (i, first) = (0, 0); i < _places.Length; i++)
        {
            if (Parameters[i].Kind != ParameterKind.Parameter) continue;
            Values<T>(i, 0, Parameters[i].Length).CopyTo(flat[first..]);
            first += Parameters[i].Length;
        }
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void Clear()
    {
        System.Array.Clear(_floats);
        System.Array.Clear(_doubles);
    }

    /// <summary>The gradient with respect to one parameter, elements first .. first + count.</summary>
    internal Span<T> Values<T>(int ordinal, int first, int count) where T : unmanaged
        => new(Array<T>(), Find<T>(ordinal).First + first, count);

    private ref Place Find<T>(int ordinal) where T : unmanaged
    {
        ref var place = ref _places[ordinal];
        if (place.Address == 0 || Parameters[ordinal].Segment is not Segment<T>) ThrowNone<T>(ordinal);
        return ref place;
    }

    private void ThrowNone<T>(int ordinal) where T : unmanaged
    {
        Parameters[ordinal].Typed<T>();
        throw new ArgumentException($"'{Parameters[ordinal].Name}' is a state: it has no gradient.");
    }

    private T[] Array<T>() => typeof(T) == typeof(float) ? (T[])(object)_floats : (T[])(object)_doubles;

    private T[] Allocate<T>(out int first) where T : unmanaged
    {
        first = 0;
        var count = Parameters.Where(p => p.Kind == ParameterKind.Parameter && p.Segment is Segment<T>).Sum(p => (long)p.Segment.PaddedLength);
        return count == 0 ? [] : BlockLayout.Allocate<T>(count, out first);
    }

    private record struct Place(nint Address, int First, object? View = null);
}
