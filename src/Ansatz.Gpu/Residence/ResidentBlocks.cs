using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

/// <summary>The copies of stored tensors on one device: one block for each array of a model, shared by all workspaces that use the model.</summary>
internal sealed class ResidentBlocks(GpuDevice device)
{
    private readonly Dictionary<Array, ResidentBlock> _blocks = [];
    private readonly HashSet<ResidentGradients> _gradients = [];

    /// <summary>The block in which a tensor lies, with one user more.</summary>
    public ResidentBlock Acquire(Segment segment) => segment switch
    {
        Segment<float> floats => Acquire(floats),
        Segment<double> doubles => Acquire(doubles),
        Segment<int> ints => Acquire(ints),
        _ => throw new NotSupportedException($"A tensor of {segment.ElementType} cannot be on a device."),
    };

    /// <summary>One user less; after the last one the memory is given back.</summary>
    public void Release(ResidentBlock block)
    {
        if (--block.Users > 0) return;
        _blocks.Remove(block.Array);
        block.Leave();
        block.Free();
    }

    /// <summary>Memory for the gradients of one workspace.</summary>
    public ResidentGradients Create(GradientSet set)
    {
        var gradients = new ResidentGradients(device, set);
        _gradients.Add(gradients);
        return gradients;
    }

    /// <summary>Gives it back.</summary>
    public void Release(ResidentGradients gradients)
    {
        if (!_gradients.Remove(gradients)) return;
        Leave(gradients);
        gradients.Free();
    }

    /// <summary>Fetches all that only the device knows, since it is about to be closed.</summary>
    public void Leave()
    {
        foreach (var block in _blocks.Values) block.Leave();
        foreach (var gradients in _gradients) Leave(gradients);
        _blocks.Clear();
        _gradients.Clear();
    }

    /// <summary>Fetches what only a copy knows. What a failing device cannot give is missed by who reads it, not here.</summary>
    public static void Leave(DeviceCopy copy)
    {
        try
        {
            copy.Leave();
        }
        catch (AcceleratorException)
        {
            // It stays marked as newer on the device: reading it throws.
        }
    }

    private ResidentBlock<T> Acquire<T>(Segment<T> segment) where T : unmanaged
    {
        if (!_blocks.TryGetValue(segment.Array, out var block)) _blocks[segment.Array] = block = new ResidentBlock<T>(device, segment.Array);
        block.Users++;
        return (ResidentBlock<T>)block;
    }
}

/// <summary>The copy of one array of stored tensors, in the same layout: each tensor begins at a multiple of 64 bytes.</summary>
internal abstract class ResidentBlock(Array array)
{
    private bool _hasLeft;

    /// <summary>The array.</summary>
    public Array Array { get; } = array;

    /// <summary>How many workspaces use it.</summary>
    public int Users { get; set; }

    /// <summary>The copy of one tensor.</summary>
    public abstract ResidentTensor Of(Segment segment);

    /// <summary>Gives the memory back.</summary>
    public abstract void Free();

    /// <summary>Fetches what only the device knows, once.</summary>
    public void Leave()
    {
        if (_hasLeft) return;
        _hasLeft = true;
        foreach (var copy in Copies()) ResidentBlocks.Leave(copy);
    }

    protected abstract IEnumerable<DeviceCopy> Copies();
}

/// <inheritdoc/>
internal sealed class ResidentBlock<T>(GpuDevice device, T[] array) : ResidentBlock(array) where T : unmanaged
{
    private readonly Dictionary<Segment, ResidentTensor<T>> _tensors = [];
    private readonly List<(WeakReference<Optimizer> Optimizer, ResidentMoments<T> Moments)> _moments = [];

    /// <summary>The memory. The array's own alignment leaves some of it unused at the end.</summary>
    public MemoryBuffer1D<T, Stride1D.Dense> Memory { get; } = device.Allocate<T>(array.Length);

    /// <inheritdoc/>
    public override ResidentTensor Of(Segment segment) => Of((Segment<T>)segment);

    /// <inheritdoc cref="ResidentBlock.Of"/>
    public ResidentTensor<T> Of(Segment<T> segment)
    {
        if (!_tensors.TryGetValue(segment, out var tensor)) _tensors[segment] = tensor = new ResidentTensor<T>(device, segment, Memory);
        return tensor;
    }

    /// <summary>What an optimiser remembers of these tensors. Memory of optimisers that nobody has any more is given back.</summary>
    public ResidentMoments<T> MomentsOf(Optimizer optimizer)
    {
        ResidentMoments<T>? found = null;
        for (var k = _moments.Count - 1; k >= 0; k--)
        {
            var (reference, moments) = _moments[k];
            if (!reference.TryGetTarget(out var known))
            {
                device.Settle();
                moments.Free();
                _moments.RemoveAt(k);
            }
            else if (known == optimizer)
            {
                found = moments;
            }
        }

        if (found is null) _moments.Add((new WeakReference<Optimizer>(optimizer), found = new ResidentMoments<T>(device, (int)Memory.Length)));
        return found;
    }

    /// <inheritdoc/>
    public override void Free()
    {
        device.Free(Memory);
        foreach (var (_, moments) in _moments) moments.Free();
    }

    protected override IEnumerable<DeviceCopy> Copies() => _tensors.Values.Concat(_moments.Where(m => m.Optimizer.TryGetTarget(out _)).SelectMany(m => m.Moments.Copies));
}
