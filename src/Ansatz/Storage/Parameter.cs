using System.Numerics.Tensors;

namespace Ansatz;

/// <summary>One stored tensor of a model, as its <see cref="ParameterSet"/> lists it.</summary>
public sealed class Parameter
{
    internal Parameter(string name, Segment segment, bool owned, bool frozen = false) => (Name, Segment, IsOwned, IsFrozen) = (name, segment, owned, frozen);

    /// <summary>The name of the property; of a used model's tensor, the path to it (<c>Hidden.V</c>).</summary>
    public string Name { get; }

    /// <summary>The extents, outermost first; none for a scalar.</summary>
    public ReadOnlySpan<int> Shape => Segment.Shape;

    /// <summary><see cref="float"/>, <see cref="double"/>, or of a state also <see cref="int"/>.</summary>
    public Type ElementType => Segment.ElementType;

    /// <summary>Whether it is trained.</summary>
    public ParameterKind Kind => Segment.Kind;

    /// <summary>The distribution of its first values.</summary>
    public Initial Initial => Segment.Initial;

    /// <summary>How many numbers it has.</summary>
    public int Length => Segment.Length;

    /// <summary>Whether it lies in the arrays of this set; otherwise it belongs to a used model that came from outside.</summary>
    public bool IsOwned { get; }

    /// <summary>Whether training leaves it as it is: it has no gradient, and no optimiser made for this set changes it.</summary>
    public bool IsFrozen { get; }

    /// <summary>Whether training changes it: it is no state, and not frozen.</summary>
    internal bool IsTrained => Kind == ParameterKind.Parameter && !IsFrozen;

    internal Segment Segment { get; }

    /// <summary>A tensor over the memory itself, not a copy. A scalar is seen as [1].</summary>
    /// <exception cref="ArgumentException">The elements are not of type <typeparamref name="T"/>.</exception>
    public Tensor<T> Tensor<T>() where T : unmanaged => Typed<T>().View;

    /// <summary>The name, type and shape: <c>Hidden.V: Single[8, 64]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType.Name}[{string.Join(", ", Segment.Shape)}]";

    internal Segment<T> Typed<T>() where T : unmanaged => Segment as Segment<T>
        ?? throw new ArgumentException($"'{Name}' is of {ElementType.Name}, not of {typeof(T).Name}.");
}
