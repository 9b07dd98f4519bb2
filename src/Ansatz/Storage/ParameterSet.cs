using System.Collections;
using System.ComponentModel;
using System.Numerics.Tensors;

namespace Ansatz;

/// <summary>The stored tensors of a model: its own in the order of their declaration, then those of each model that it uses.</summary>
/// <remarks>
/// <para>All parameters of one element type lie in one pinned array, all states in another; each tensor starts at a multiple of
/// 64 bytes. A model that the user made for itself lends its tensors a place in the user's arrays; a model from outside keeps its own,
/// and every set that lists it sees the same memory.</para>
/// <para>Reading from several threads is safe. Everything that writes (also through a tensor) must be alone.</para>
/// <para>While a workspace on a GPU exists, the newest values may be on the device. Every member here fetches them first; a tensor that was
/// taken from this set before a step on the device shows them after the next call of such a member, and what is written through it is seen by the
/// device if the tensor was taken after the device's last call.</para>
/// </remarks>
public sealed class ParameterSet : IReadOnlyList<Parameter>
{
    private readonly Parameter[] _all;
    private readonly Dictionary<string, int> _ordinals;
    private bool _isOwned;

    private ParameterSet(Parameter[] all)
    {
        _all = all;
        _ordinals = new Dictionary<string, int>(all.Length, StringComparer.Ordinal);
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Name is "" or SafetensorsFormat.MetadataKey) throw new ArgumentException($"A stored tensor cannot have the name '{all[i].Name}'.");
            if (!_ordinals.TryAdd(all[i].Name, i)) throw new ArgumentException($"Two stored tensors have the name '{all[i].Name}'.");
        }
        ParameterCount = Distinct().Where(p => p.Kind == ParameterKind.Parameter).Sum(p => (long)p.Length);
    }

    /// <summary>Makes the set of a new model: allocates its arrays, zeroed, and takes the tensors of owned models into them, values and all.</summary>
    /// <param name="own">The model's own tensors, in the order of declaration.</param>
    /// <param name="uses">The models that it uses, in the order of declaration.</param>
    /// <exception cref="ArgumentException">A declaration is impossible, or an owned model already has an owner.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ParameterSet Create(ReadOnlySpan<ParameterDeclaration> own, params ReadOnlySpan<UsedModel> uses)
    {
        var all = new List<Parameter>();
        foreach (ref readonly var declaration in own)
            all.Add(new Parameter(declaration.Name, Segment.Create(declaration), owned: true, declaration.Frozen));
        var owned = new HashSet<ParameterSet>();
        foreach (var use in uses)
        {
            if (use.Owned && (use.Parameters._isOwned || !owned.Add(use.Parameters)))
                throw new ArgumentException($"'{use.Name}' already belongs to another model: hand it to the constructor to share it, or make a new one.");
            foreach (var inner in use.Parameters._all)
                all.Add(new Parameter($"{use.Name}.{inner.Name}", inner.Segment, use.Owned && inner.IsOwned, use.Frozen || inner.IsFrozen));
        }

        // All that can fail comes before anything is moved or taken over.
        var set = new ParameterSet([.. all]);
        var moves = new List<Action>();
        foreach (var kind in (ReadOnlySpan<ParameterKind>)[ParameterKind.Parameter, ParameterKind.State])
        {
            set.Gather<float>(kind, moves);
            set.Gather<double>(kind, moves);
            set.Gather<int>(kind, moves);
        }
        foreach (var move in moves) move();
        foreach (var use in uses) use.Parameters._isOwned |= use.Owned;
        return set;
    }

    /// <summary>How many tensors there are, states and those of used models included.</summary>
    public int Count => _all.Length;

    /// <summary>How many numbers the parameters are, frozen ones among them. A tensor that is listed under several names counts once.</summary>
    public long ParameterCount { get; }

    /// <summary>How many numbers <see cref="FlattenTo{T}"/> writes: the order of a Hessian.</summary>
    /// <remarks>A tensor that is listed under several names counts under each, as it has a gradient for each; one that is frozen has none.</remarks>
    public int FlatLength => checked((int)_all.Where(p => p.IsTrained).Sum(p => (long)p.Length));

    /// <summary>A tensor by number.</summary>
    public Parameter this[int ordinal] => _all[ordinal];

    /// <summary>A tensor by name; one of a used model by its path, <c>Hidden.V</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Parameter this[string name] => _all[Ordinal(name)];

    /// <summary>The values of a tensor: a view of the memory itself, not a copy. A scalar is seen as [1].</summary>
    /// <exception cref="ArgumentException">Its elements are not of type <typeparamref name="T"/>.</exception>
    public Tensor<T> Tensor<T>(int ordinal) where T : unmanaged => _all[ordinal].Typed<T>().View;

    /// <inheritdoc cref="Tensor{T}(int)"/>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Tensor<T> Tensor<T>(string name) where T : unmanaged => this[name].Typed<T>().View;

    /// <summary>The address of a tensor's first element, a multiple of 64 bytes.</summary>
    /// <remarks>The memory does not move unless another model takes this one over, and lives as long as this set: keep the set reachable while the address is in use.</remarks>
    /// <exception cref="ArgumentException">Its elements are not of type <typeparamref name="T"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public unsafe T* Pointer<T>(int ordinal) where T : unmanaged
    {
        var segment = _all[ordinal].Segment;
        return segment is Segment<T> typed ? typed.Pointer : _all[ordinal].Typed<T>().Pointer;
    }

    /// <summary>Gives every tensor of this model and of the models that it owns its first values, as declared. A model from outside keeps its own.</summary>
    /// <remarks>Each value is a function of the seed, the tensor's name and the element's position alone: the same on every machine.</remarks>
    public void Initialize(int seed)
    {
        foreach (var parameter in _all.Where(p => p.IsOwned).DistinctBy(p => p.Segment))
            Initializer.Fill(parameter, seed);
    }

    /// <summary>Writes all tensors, states included, by name into a file in the <i>safetensors</i> format.</summary>
    /// <remarks>
    /// The file is written beside <paramref name="path"/> and takes its place only once it is complete. A tensor that is listed
    /// under several names is written under the first of them.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => SafetensorsWriter.Write(this, path);

    /// <summary>Writes all tensors, states included, in the <i>safetensors</i> format, named and joined as another library does.</summary>
    /// <param name="path">The file, which is replaced only once the new one is complete.</param>
    /// <param name="naming">What the tensors are called there, such as <see cref="ParameterNaming.PyTorch"/>.</param>
    /// <exception cref="ArgumentException">The naming does not fit this model; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, ParameterNaming naming)
    {
        ArgumentNullException.ThrowIfNull(naming);
        SafetensorsWriter.Write(this, path, naming);
    }

    /// <summary>Reads all tensors, states included, by name from a file in the <i>safetensors</i> format.</summary>
    /// <remarks>The file must have exactly the tensors of this set, each of the same shape and type. If anything is wrong, nothing is changed.</remarks>
    /// <exception cref="ModelFileException">The file is damaged, or not of this model; the message names every tensor in question.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        SafetensorsReader.Read(this, stream, path);
    }

    /// <summary>Reads all tensors, states included, from a file in the <i>safetensors</i> format whose tensors are named and joined as another library does.</summary>
    /// <remarks>
    /// The file must have exactly the tensors that the naming asks for, each of the same shape, and of the same type or a narrower one (F16 and BF16 for float). If
    /// anything is wrong, nothing is changed.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="naming">What the tensors are called there, such as <see cref="ParameterNaming.PyTorch"/>.</param>
    /// <exception cref="ArgumentException">The naming does not fit this model; the message says where.</exception>
    /// <exception cref="ModelFileException">The file is damaged, or not of this model; the message names every tensor in question.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Load(string path, ParameterNaming naming)
    {
        ArgumentNullException.ThrowIfNull(naming);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        SafetensorsReader.Read(this, stream, path, naming);
    }

    /// <summary>Copies all parameters into one vector: in the order of this set, each row by row, without gaps. States and frozen parameters are left out.</summary>
    /// <param name="flat">As long as <see cref="FlatLength"/>.</param>
    /// <exception cref="ArgumentException">It is not as long, or a parameter is not of type <typeparamref name="T"/>.</exception>
    public void FlattenTo<T>(Span<T> flat) where T : unmanaged
    {
        RequireFlat<T>(flat.Length);
        var first = 0;
        foreach (var parameter in _all)
        {
            if (!parameter.IsTrained) continue;
            parameter.Typed<T>().ReadValues.CopyTo(flat[first..]);
            first += parameter.Length;
        }
    }

    /// <summary>Takes all parameters from one vector, ordered as by <see cref="FlattenTo{T}"/>. If anything is wrong, nothing is changed.</summary>
    /// <param name="flat">As long as <see cref="FlatLength"/>.</param>
    /// <exception cref="ArgumentException">It is not as long, or a parameter is not of type <typeparamref name="T"/>.</exception>
    public void UnflattenFrom<T>(ReadOnlySpan<T> flat) where T : unmanaged
    {
        RequireFlat<T>(flat.Length);
        var first = 0;
        foreach (var parameter in _all)
        {
            if (!parameter.IsTrained) continue;
            flat.Slice(first, parameter.Length).CopyTo(parameter.Typed<T>().Values);
            first += parameter.Length;
        }
    }

    /// <summary>Where a parameter's first element stands in the vector of <see cref="FlattenTo{T}"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ArgumentException">It is a state or frozen, which the vector does not have.</exception>
    public int FlatIndex(string name)
    {
        var ordinal = Ordinal(name);
        if (!_all[ordinal].IsTrained) throw new ArgumentException($"'{name}' is {(_all[ordinal].IsFrozen ? "frozen" : "a state")}: it has no place among the parameters that are trained.", nameof(name));
        return _all.Take(ordinal).Where(p => p.IsTrained).Sum(p => p.Length);
    }

    /// <summary>New gradients for these tensors, all zero.</summary>
    public GradientSet CreateGradients() => new(this);

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => ((IEnumerable<Parameter>)_all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of tensors and of the parameters' numbers.</summary>
    public override string ToString() => $"{Count} tensors, {ParameterCount} parameters";

    internal int Ordinal(string name) => _ordinals.TryGetValue(name, out var ordinal) ? ordinal
        : throw new KeyNotFoundException($"There is no stored tensor '{name}', but there are: {string.Join(", ", _all.Select(p => p.Name))}.");

    internal void RequireFlat<T>(int length) where T : unmanaged
    {
        long expected = 0;
        foreach (var parameter in _all)
        {
            if (!parameter.IsTrained) continue;
            parameter.Typed<T>();
            expected += parameter.Length;
        }
        if (length != expected) throw new ArgumentException($"The parameters are {expected} numbers, but the vector has {length}.");
    }

    internal bool TryGetOrdinal(string name, out int ordinal) => _ordinals.TryGetValue(name, out ordinal);

    /// <summary>The tensors, each under the first of its names only.</summary>
    internal IEnumerable<Parameter> Distinct() => _all.DistinctBy(p => p.Segment);

    // One array per element type and kind, for what belongs to this set.
    private void Gather<T>(ParameterKind kind, List<Action> moves) where T : unmanaged
    {
        var segments = _all.Where(p => p.IsOwned && p.Kind == kind).Select(p => p.Segment).OfType<Segment<T>>().Distinct().ToArray();
        if (segments.Length == 0) return;
        var array = BlockLayout.Allocate<T>(segments.Sum(s => (long)s.PaddedLength), out var first);
        foreach (var segment in segments)
        {
            var at = first;
            moves.Add(() => segment.MoveTo(array, at));
            first += segment.PaddedLength;
        }
    }
}
