using System.Reflection;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;
using Ansatz.Testing;
using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu.Tests;

/// <summary>Runs an emitted program on an accelerator with the inputs and the stored values of a run on the CPU.</summary>
public sealed class KernelRun : IDisposable
{
    private readonly GpuDevice _device;
    private readonly EmittedProgram _program;
    private readonly ModelRun _model;
    private readonly Dictionary<LoopBuffer, IMemory> _memory = [];
    private readonly Dictionary<string, long> _extents = [];

    /// <summary>Allocates and fills all memory. The run's values are copied now, so that it may go on.</summary>
    public KernelRun(GpuDevice device, EmittedProgram program, ModelRun model)
    {
        (_device, _program, _model) = (device, program, model);
        var accelerator = device.Accelerator;
        foreach (var name in program.Kernels.Extents) _extents[name] = model.Arguments.TryExtent(name, out var value) || model.Arguments.TryExtent(name.TrimEnd('_'), out value) || model.Arguments.TryExtent(name.Replace('_', '.'), out value) ? value : 1;
        var lengths = Host("Lengths");
        var stored = model.Stored();
        for (var k = 0; k < lengths.Length; k++)
        {
            var (buffer, tensor) = (program.Kernels.Buffers[k], program.Kernels.Buffers[k].Tensor);
            var given = tensor.Role switch
            {
                TensorRole.Input => model.Arguments[tensor.Name].Values,
                TensorRole.Parameter or TensorRole.State => stored[tensor.Ordinal].Values,
                TensorRole.Direction => Part(model, tensor, checked((int)lengths[k])),
                _ => null,
            };
            _memory[buffer] = IlgpuEmitter.ElementType(tensor) switch
            {
                "float" => new Memory<float>(accelerator, Math.Max(0, lengths[k]), given, float.NaN),
                "double" => new Memory<double>(accelerator, Math.Max(0, lengths[k]), given, double.NaN),
                "int" => new Memory<int>(accelerator, Math.Max(0, lengths[k]), given, -1),
                _ => new Memory<byte>(accelerator, Math.Max(0, lengths[k]), given, 255),
            };
        }
    }

    // A parameter's part of the direction that the run on the CPU was given.
    private static Array Part(ModelRun model, Tensor tensor, int length)
    {
        var whole = model.Arguments["direction"].Values;
        var part = Array.CreateInstance(whole.GetType().GetElementType()!, length);
        Array.Copy(whole, model.Driver.Parameters.FlatIndex(tensor.Of!.Name), part, 0, length);
        return part;
    }

    /// <summary>Runs all kernels in order, then renews the states.</summary>
    public void Run()
    {
        _program.Class.GetMethod("Run")!.Invoke(null, [_device, Arguments()]);
        _device.Synchronize();
    }

    // What every kernel is handed.
    private object Arguments()
    {
        var memory = Activator.CreateInstance(_program.Class.GetNestedType(IlgpuEmitter.MemoryType, BindingFlags.Public | BindingFlags.NonPublic)!)!;
        foreach (var field in memory.GetType().GetFields())
        {
            var view = _memory.FirstOrDefault(m => m.Key.Name == field.Name).Value?.View;
            var number = _program.Compiled.Loops.Buffers.Values.FirstOrDefault(b => b.Name == field.Name && IlgpuEmitter.IsNumber(b));
            field.SetValue(memory, view ?? (number is null ? _extents.GetValueOrDefault(field.Name) : _model.Arguments[number.Tensor.Name].Values.GetValue(0)));
        }

        return memory;
    }

    /// <summary>The values of a tensor.</summary>
    public double[] Values(Tensor tensor) => _memory[_program.Compiled.Loops.Buffers[tensor]].ToDoubles();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var memory in _memory.Values) memory.Dispose();
    }

    private long[] Host(string method) =>
        (long[])_program.Class.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [.. _program.Kernels.Extents.Select(e => (object)_extents[e])])!;

    private interface IMemory : IDisposable
    {
        object View { get; }

        double[] ToDoubles();
    }

    private sealed class Memory<T> : IMemory
        where T : unmanaged
    {
        private readonly MemoryBuffer1D<T, Stride1D.Dense> _buffer;

        public Memory(Accelerator accelerator, long length, Array? values, T poison)
        {
            var initial = values is null ? [] : (T[])values;
            if (values is null)
            {
                // Whatever is not written stays visible.
                initial = new T[length];
                Array.Fill(initial, poison);
            }

            if (initial.Length != length) throw new InvalidOperationException($"{initial.Length} values for {length} elements.");
            _buffer = accelerator.Allocate1D(initial);
        }

        public object View => _buffer.View;

        public double[] ToDoubles() => Array.ConvertAll(_buffer.GetAsArray1D(), v => Convert.ToDouble(v, System.Globalization.CultureInfo.InvariantCulture));

        public void Dispose() => _buffer.Dispose();
    }
}
