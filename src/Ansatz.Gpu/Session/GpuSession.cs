using System.ComponentModel;
using System.Numerics;
using Ansatz.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

/// <summary>
/// What the programs of one workspace share on a device: stored tensors and gradients, and the memory of each program. Stored tensors are shared with all
/// other workspaces on the same device. Emitted code uses it; not for use by several threads at once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GpuSession : IDisposable
{
    private readonly ParameterSet _parameters;
    private readonly HashSet<ResidentBlock> _blocks = [];
    private readonly ResidentBlock[] _blockOf;
    private readonly ResidentTensor[] _stored;
    private readonly List<GpuBuffers> _buffers = [];
    private readonly GradientSet? _set;
    private readonly ResidentGradients? _gradients;
    private readonly FloatRun? _floats;
    private readonly DoubleRun? _doubles;
    private PendingLoss? _pending;
    private bool _isDisposed;

    /// <summary>Copies nothing yet: what a program reads is copied when it first runs.</summary>
    /// <param name="device">The device.</param>
    /// <param name="parameters">The stored tensors of the model.</param>
    /// <param name="gradients">The gradients of the workspace, if the model has a loss.</param>
    /// <exception cref="GpuOutOfMemoryException">The device has not enough memory for the stored tensors and their gradients.</exception>
    /// <exception cref="ObjectDisposedException">The device has been disposed.</exception>
    public GpuSession(GpuDevice device, ParameterSet parameters, GradientSet? gradients = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(parameters);
        device.ThrowIfDisposed();
        (Device, _parameters, _set) = (device, parameters, gradients);
        _blockOf = new ResidentBlock[parameters.Count];
        _stored = new ResidentTensor[parameters.Count];
        try
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                var segment = parameters[i].Segment;
                var block = device.Residents.Acquire(segment);
                if (!_blocks.Add(block)) device.Residents.Release(block);
                (_blockOf[i], _stored[i]) = (block, block.Of(segment));
            }

            if (gradients is null) return;
            _gradients = device.Residents.Create(gradients);
            (_floats, _doubles) = (new FloatRun(device, parameters, _gradients, gradients), new DoubleRun(device, parameters, _gradients, gradients));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The device.</summary>
    public GpuDevice Device { get; }

    /// <summary>The gradients of the workspace, which may be newer on the device until they are read.</summary>
    /// <exception cref="InvalidOperationException">The model has no loss.</exception>
    public GradientSet Gradients => _set ?? throw new InvalidOperationException("The model has no loss, and so no gradients.");

    /// <summary>Memory for one program.</summary>
    /// <param name="count">How many pieces it has.</param>
    public GpuBuffers CreateBuffers(int count)
    {
        var buffers = new GpuBuffers(this, count);
        _buffers.Add(buffers);
        return buffers;
    }

    /// <summary>A stored tensor, with its newest values.</summary>
    /// <exception cref="ObjectDisposedException">The workspace or the device has been disposed.</exception>
    /// <exception cref="InvalidOperationException">Another model has taken the tensor over since.</exception>
    public ArrayView1D<T, Stride1D.Dense> Stored<T>(int ordinal) where T : unmanaged
    {
        RequireInPlace(ordinal);
        var tensor = (ResidentTensor<T>)_stored[ordinal];
        tensor.Use();
        return tensor.View;
    }

    /// <summary>Where the gradient with respect to a parameter is computed.</summary>
    public ArrayView1D<T, Stride1D.Dense> Gradient<T>(int ordinal) where T : unmanaged =>
        _gradients!.View<T>(_set!.Offset<T>(ordinal), _parameters[ordinal].Length);

    /// <summary>Kernels that overwrite a state have been started.</summary>
    public void StateUpdated(int ordinal) => _stored[ordinal].Overwritten();

    /// <summary>Kernels that compute all gradients have been started.</summary>
    public void GradientsComputed() => _gradients!.Computed();

    /// <summary>Starts a step of an optimiser along the gradients; what it remembers stays on the device.</summary>
    /// <exception cref="ArgumentException">The optimiser was not made for these parameters.</exception>
    /// <exception cref="NotSupportedException">It steps touched rows only, which a device does not know.</exception>
    /// <exception cref="InvalidOperationException">The model has no loss, or another model has taken a tensor over since.</exception>
    /// <exception cref="GpuOutOfMemoryException">The device has not enough memory for what the optimiser remembers.</exception>
    /// <exception cref="ObjectDisposedException">The workspace or the device has been disposed.</exception>
    public void Step(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ThrowIfDisposed();
        _ = Gradients;
        optimizer.Require(_parameters);
        if (optimizer.TouchedRowsOnly) throw new NotSupportedException("A device steps all rows: a gradient there does not say which rows it touches. Set TouchedRowsOnly to false.");
        _gradients!.Use();
        foreach (var slot in optimizer.Slots)
        {
            var (count, ordinal) = slot.ListedIn(_parameters);
            if (count == 0 || slot.IsFrozen) continue;
            RequireInPlace(ordinal);
            slot.Advance(optimizer);
            if (slot is Optimizer.Slot<float> floats) _floats!.Add(optimizer, floats, (ResidentBlock<float>)_blockOf[ordinal]);
            else _doubles!.Add(optimizer, (Optimizer.Slot<double>)slot, (ResidentBlock<double>)_blockOf[ordinal]);
        }

        _floats!.Flush();
        _doubles!.Flush();
    }

    /// <summary>Has a loss copied once it is computed, without waiting for it.</summary>
    /// <param name="loss">Where it is computed.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="name">The loss's name.</param>
    public void Defer<T>(ArrayView1D<T, Stride1D.Dense> loss, string model, string name) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (_pending is not PendingLoss<T> pending)
        {
            _pending?.Free(Device);
            _pending = pending = new PendingLoss<T>(Device.AllocatePageLocked<T>(1));
        }

        pending.Begin(Device, loss, model, name);
    }

    /// <summary>Waits for all copies and kernels, and gives the deferred loss: NaN if there is none.</summary>
    /// <exception cref="NonFiniteLossException">It is not a finite number.</exception>
    /// <exception cref="ObjectDisposedException">The workspace or the device has been disposed.</exception>
    public double Finish()
    {
        ThrowIfDisposed();
        Device.CopyStream.Synchronize();
        Device.Stream.Synchronize();
        return _pending?.Value() ?? double.NaN;
    }

    /// <exception cref="ObjectDisposedException">The workspace or the device has been disposed.</exception>
    public void ThrowIfDisposed()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Device.ThrowIfDisposed();
    }

    /// <summary>Fetches what only the device knows, and gives the memory there back.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        Device.Settle();
        foreach (var block in _blocks) Device.Residents.Release(block);
        foreach (var buffers in _buffers) buffers.Free();
        _floats?.Free();
        _doubles?.Free();
        if (_gradients is not null) Device.Residents.Release(_gradients);
        _pending?.Free(Device);
    }

    private void RequireInPlace(int ordinal)
    {
        if (!_stored[ordinal].IsInPlace) throw new InvalidOperationException($"Another model has taken '{_parameters[ordinal].Name}' over since this workspace was made: make a new one.");
    }

    private abstract class PendingLoss
    {
        public abstract double? Value();

        public abstract void Free(GpuDevice device);
    }

    private sealed class PendingLoss<T>(PageLockedArray1D<T> memory) : PendingLoss where T : unmanaged, IFloatingPointIeee754<T>
    {
        private string? _model;
        private string _name = "";

        public void Begin(GpuDevice device, ArrayView1D<T, Stride1D.Dense> loss, string model, string name)
        {
            (_model, _name) = (model, name);
            loss.BaseView.CopyToCPUUnsafeAsync(device.Stream, ref memory[0], 1);
        }

        // A loss that was reported as not finite is reported once.
        public override double? Value()
        {
            if (_model is null) return null;
            var (value, model) = (memory[0], _model);
            if (!T.IsFinite(value)) _model = null;
            return double.CreateSaturating(Arguments.Finite(value, model, _name));
        }

        public override void Free(GpuDevice device) => device.FreePageLocked(memory);
    }
}
