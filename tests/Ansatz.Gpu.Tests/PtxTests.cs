using System.Text.RegularExpressions;
using Ansatz.Testing;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace Ansatz.Gpu.Tests;

/// <summary>Every kernel compiles to PTX, without a GPU, and the text holds nothing that would fail, spill or approximate.</summary>
public partial class PtxTests
{
    /// <summary>All models.</summary>
    public static TheoryData<string> Cases => [.. ModelCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void KernelsCompileToPtx(string name) => CompilesToPtx(EmittedKernels.Of(ModelCases.Named(name).TypeName));

    [Theory]
    [MemberData(nameof(ResultTests.SecondCases), MemberType = typeof(ResultTests))]
    public void SecondDerivativesCompileToPtx(string name) => CompilesToPtx(EmittedKernels.Second(ModelCases.Named(name).TypeName));

    private static void CompilesToPtx(IReadOnlyList<EmittedProgram> programs)
    {
        var problems = new List<string>();
        foreach (var (architecture, instructions) in new[] { (CudaArchitecture.SM_80, CudaInstructionSet.ISA_80), (CudaArchitecture.SM_90, CudaInstructionSet.ISA_88) })
        {
            // The two differ in a header and few instructions: all models for the newer one, every fourth for the older as well.
            if (architecture == CudaArchitecture.SM_80 && programs.Count > 0 && programs[0].Compiled.Root.Syntax.Key.Length % 4 != 0) continue;
            // A context of its own for every model: one failed compilation spoils a context for all that follow.
            using var context = Context.Create(b => { });
            using var backend = new PTXBackend(context, architecture, instructions, null!);
            foreach (var program in programs)
            {
                foreach (var kernel in program.Kernels.Kernels)
                {
                    var entry = EntryPointDescription.FromImplicitlyGroupedKernel(program.Method(kernel));
                    var ptx = ((PTXCompiledKernel)backend.Compile(entry, default)).PTXAssembly;
                    problems.AddRange(Unwanted(ptx).Select(p => $"{architecture} {program.Compiled.Name}.{kernel.Name}: {p}"));
                }
            }
        }

        if (problems.Count > 0) Assert.Fail(string.Join("\n", problems));
    }

    /// <summary>Lines with functions that are declared and not defined, calls that were not inlined, memory of a thread's own, or approximate instructions.</summary>
    public static IEnumerable<string> Unwanted(string ptx) => UnwantedLine().Matches(ptx).Select(m => m.Value.Trim());

    [GeneratedRegex(@"^.*(\.extern|\bcall\b|\.local|\.approx|\.ftz).*$", RegexOptions.Multiline)]
    private static partial Regex UnwantedLine();
}
