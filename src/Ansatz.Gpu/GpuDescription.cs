namespace Ansatz.Gpu;

/// <summary>A device that could be opened.</summary>
/// <param name="Kind">What drives it.</param>
/// <param name="Ordinal">Its number among those of its kind, from 0.</param>
/// <param name="Name">The name that its driver gives it.</param>
/// <param name="MemoryBytes">How much memory it has.</param>
public sealed record GpuDescription(GpuKind Kind, int Ordinal, string Name, long MemoryBytes)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Name} ({Kind} {Ordinal}, {MemoryBytes / (double)(1 << 30):0.#} GiB)");
}
