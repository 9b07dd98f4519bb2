namespace Ansatz;

/// <summary>Where a training stands between two steps: all that its rest depends on, beside the parameters and what the optimiser remembers.</summary>
internal sealed class TrainingState(ParameterSet parameters)
{
    private readonly Segment[] _segments = [.. parameters.Distinct().Select(p => p.Segment)];

    /// <summary>Steps made.</summary>
    public long Step { get; set; }

    /// <summary>Losses of this epoch's steps times their examples, and how many examples.</summary>
    public double LossSum { get; set; }

    /// <inheritdoc cref="LossSum"/>
    public long Examples { get; set; }

    /// <summary>The largest norm of a gradient in this epoch.</summary>
    public double LargestNorm { get; set; }

    /// <summary>The epochs that ended.</summary>
    public List<EpochResult> History { get; } = [];

    /// <summary>The epoch with the best value of what is watched; 0 for none yet.</summary>
    public int BestEpoch { get; set; }

    /// <summary>That value.</summary>
    public double Best { get; set; } = double.NaN;

    /// <summary>Why the training has ended, if it has.</summary>
    public StopReason? Ended { get; set; }

    /// <summary>All stored tensors, each once.</summary>
    public ReadOnlySpan<Segment> Segments => _segments;

    /// <summary>The tensors of the best epoch, one array of bytes for each segment; null while they are not kept.</summary>
    public byte[][]? BestValues { get; set; }

    /// <summary>Keeps the tensors as they are now as the best.</summary>
    public void KeepBest()
    {
        BestValues ??= [.. _segments.Select(s => new byte[(long)s.Length * s.ElementSize])];
        for (var k = 0; k < _segments.Length; k++) _segments[k].ReadBytes(0, _segments[k].Length).CopyTo(BestValues[k]);
    }

    /// <summary>Gives the tensors their best values.</summary>
    public void RestoreBest()
    {
        if (BestValues is null) return;
        for (var k = 0; k < _segments.Length; k++) BestValues[k].CopyTo(_segments[k].Bytes(0, _segments[k].Length));
    }

    /// <summary>The mean loss of this epoch so far.</summary>
    public double Loss => Examples == 0 ? double.NaN : LossSum / Examples;

    public void BeginEpoch() => (LossSum, Examples, LargestNorm) = (0, 0, 0);
}
