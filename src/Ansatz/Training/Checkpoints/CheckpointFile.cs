using System.Globalization;

namespace Ansatz;

/// <summary>The file in which a training is kept: parameters, states, what the method remembers, the best values, the history, and how far it has come.</summary>
/// <remarks>The order of examples and all random numbers are functions of the seed and the step, and the rate is one of the step, so that these are not kept.</remarks>
internal sealed class CheckpointFile(string path, TrainingIdentity identity, ParameterSet parameters, TrainingState state, TrainingMethod method)
{
    private const int Columns = 7;

    private readonly (string Name, Segment Segment)[] _tensors = [.. parameters.Distinct().Select(p => (p.Name, p.Segment))];

    public void Save()
    {
        var writer = new CheckpointWriter();
        identity.Save(writer);
        writer.Set("step", state.Step.ToString(CultureInfo.InvariantCulture));
        writer.Set("ended", state.Ended?.ToString() ?? "no");
        writer.Set("epoch so far", state.LossSum, state.Examples, state.LargestNorm);
        writer.Set("best", state.BestEpoch, state.Best);
        for (var k = 0; k < _tensors.Length; k++)
        {
            var (name, segment) = _tensors[k];
            writer.Add("model/" + name, segment);
            if (state.BestValues is { } best) writer.Add("best/" + name, segment, best[k]);
        }
        var metrics = state.History.Count > 0 ? state.History[0].Metrics.Count : 0;
        writer.Add("history", [state.History.Count, Columns + metrics], state.History.SelectMany(e => (double[])[e.Epoch, e.Step, e.Loss, e.ValidationLoss, e.Rate, e.GradientNorm, e.Seconds, .. e.Metrics]).ToArray());
        method.Save(writer);
        writer.Write(path);
    }

    /// <summary>Goes back to what the file says, if there is one.</summary>
    /// <exception cref="CheckpointException">It is damaged, or of another training. Nothing was changed.</exception>
    public void TryLoad()
    {
        if (!File.Exists(path)) return;
        var reader = new CheckpointReader(path);
        identity.Require(reader, path);
        if (!long.TryParse(reader.Text("step"), NumberStyles.None, CultureInfo.InvariantCulture, out var step)) throw new CheckpointException(path, "its 'step' is no number");
        var ended = Enum.TryParse<StopReason>(reader.Text("ended"), out var reason) ? reason : (StopReason?)null;
        var (epoch, best) = (reader.Numbers("epoch so far", 3), reader.Numbers("best", 2));
        var values = _tensors.Select(t => reader.Bytes("model/" + t.Name, t.Segment.FileType, t.Segment.Shape)).ToArray();
        var bestValues = _tensors.Length > 0 && reader.Has("best/" + _tensors[0].Name) ? _tensors.Select(t => reader.Bytes("best/" + t.Name, t.Segment.FileType, t.Segment.Shape)).ToArray() : null;
        if (reader.Shape("history") is not [var epochs, var width] || width < Columns) throw new CheckpointException(path, "its 'history' has another form");
        var history = reader.Values<double>("history", [(int)epochs, (int)width]);
        var changes = new List<Action>();
        method.Load(reader, changes);

        foreach (var change in changes) change();
        for (var k = 0; k < _tensors.Length; k++) values[k].CopyTo(_tensors[k].Segment.Bytes(0, _tensors[k].Segment.Length));
        (state.Step, state.Ended, state.BestValues) = (step, ended, bestValues);
        (state.LossSum, state.Examples, state.LargestNorm) = (epoch[0], (long)epoch[1], epoch[2]);
        (state.BestEpoch, state.Best) = ((int)best[0], best[1]);
        state.History.Clear();
        foreach (var row in history.Chunk((int)width))
            state.History.Add(new EpochResult((int)row[0], (long)row[1], row[2], row[3], row[Columns..], row[4], row[5], row[6]));
    }
}
