namespace Ansatz.Gpu;

/// <summary>What a device or its driver cannot do; the derived types say what.</summary>
public abstract class GpuException : AnsatzException
{
    private protected GpuException(string message, string device, Exception? inner = null) : base(message, inner) => Device = device;

    /// <summary>The device, or what was looked for.</summary>
    public string Device { get; }
}
