namespace Ansatz.StructuralEquations;

/// <summary>How far closed forms are followed. Beyond, an entry is unknown and says why; nothing runs on.</summary>
public sealed record ClosedFormLimits
{
    /// <summary>The default limits: 2,000 terms and two million steps.</summary>
    public static ClosedFormLimits Default { get; } = new();

    /// <summary>The most terms of a numerator, and of a Δ.</summary>
    public int Terms { get; init; } = 2000;

    /// <summary>The most steps in all: vertices visited along paths and cycles, and products of terms.</summary>
    public long Steps { get; init; } = 2_000_000;
}

/// <summary>The steps that are left, and the number of terms that is allowed.</summary>
internal sealed class ClosedFormBudget(ClosedFormLimits limits, CancellationToken cancellation)
{
    private long _left = limits.Steps;

    public int Terms => limits.Terms;

    /// <exception cref="ClosedFormLimitException">No step is left.</exception>
    public void Step(long steps = 1)
    {
        if ((_left -= steps) < 0) throw new ClosedFormLimitException($"more than {limits.Steps:#,0} steps");
        if ((_left & 0xFF) == 0 || steps > 0xFF) cancellation.ThrowIfCancellationRequested();
    }
}

/// <summary>A closed form is larger than allowed; caught where entries are asked for.</summary>
internal sealed class ClosedFormLimitException(string reason) : Exception(reason);
