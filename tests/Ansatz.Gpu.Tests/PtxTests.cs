using System.Reflection;
using System.Text.RegularExpressions;
using Ansatz.Gpu.Kernels;
using Ansatz.Testing;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace Ansatz.Gpu.Tests;

/// <summary>Every kernel compiles to PTX, without a GPU, and the text holds nothing that would fail, spill or approximate.</summary>
public partial class PtxTests
{
    /// <summary>All models where a device was named or ANSATZ_ALL is set; otherwise those with kernels that are chosen to cover what there is.</summary>
    public static TheoryData<string> Cases => [.. ModelCases.All.Where(c => TestDevice.RunsAll || CoveringKernels.Models.ContainsKey(c.TypeName)).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void KernelsCompileToPtx(string name)
    {
        var programs = EmittedKernels.Of(ModelCases.Named(name).TypeName);
        if (TestDevice.RunsAll)
        {
            CompilesToPtx(programs, Newer, all: false);
            CompilesToPtx(programs, Older, all: true);
            return;
        }

        // The two architectures differ in a header and few instructions: for the older one what is the first to use anything, there with the kernels for all sizes.
        var kernels = CoveringKernels.Models[ModelCases.Named(name).TypeName];
        CompilesToPtx(programs, Newer, all: false, kernels.Names);
        CompilesToPtx(programs, Older, all: true, kernels.FirstUses);
    }

    /// <summary>The chosen kernels make use of all kernels of the library.</summary>
    [Fact]
    public void EveryKernelOfTheLibraryIsCompiled()
    {
        var compiled = CoveringKernels.Models.Values.SelectMany(m => EmittedKernels.Of(m.Model).SelectMany(p => p.Methods(all: true).Where(k => m.FirstUses.Contains($"{p.Kernels.ClassName}.{k.Name}")))).Select(k => k.Kernel.DeclaringType!.Name + "." + k.Kernel.Name);
        var there = new[] { typeof(MapKernels), typeof(ReductionKernels), typeof(ContractionKernels) }.SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static)).Select(m => m.DeclaringType!.Name + "." + m.Name);
        Assert.Equal(there.Distinct().Order(), compiled.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(SecondCases))]
    public void SecondDerivativesCompileToPtx(string name) => CompilesToPtx(EmittedKernels.Second(ModelCases.Named(name).TypeName), Newer, all: false);

    /// <summary>The models with the most kinds of statements.</summary>
    public static TheoryData<string> SecondCases => ["Attention", "Embedding", "LocalLevelKalmanFilter"];

    private static readonly (CudaArchitecture Architecture, CudaInstructionSet Instructions) Newer = (CudaArchitecture.SM_90, CudaInstructionSet.ISA_88), Older = (CudaArchitecture.SM_80, CudaInstructionSet.ISA_80);

    // All kernels, or those of these classes and structs.
    private static void CompilesToPtx(IReadOnlyList<EmittedProgram> programs, (CudaArchitecture Architecture, CudaInstructionSet Instructions) target, bool all, IReadOnlySet<string>? chosen = null)
    {
        if (chosen is { Count: 0 }) return;
        var problems = new List<string>();
        var (architecture, instructions) = target;

        // A context of its own for every model: one failed compilation spoils a context for all that follow.
        using var context = Context.Create(b => { });
        using var backend = new PTXBackend(context, architecture, instructions, null!);
        var seen = new HashSet<string>();
        foreach (var program in programs)
        {
            var fresh = program.Bodies.Where(b => chosen?.Contains($"{program.Kernels.ClassName}.{b.Key}") ?? seen.Add(b.Value)).Select(b => b.Key).ToHashSet();
            foreach (var (name, kernel) in program.Methods(all).Where(m => fresh.Contains(m.Name)))
            {
                var ptx = ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly;
                if (Ptxas.Spills(ptx, architecture) is { } spills) problems.Add($"{architecture} {program.Compiled.Name}.{name} by {kernel.Name}: {spills}");
                problems.AddRange(Unwanted(ptx).Select(p => $"{architecture} {program.Compiled.Name}.{name} by {kernel.Name}: {p}"));
            }
        }

        if (problems.Count > 0) Assert.Fail(string.Join("\n", problems));
    }

    /// <summary>Lines with functions that are declared and not defined, calls that were not inlined, memory of a thread's own, or approximate instructions.</summary>
    public static IEnumerable<string> Unwanted(string ptx) => UnwantedLine().Matches(ptx).Select(m => m.Value.Trim());

    [GeneratedRegex(@"^.*(\.extern|\bcall\b|\.local|\.approx|\.ftz).*$", RegexOptions.Multiline)]
    private static partial Regex UnwantedLine();
}
