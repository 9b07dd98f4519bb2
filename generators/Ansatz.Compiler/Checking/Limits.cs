using System.Globalization;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Loops;

namespace Ansatz.Compiler.Checking;

/// <summary>How large a program may become. What is larger is refused with the figure.</summary>
public static class Limits
{
    /// <summary>Statements that the equations of one program may become before it is differentiated.</summary>
    public const int Statements = 4096;

    /// <summary>Characters of one generated file.</summary>
    public const int Characters = 4_000_000;

    /// <summary>Bytes of intermediates that are certain to be needed, unless the loss states another number.</summary>
    public const long Memory = 16L << 30;

    /// <summary>What is too large about a scheduled program.</summary>
    public static IEnumerable<Problem> Exceeded(LoopProgram loops, string name, MemberSyntax root, long? stated)
    {
        var memory = loops.Memory();
        if (stated is { } bytes)
        {
            if (memory.Estimate() <= bytes) yield break;
            var counted = memory.Constant is null ? " with 64 for every extent that is not known here" : "";
            yield return new Problem(
                ProblemCodes.MemoryExceeded, root.Line, 0,
                $"The intermediates of '{name}' take {Number(memory.Estimate())} bytes{counted}, more than the {Number(bytes)} that '{root.Name}' allows{Recomputed(loops)}; the largest: {Largest(loops)}.",
                memory.Constant is null ? Severity.Warning : Severity.Error);
            yield break;
        }

        if (memory.Estimate(1) > Memory)
            yield return new Problem(ProblemCodes.MemoryExceeded, root.Line, 0, $"The intermediates of '{name}' take at least {Number(memory.Estimate(1))} bytes; the limit is {Number(Memory)}, or what [Loss(Memory = …)] states. The largest: {Largest(loops)}.");
    }

    /// <summary>The file that is too long, if one is.</summary>
    public static Problem? Exceeded(IEnumerable<Declarations.GeneratedFile> files)
    {
        foreach (var file in files)
        {
            if (file.Text.Length > Characters)
                return new Problem(ProblemCodes.ProgramTooLarge, -1, 0, $"The generated file '{file.HintName}' would have {Number(file.Text.Length)} characters; the limit is {Number(Characters)}.");
        }

        return null;
    }

    private static string Recomputed(LoopProgram loops) => loops.Recomputed.Count == 0 ? "" : $", although {string.Join(", ", loops.Recomputed)} {(loops.Recomputed.Count == 1 ? "is" : "are")} computed again instead of kept";

    private static string Largest(LoopProgram loops) => string.Join(", ", loops.Kept().OrderByDescending(k => k.Bytes.Estimate()).Take(3).Select(k => $"{k.Buffer.Tensor.Name} ({Number(k.Bytes.Estimate())})"));

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
