using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Operators;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
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
        var problems = Kernels.Value.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(void))
            .SelectMany(m => PtxTests.Unwanted(((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromImplicitlyGroupedKernel(m), default)).PTXAssembly).Select(p => $"{m.Name}: {p}"))
            .ToArray();
        Assert.True(problems.Length == 0, string.Join("\n", problems));
    }

    [Fact]
    public void RandomNumbersAreThoseOfTheCpu()
    {
        using var device = TestDevice.Open();
        var accelerator = device.Accelerator;
        Assert.Equal(Enumerable.Range(0, 64).Select(i => CounterRandomF.Uniform(7, i)), Run<float>(accelerator, "UniformFloat"));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => CounterRandom.Uniform(7, i)), Run<double>(accelerator, "UniformDouble"));

        // Normal numbers go through polynomials, in which a device contracts a·b + c.
        Assert.All(Run<float>(accelerator, "NormalFloat"), (value, i) => Assert.Equal(CounterRandomF.Normal(7, i), value, device.Description.Kind == GpuKind.Simulated ? 0 : 1e-6f));
        Assert.All(Run<double>(accelerator, "NormalDouble"), (value, i) => Assert.Equal(CounterRandom.Normal(7, i), value, device.Description.Kind == GpuKind.Simulated ? 0 : 4e-15));
    }

    /// <summary>All functions, by name and element type.</summary>
    public static TheoryData<string> Functions => [.. Operators.SelectMany(o => new[] { o.Name + "Float", o.Name + "Double" })];

    [Theory]
    [MemberData(nameof(Functions))]
    public void EveryOperatorGivesOnTheDeviceWhatItGivesHere(string name)
    {
        using var device = TestDevice.Open();
        if (name.EndsWith("Float", StringComparison.Ordinal)) Compare<float>(device, name, 4e-7);
        else Compare<double>(device, name, 8e-16);
    }

    // A device may contract a·b + c, so the last digits differ; a difference of large parts (of angles beyond π, say) has fewer.
    private static void Compare<T>(GpuDevice device, string name, double tolerance)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T[] x = [.. Enumerable.Range(0, 64).Select(i => T.CreateChecked((i * 0.29) - 9.1))], y = [.. Enumerable.Range(0, 64).Select(i => T.CreateChecked(2.3 - (i % 7 * 0.71)))];
        using var left = device.Accelerator.Allocate1D(x);
        using var right = device.Accelerator.Allocate1D(y);
        using var result = device.Accelerator.Allocate1D<T>(x.Length);
        device.Accelerator.LoadAutoGroupedKernel(Kernels.Value.GetMethod(name)!).Launch(device.Accelerator.DefaultStream, new Index1D(x.Length), left.View, right.View, result.View);
        device.Synchronize();
        var here = Kernels.Value.GetMethod(name + "Here")!.CreateDelegate<Func<int, T[], T[], T>>();
        var actual = result.GetAsArray1D();
        for (var i = 0; i < x.Length; i++)
        {
            var (expected, got) = (double.CreateChecked(here(i, x, y)), double.CreateChecked(actual[i]));
            var isSame = expected.Equals(got) || Math.Abs(expected - got) <= tolerance * Math.Max(1, Math.Abs(expected));
            Assert.True(isSame, FormattableString.Invariant($"{name}({x[i]}, {y[i]}) is {got} on the device, {expected} here"));
        }
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
                      let name = o.Name + (type == "float" ? "Float" : "Double")
                      let value = o.Operator.Gpu.Replace("{0}", "x[index]").Replace("{1}", "y[index]").Replace("{all}", "7, index").Replace("{random}", type == "float" ? "CounterRandomF" : "CounterRandom")
                      select $"public static void {name}(Index1D index, {view} x, {view} y, {view} result) => result[index] = {value};\npublic static {type} {name}Here(int index, {type}[] x, {type}[] y) => {value};";
        var text = $"using ILGPU; using ILGPU.Runtime; using Ansatz; using {IlgpuEmitter.DeviceNamespace};\ninternal static class OperatorKernels\n{{\n{string.Join("\n", methods)}\n}}\n";
        return EmittedKernels.Compile("Operators", ("OperatorKernels.cs", text)).GetType("OperatorKernels", throwOnError: true)!;
    }
}
