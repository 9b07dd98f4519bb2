using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

/// <summary>The gradients of one workspace on a device, in the layout of the <see cref="GradientSet"/>.</summary>
internal sealed class ResidentGradients : DeviceCopy
{
    private readonly GpuDevice _device;
    private readonly GradientSet _gradients;
    private readonly MemoryBuffer1D<float, Stride1D.Dense>? _floats;
    private readonly MemoryBuffer1D<double, Stride1D.Dense>? _doubles;

    public ResidentGradients(GpuDevice device, GradientSet gradients) : base(gradients.Residency ??= new Residency())
    {
        (_device, _gradients) = (device, gradients);
        if (gradients.Block<float>().Length is > 0 and var floats) _floats = device.Allocate<float>(floats);
        if (gradients.Block<double>().Length is > 0 and var doubles) _doubles = device.Allocate<double>(doubles);

        // A loss may leave the gradient of a parameter that it does not read as it is.
        _floats?.MemSetToZero(device.Stream);
        _doubles?.MemSetToZero(device.Stream);
    }

    /// <summary>The gradients of some elements from an offset on.</summary>
    public ArrayView1D<T, Stride1D.Dense> View<T>(int offset, int length) where T : unmanaged =>
        ((MemoryBuffer1D<T, Stride1D.Dense>)(object)(typeof(T) == typeof(float) ? _floats! : _doubles!)).View.SubView(offset, length);

    /// <summary>Kernels that compute all gradients have been started. Which rows of a table they touch, a device does not say.</summary>
    public void Computed()
    {
        for (var i = 0; i < _gradients.Count; i++) _gradients.TouchAllRows(i);
        Overwritten();
    }

    /// <inheritdoc/>
    public override void Download()
    {
        _device.ThrowIfDisposed();
        _floats?.View.CopyToCPU(_device.Stream, _gradients.Block<float>());
        _doubles?.View.CopyToCPU(_device.Stream, _gradients.Block<double>());
    }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        if (_floats is not null) _device.Free(_floats);
        if (_doubles is not null) _device.Free(_doubles);
    }

    protected override void Upload()
    {
        _floats?.View.CopyFromCPU(_device.Stream, (ReadOnlySpan<float>)_gradients.Block<float>());
        _doubles?.View.CopyFromCPU(_device.Stream, (ReadOnlySpan<double>)_gradients.Block<double>());
    }
}
