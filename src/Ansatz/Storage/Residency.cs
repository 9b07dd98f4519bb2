namespace Ansatz;

/// <summary>Keeps numbers in the memory here and their copies on devices the same: whoever is about to read or change the memory here says so first.</summary>
/// <remarks>
/// There is one for what a device has a copy of, and none otherwise, so that without a device all of it costs one comparison with null.
/// Copies are made when somebody asks for what the other side has changed, and not before.
/// </remarks>
internal sealed class Residency
{
    private readonly Lock _fetching = new();

    /// <summary>The copy that is newer than the memory here, if one is.</summary>
    public DeviceCopy? Ahead { get; private set; }

    /// <summary>Grows with every change on either side: a copy that was made at another count is old.</summary>
    public int Changes { get; private set; }

    /// <summary>The memory here is about to be read: fetches what a device has newer. Reading from several threads is safe.</summary>
    public void Read()
    {
        if (Ahead is null) return;
        lock (_fetching)
        {
            Ahead?.Download();
            Ahead = null;
        }
    }

    /// <summary>The memory here is about to be changed, or may be: copies on devices will be old.</summary>
    public void Change()
    {
        Read();
        Changes++;
    }

    /// <summary>The memory here is about to be overwritten as a whole: nothing has to be fetched first.</summary>
    public void Overwrite()
    {
        Ahead = null;
        Changes++;
    }

    internal void Overtake(DeviceCopy copy)
    {
        Ahead = copy;
        Changes++;
    }
}

/// <summary>A copy on a device of what a <see cref="Ansatz.Residency"/> watches over.</summary>
internal abstract class DeviceCopy(Residency residency)
{
    private int _copied = -1;

    /// <summary>A kernel is about to read it: brings it up to date. Copies only what has changed elsewhere.</summary>
    public void Use()
    {
        if (residency.Ahead == this) return;
        residency.Read();
        if (_copied == residency.Changes) return;
        Upload();
        _copied = residency.Changes;
    }

    /// <summary>Kernels that overwrite it have been started.</summary>
    public void Overwritten()
    {
        residency.Overtake(this);
        _copied = residency.Changes;
    }

    /// <summary>Its memory is about to be given back: what only the device knows is fetched.</summary>
    public void Leave()
    {
        if (residency.Ahead == this) residency.Read();
    }

    /// <summary>Copies from the device to the memory here.</summary>
    public abstract void Download();

    /// <summary>Copies from the memory here to the device.</summary>
    protected abstract void Upload();
}
