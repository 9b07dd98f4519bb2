using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Recurrences;

/// <summary>Statements that read each other's results of earlier times: they run together in one loop over time.</summary>
/// <param name="Backward">Whether the loop runs from the last time to the first.</param>
/// <param name="HasRows">Whether every row (the first index) is a recurrence of its own, so that rows can be computed apart.</param>
/// <param name="Members">The statements, in the order in which they run at one time.</param>
public sealed record Recurrence(bool Backward, bool HasRows, IReadOnlyList<Statement> Members);

/// <summary>What a statement is in a recurrence.</summary>
/// <param name="Group">The recurrence.</param>
/// <param name="Dimension">Which of its free indices is the time.</param>
/// <param name="Delay">How many steps of the loop after its own time the statement runs; negative for before.</param>
public sealed record RecurrenceMember(Recurrence Group, int Dimension, long Delay);

/// <summary>Equations that refer to each other in a way that no order of computation satisfies.</summary>
public sealed class RecurrenceException(Expression read, string code, string message) : Exception(message)
{
    /// <summary>The code of the problem.</summary>
    public string Code { get; } = code;

    /// <summary>A read that takes part.</summary>
    public Expression Read { get; } = read;
}
