using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Operators;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using System.Reflection;

namespace Ansatz.Gpu.Tests;

/// <summary>The ILGPU text of every function of the operator table, for both element types.</summary>
public class OperatorTests
{
    private static readonly Lazy<Type> Kernels = new(Compile);

    private static IEnumerable<(string Name, Operator Operator)> Operators =>
        FunctionOperators.Names.Select(n => (n, FunctionOperators.Find(n)!)).Append(("Max", ScalarOperators.Max)).Append(("Min", ScalarOperators.Min));

    [Fact]
    public void EveryOperatorCompilesToPtx()
    {
        using var context = Context.Create(b => { });
        using var backend = new PTXBackend(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_80, null!);
        var problems = Kernels.Value.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .SelectMany(m => PtxTests.Unwanted(((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(m), default)).PTXAssembly).Select(p => $"{m.Name}: {p}"))
            .ToArray();
        Assert.True(problems.Length == 0, string.Join("\n", problems));
    }

    [Fact]
    public void RandomNumbersAreThoseOfTheCpuToTheLastBit()
    {
        using var context = Context.Create(b => b.CPU());
        using var accelerator = context.CreateCPUAccelerator(0);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => CounterRandomF.Uniform(7, i)), Run<float>(accelerator, "UniformFloat"));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => CounterRandomF.Normal(7, i)), Run<float>(accelerator, "NormalFloat"));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => CounterRandom.Uniform(7, i)), Run<double>(accelerator, "UniformDouble"));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => CounterRandom.Normal(7, i)), Run<double>(accelerator, "NormalDouble"));
    }

    private static T[] Run<T>(Accelerator accelerator, string kernel)
        where T : unmanaged
    {
        using var memory = accelerator.Allocate1D<T>(64);
        accelerator.LoadAutoGroupedKernel(Kernels.Value.GetMethod(kernel)!).Launch(accelerator.DefaultStream, new Index1D(64), memory.View, memory.View, memory.View);
        accelerator.Synchronize();
        return memory.GetAsArray1D();
    }

    private static Type Compile()
    {
        var methods = from o in Operators
                      from type in new[] { "float", "double" }
                      let view = $"ArrayView1D<{type}, Stride1D.Dense>"
                      let value = o.Operator.Gpu.Replace("{0}", "x[index]").Replace("{1}", "y[index]").Replace("{all}", "7, index").Replace("{random}", type == "float" ? "CounterRandomF" : "CounterRandom")
                      select $"public static void {o.Name}{(type == "float" ? "Float" : "Double")}(Index1D index, {view} x, {view} y, {view} result) => result[index] = {value};";
        var text = $"using ILGPU; using ILGPU.Runtime; using Ansatz; using {IlgpuEmitter.DeviceNamespace};\ninternal static class OperatorKernels\n{{\n{string.Join("\n", methods)}\n}}\n";
        return EmittedKernels.Compile("Operators", ("OperatorKernels.cs", text)).GetType("OperatorKernels", throwOnError: true)!;
    }
}
