namespace Ansatz.Gpu;

/// <summary>There is no such device, or its driver does not work.</summary>
public sealed class NoGpuException : GpuException
{
    internal NoGpuException(string wanted, IReadOnlyList<GpuDescription> found, Exception? inner = null)
        : base($"No device of kind {wanted} can be used here. {(found.Count == 0 ? "There is none of another kind either." : $"What there is: {string.Join(", ", found)}.")}{(inner is null ? "" : $" The driver says: {inner.Message}")}", wanted, inner) => Found = found;

    /// <summary>The devices that there are.</summary>
    public IReadOnlyList<GpuDescription> Found { get; }
}
