using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Ansatz.Compiler;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Emitting;
using Ansatz.Gpu.Kernels;
using Ansatz.Testing;
using Context = ILGPU.Context;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Gpu.Tests;

/// <summary>A program as the CPU's emitter and the GPU's see it, with the loaded class of its kernels.</summary>
/// <param name="Compiled">The compiled program.</param>
/// <param name="Kernels">What the GPU's emitter made of it.</param>
/// <param name="Class">The loaded class.</param>
public sealed partial record EmittedProgram(ModelProgram Compiled, IlgpuProgram Kernels, Type Class)
{
    /// <summary>Whether it computes second derivatives.</summary>
    public bool IsSecond => Compiled.Purpose is ProgramPurpose.HessianVectorProduct or ProgramPurpose.Hessian;

    /// <summary>The texts of the structs, by name: programs of one model have many in common.</summary>
    public IReadOnlyDictionary<string, string> Bodies { get; } = BodiesOf(Kernels);

    /// <summary>The texts of a program's structs, by name.</summary>
    public static IReadOnlyDictionary<string, string> BodiesOf(IlgpuProgram kernels) => Body().Matches(kernels.Text).ToDictionary(m => m.Groups[1].Value, m => m.Value);

    [GeneratedRegex(@"^    public readonly struct (\w+).*?^    }$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Body();

    /// <summary>The kernels of the library, each with one of the program's structs as its type argument: what is compiled for a device.</summary>
    /// <param name="all">All that may be started, or of the forms for different sizes only the largest.</param>
    public IEnumerable<(string Name, MethodInfo Kernel)> Methods(bool all) =>
        from body in Class.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
        from side in body.GetInterfaces()
        where side.IsGenericType
        from kernel in KernelsOf(body, side).Take(all ? int.MaxValue : 1)
        select (body.Name, kernel);

    private static IEnumerable<MethodInfo> KernelsOf(Type body, Type side)
    {
        var (kind, of) = (side.GetGenericTypeDefinition(), side.GetGenericArguments());
        bool Is(Type more) => body.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == more);
        MethodInfo Map(string name, params Type[] types) => typeof(MapKernels).GetMethod(name)!.MakeGenericMethod([of[0], .. types, body]);
        MethodInfo Reduction(string name, params Type[] types) => typeof(ReductionKernels).GetMethod(name)!.MakeGenericMethod([of[0], .. types, body]);
        MethodInfo Contraction(string name, params Type[] types) => typeof(ContractionKernels).GetMethod(name)!.MakeGenericMethod([of[0], of[1], of[1] == typeof(float) ? typeof(SingleArithmetic) : typeof(DoubleArithmetic), .. types, body]);
        return (kind, of.ElementAtOrDefault(1)) switch
        {
            _ when kind == typeof(IEach<>) => [Map(nameof(MapKernels.Each))],
            _ when kind == typeof(IFlatMap<,>) => [Map(nameof(MapKernels.FlatMap), of[1])],
            _ when kind == typeof(IMap<,>) && !Is(typeof(IFlatMap<,>)) => [Map(nameof(MapKernels.FourMaps), of[1]), Map(nameof(MapKernels.Map), of[1])],
            (_, { } s) when kind == typeof(IVisitingReduction<,,>) && (s == typeof(SingleLogSumExp) || s == typeof(DoubleLogSumExp)) => [Reduction(nameof(ReductionKernels.VisitingLogSumExpAlong), of[2], s)],
            _ when kind == typeof(IVisitingReduction<,,>) => [Reduction(nameof(ReductionKernels.VisitingAlong), of[1], of[2])],
            (_, { } s) when kind == typeof(IReduction<,>) && !Is(typeof(IVisitingReduction<,,>)) && s == typeof(SingleLogSumExp) => [Reduction(nameof(ReductionKernels.LogSumExpAlong), typeof(float), s), Reduction(nameof(ReductionKernels.Across), s), Reduction(nameof(ReductionKernels.Along), s)],
            (_, { } s) when kind == typeof(IReduction<,>) && !Is(typeof(IVisitingReduction<,,>)) && s == typeof(DoubleLogSumExp) => [Reduction(nameof(ReductionKernels.LogSumExpAlong), typeof(double), s), Reduction(nameof(ReductionKernels.Across), s), Reduction(nameof(ReductionKernels.Along), s)],
            _ when kind == typeof(IReduction<,>) && !Is(typeof(IVisitingReduction<,,>)) => [Reduction(nameof(ReductionKernels.Along), of[1]), Reduction(nameof(ReductionKernels.Across), of[1])],
            _ when kind == typeof(IContraction<,>) =>
            [
                Contraction(nameof(ContractionKernels.LargeTiles), typeof(Side16)),
                Contraction(nameof(ContractionKernels.TallTiles), typeof(Side16), typeof(Side16)),
                Contraction(nameof(ContractionKernels.TallTiles), typeof(Side16), typeof(Side8)),
                Contraction(nameof(ContractionKernels.SmallTiles), typeof(Side8)),
                Contraction(nameof(ContractionKernels.JoinSlices)),
            ],
            _ => [],
        };
    }
}

/// <summary>The programs of the corpus as kernels: emitted from the loop programs that the CPU's text is made from, compiled in memory and loaded.</summary>
public static class EmittedKernels
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<EmittedProgram>>> Known = new();
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<EmittedProgram>>> KnownSecond = new();
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<(ModelProgram Program, IlgpuProgram Kernels)>>> KnownTexts = new();

    private static readonly MetadataReference[] References = [.. GeneratorHarness.References, MetadataReference.CreateFromFile(typeof(Context).Assembly.Location), MetadataReference.CreateFromFile(typeof(GpuElementary).Assembly.Location)];

    /// <summary>The programs of the model of that metadata name.</summary>
    public static IReadOnlyList<EmittedProgram> Of(string key) => Known.GetOrAdd(key, k => new(() => Load(k, Texts(k)))).Value;

    /// <summary>The same as text: what they are compiled from.</summary>
    public static IReadOnlyList<(ModelProgram Program, IlgpuProgram Kernels)> Texts(string key) => KnownTexts.GetOrAdd(key, k => new(() => Emit(Corpus.Inputs.Single(i => i.Model.Key == k), _ => true))).Value;

    /// <summary>The programs for second derivatives of the model of that metadata name, asked for or not.</summary>
    public static IReadOnlyList<EmittedProgram> Second(string key) => KnownSecond.GetOrAdd(key, k => new(() =>
        Load(k, Emit(Corpus.WithSecondDerivatives(Corpus.Inputs.Single(i => i.Model.Key == k)), p => p.Purpose is ProgramPurpose.HessianVectorProduct or ProgramPurpose.Hessian)))).Value;

    /// <summary>Compiles C# that calls the device functions; every warning is an error.</summary>
    public static Assembly Compile(string name, params IEnumerable<(string Name, string Text)> files)
    {
        var compilation = CSharpCompilation.Create(
            name,
            files.Select(Parse),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                warningLevel: 9999,
                concurrentBuild: false,
                // ILGPU was compiled for an older framework; the SDK is silent about that, too.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]));
        // Emitting tells of warnings as well; to ask for them before would bind everything twice.
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        var problems = result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed).Take(10).ToArray();
        if (problems.Length > 0)
        {
            var texts = problems.Select(p => p.Location.SourceTree).OfType<SyntaxTree>().Distinct().Select(t => GeneratorHarness.Numbered(t.ToString()));
            throw new InvalidOperationException(string.Join("\n", problems.Select(p => p.ToString()).Concat(texts)));
        }

        if (!result.Success) throw new InvalidOperationException($"{name} does not compile.");

        // Not collectible: ILGPU's launchers could not refer to it otherwise.
        return Assembly.Load(image.ToArray());
    }

    private static SyntaxTree Parse((string Name, string Text) file) =>
        CSharpSyntaxTree.ParseText(SourceText.From(file.Text, System.Text.Encoding.UTF8), GeneratorHarness.ParseOptions, file.Name);

    // Under a culture whose minus sign and decimal separator no C# compiler would read.
    private static IReadOnlyList<(ModelProgram Program, IlgpuProgram Kernels)> Emit(CompileInput input, Func<ModelProgram, bool> wanted) => GeneratorHarness.UnderForeignCulture(() =>
        ModelCompiler.Programs(input, CompilerOptions.Default, CancellationToken.None).Where(wanted).Select(p => (p, IlgpuEmitter.Emit(p, "Emitted", p.Name + "Kernels"))).ToArray());

    private static IReadOnlyList<EmittedProgram> Load(string key, IReadOnlyList<(ModelProgram Program, IlgpuProgram Kernels)> emitted) => GeneratorHarness.UnderForeignCulture(() =>
    {
        var assembly = Compile("Emitted." + key, emitted.Select(e => (e.Kernels.ClassName + ".cs", e.Kernels.Text)));
        return emitted.Select(e => new EmittedProgram(e.Program, e.Kernels, assembly.GetType("Emitted." + e.Kernels.ClassName, throwOnError: true)!)).ToArray();
    });
}
