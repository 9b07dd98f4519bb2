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
    public void KernelsCompileToPtx(string name) =>
        // The two architectures differ in a header and few instructions: all models for the newer one, every eighth for the older as well, there with the kernels for all sizes; all if ANSATZ_ALL is set.
        CompilesToPtx(EmittedKernels.Of(ModelCases.Named(name).TypeName), older: ModelCases.All.ToList().FindIndex(c => c.Name == name) % 8 == 0 || TestDevice.RunsAll);

    [Theory]
    [MemberData(nameof(SecondCases))]
    public void SecondDerivativesCompileToPtx(string name) => CompilesToPtx(EmittedKernels.Second(ModelCases.Named(name).TypeName), older: false);

    /// <summary>The models with the most kinds of statements.</summary>
    public static TheoryData<string> SecondCases => ["Attention", "Embedding", "LocalLevelKalmanFilter"];

    private static void CompilesToPtx(IReadOnlyList<EmittedProgram> programs, bool older)
    {
        var problems = new List<string>();
        (CudaArchitecture, CudaInstructionSet)[] targets = [(CudaArchitecture.SM_90, CudaInstructionSet.ISA_88), (CudaArchitecture.SM_80, CudaInstructionSet.ISA_80)];
        foreach (var (architecture, instructions) in targets.Take(older ? 2 : 1))
        {
            // A context of its own for every model: one failed compilation spoils a context for all that follow.
            using var context = Context.Create(b => { });
            using var backend = new PTXBackend(context, architecture, instructions, null!);
            var seen = new HashSet<string>();
            foreach (var program in programs)
            {
                var fresh = program.Bodies.Where(b => seen.Add(b.Value)).Select(b => b.Key).ToHashSet();
                foreach (var (name, kernel) in program.Methods(all: older && architecture == CudaArchitecture.SM_80).Where(m => fresh.Contains(m.Name)))
                {
                    var ptx = ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly;
                    if (Ptxas.Spills(ptx, architecture) is { } spills) problems.Add($"{architecture} {program.Compiled.Name}.{name} by {kernel.Name}: {spills}");
                    problems.AddRange(Unwanted(ptx).Select(p => $"{architecture} {program.Compiled.Name}.{name} by {kernel.Name}: {p}"));
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
