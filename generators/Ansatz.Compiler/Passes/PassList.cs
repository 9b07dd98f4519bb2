using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>One transformation of a tensor program.</summary>
/// <param name="Name">The name by which it is switched off.</param>
/// <param name="Run">Transforms in place.</param>
public sealed record Pass(string Name, Action<TensorProgram> Run);

/// <summary>The passes in their order. Each leaves a program that the verifier accepts and that computes the same; each can be switched off.</summary>
public static class PassList
{
    /// <summary>All passes, in order.</summary>
    public static IReadOnlyList<Pass> All { get; } =
    [
        new("DecideConditions", DecideConditions.Run),
        new("InlineProducers", InlineProducers.Run),
        new("HoistFactors", HoistFactors.Run),
        new("SplitRowSums", SplitRowSums.Run),
        new("OrderContractions", OrderContractions.Run),
        new("SplitContractions", SplitContractions.Run),
        new("MaterialiseOperands", MaterialiseOperands.Run),
        new("TransposeGathers", TransposeGathers.Run),
        new("EliminateCommonStatements", EliminateCommonStatements.Run),
        new("ShareFunctions", ShareFunctions.Run),
        new("EliminateDeadStatements", EliminateDeadStatements.Run),
    ];

    /// <summary>Passes that run on the forward program before it is differentiated, as well as after.</summary>
    public static IReadOnlyList<Pass> BeforeAdjoint { get; } = [new("InlineProducers", InlineProducers.Run), new("HoistFactors", HoistFactors.Run), new("OrderContractions", OrderContractions.Run), new("MaterialiseOperands", MaterialiseOperands.Run), new("EliminateCommonStatements", EliminateCommonStatements.Run)];

    /// <summary>Passes of a program that becomes an ONNX graph: those that say what is multiplied and summed in which order, and none that prepares loops.</summary>
    public static IReadOnlyList<Pass> BeforeOnnx { get; } =
    [
        new("DecideConditions", DecideConditions.Run), new("HoistFactors", HoistFactors.Run), new("OrderContractions", OrderContractions.Run), new("EliminateCommonStatements", EliminateCommonStatements.Run),
        new("EliminateDeadStatements", EliminateDeadStatements.Run),
    ];

    /// <summary>Switches of the scheduler, which are no transformations of a tensor program but can be switched off like one.</summary>
    public static IReadOnlyList<string> SchedulerSwitches { get; } = ["RecogniseContractions", "FuseEpilogues", "FuseStatements", "FuseRegions", "OverwriteSteps"];

    /// <summary>Runs the passes that are not switched off.</summary>
    /// <param name="program">Transformed in place.</param>
    /// <param name="options">Which passes run, and whether the verifier runs between them.</param>
    /// <param name="cancellation">Stops between passes.</param>
    public static void Run(TensorProgram program, CompilerOptions options, CancellationToken cancellation)
    {
        foreach (var pass in All)
        {
            cancellation.ThrowIfCancellationRequested();
            if (options.IsDisabled(pass.Name)) continue;
            pass.Run(program);
            RecurrenceFinder.Run(program);
            if (options.Verify) ProgramVerifier.Verify(program, pass.Name);
        }
    }
}
