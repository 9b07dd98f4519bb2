using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

/// <summary>Gathers tensors of one type that lie side by side, so that one kernel steps them all.</summary>
internal abstract class OptimizerRun<T>(GpuDevice device, ParameterSet parameters, ResidentGradients gradients, GradientSet set) where T : unmanaged, IFloatingPointIeee754<T>
{
    private Optimizer? _optimizer;
    private ResidentBlock<T>? _block;
    private ResidentMoments<T>? _moments;
    private StepNumbers _numbers;
    private int _offset, _gradientOffset, _length, _padded;
    private MemoryBuffer1D<T, Stride1D.Dense>? _sum;

    /// <summary>Where the kernels run.</summary>
    protected GpuDevice Device { get; } = device;

    /// <summary>Steps one tensor, with the run that it belongs to.</summary>
    public void Add(Optimizer optimizer, Optimizer.Slot<T> slot, ResidentBlock<T> block)
    {
        var (segment, tensor) = (slot.Segment, block.Of(slot.Segment));
        var moments = optimizer is Sgd { Momentum: 0 } ? null : block.MomentsOf(optimizer);
        tensor.Use();
        var remembered = moments?.Of(slot);
        remembered?.Use();

        var numbers = slot.Numbers(optimizer);
        var (listed, ordinal) = slot.ListedIn(parameters);
        var gradientOffset = set.Offset<T>(ordinal);
        if (listed > 1)
        {
            Flush();
            Step(optimizer, block, moments, numbers, segment.Offset, Sum(slot), segment.Length);
        }
        else if (_length > 0 && block == _block && numbers == _numbers && segment.Offset == _offset + _padded && gradientOffset == _gradientOffset + _padded)
        {
            _length = _padded + segment.Length;
            _padded += segment.PaddedLength;
        }
        else
        {
            Flush();
            (_optimizer, _block, _moments, _numbers) = (optimizer, block, moments, numbers);
            (_offset, _gradientOffset, _length, _padded) = (segment.Offset, gradientOffset, segment.Length, segment.PaddedLength);
        }

        tensor.Overwritten();
        remembered?.Overwritten();
    }

    /// <summary>Starts the kernel for what was gathered.</summary>
    public void Flush()
    {
        if (_length == 0) return;
        Step(_optimizer!, _block!, _moments, _numbers, _offset, gradients.View<T>(_gradientOffset, _length), _length);
        (_optimizer, _block, _moments, _length) = (null, null, null, 0);
    }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        if (_sum is not null) Device.Free(_sum);
        _sum = null;
    }

    protected abstract void Step(Adam adam, StepNumbers numbers, int length, AdamArguments<T> arguments);

    protected abstract void Step(Sgd sgd, StepNumbers numbers, int length, SgdArguments<T> arguments);

    protected abstract void Add(int length, SumArguments<T> arguments);

    private void Step(Optimizer optimizer, ResidentBlock<T> block, ResidentMoments<T>? moments, StepNumbers numbers, int offset, ArrayView1D<T, Stride1D.Dense> gradient, int length)
    {
        var values = block.Memory.View.SubView(offset, length);
        switch (optimizer)
        {
            case Adam adam:
                Step(adam, numbers, length, new AdamArguments<T> { Parameters = values, Gradient = gradient, First = moments!.First!.View.SubView(offset, length), Second = moments.Second!.View.SubView(offset, length) });
                break;
            case Sgd sgd:
                Step(sgd, numbers, length, new SgdArguments<T> { Parameters = values, Gradient = gradient, Direction = moments is null ? values : moments.First!.View.SubView(offset, length) });
                break;
            default:
                throw new NotSupportedException($"There is no step of {optimizer.GetType().Name} on a Device.");
        }
    }

    // All gradients of a tensor that is listed under several names, added in their order.
    private ArrayView1D<T, Stride1D.Dense> Sum(Optimizer.Slot<T> slot)
    {
        var length = slot.Segment.Length;
        if (_sum is null || _sum.Length < length)
        {
            Free();
            _sum = Device.Allocate<T>(length);
        }

        var sum = _sum.View.SubView(0, length);
        ArrayView1D<T, Stride1D.Dense>? left = null;
        foreach (var source in slot.Sources)
        {
            if (source.Set != parameters) continue;
            var right = gradients.View<T>(set.Offset<T>(source.Ordinal), length);
            if (left is { } before) Add(length, new SumArguments<T> { Sum = sum, Left = before, Right = right });
            left = left is null ? right : sum;
        }

        return sum;
    }
}

/// <inheritdoc/>
internal sealed class FloatRun(GpuDevice device, ParameterSet parameters, ResidentGradients gradients, GradientSet set) : OptimizerRun<float>(device, parameters, gradients, set)
{
    protected override void Step(Adam adam, StepNumbers numbers, int length, AdamArguments<float> arguments)
    {
        var rule = new Adam.Rule<float>(adam, numbers);
        (arguments.Beta1, arguments.Rest1, arguments.Beta2, arguments.Rest2) = (rule.Beta1, rule.Rest1, rule.Beta2, rule.Rest2);
        (arguments.Keep, arguments.Step, arguments.Scale, arguments.Epsilon) = (rule.Keep, rule.Step, rule.Scale, rule.Epsilon);
        arguments.GradientFactor = rule.GradientFactor;
        Device.Load<AdamArguments<float>>(OptimizerKernels.Adam)(Device.Stream, length, arguments);
    }

    protected override void Step(Sgd sgd, StepNumbers numbers, int length, SgdArguments<float> arguments)
    {
        var rule = new Sgd.Rule<float>(sgd, numbers);
        (arguments.Momentum, arguments.Rate, arguments.Keep, arguments.Ahead, arguments.Along) = (rule.Momentum, rule.Rate, rule.Keep, rule.Ahead, rule.Along);
        arguments.GradientFactor = rule.GradientFactor;
        Device.Load<SgdArguments<float>>(sgd.Momentum == 0 ? OptimizerKernels.Descent : OptimizerKernels.Momentum)(Device.Stream, length, arguments);
    }

    protected override void Add(int length, SumArguments<float> arguments) => Device.Load<SumArguments<float>>(OptimizerKernels.Add)(Device.Stream, length, arguments);
}

/// <inheritdoc/>
internal sealed class DoubleRun(GpuDevice device, ParameterSet parameters, ResidentGradients gradients, GradientSet set) : OptimizerRun<double>(device, parameters, gradients, set)
{
    protected override void Step(Adam adam, StepNumbers numbers, int length, AdamArguments<double> arguments)
    {
        var rule = new Adam.Rule<double>(adam, numbers);
        (arguments.Beta1, arguments.Rest1, arguments.Beta2, arguments.Rest2) = (rule.Beta1, rule.Rest1, rule.Beta2, rule.Rest2);
        (arguments.Keep, arguments.Step, arguments.Scale, arguments.Epsilon) = (rule.Keep, rule.Step, rule.Scale, rule.Epsilon);
        arguments.GradientFactor = rule.GradientFactor;
        Device.Load<AdamArguments<double>>(OptimizerKernels.Adam)(Device.Stream, length, arguments);
    }

    protected override void Step(Sgd sgd, StepNumbers numbers, int length, SgdArguments<double> arguments)
    {
        var rule = new Sgd.Rule<double>(sgd, numbers);
        (arguments.Momentum, arguments.Rate, arguments.Keep, arguments.Ahead, arguments.Along) = (rule.Momentum, rule.Rate, rule.Keep, rule.Ahead, rule.Along);
        arguments.GradientFactor = rule.GradientFactor;
        Device.Load<SgdArguments<double>>(sgd.Momentum == 0 ? OptimizerKernels.Descent : OptimizerKernels.Momentum)(Device.Stream, length, arguments);
    }

    protected override void Add(int length, SumArguments<double> arguments) => Device.Load<SumArguments<double>>(OptimizerKernels.Add)(Device.Stream, length, arguments);
}
