using System.Globalization;

namespace Ansatz;

/// <summary>What makes two trainings the same: a file of one cannot be resumed by the other.</summary>
internal sealed class TrainingIdentity(BatchSource source, BatchPlan plan, TrainingOptions options, TrainingMethod method)
{
    private const string Version = "1";

    private (string Key, string Value)[] Entries =>
    [
        ("version", Version),
        ("method", method.GetType().Name),
        ("examples", Text(source.Count)),
        ("batch size", Text(plan.Examples(0))),
        ("examples at once", Text(plan.PartSize)),
        ("steps per epoch", Text(plan.StepsPerEpoch)),
        ("seed", Text(options.Seed)),
        ("shuffled", options.Shuffle ? "yes" : "no"),
        ("losses", options.Losses.Count == 0 ? source.Model.Losses[0] : string.Join(", ", options.Losses.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Weight:R} {l.Name}")))),
        ("schedule", options.Schedule.ToString()!),
        ("metrics", string.Join(", ", options.Metrics.Select(m => m.Name))),
    ];

    public void Save(CheckpointWriter writer)
    {
        foreach (var (key, value) in Entries) writer.Set(key, value);
    }

    public void Require(CheckpointReader reader, string path)
    {
        foreach (var (key, value) in Entries)
        {
            if (reader.Text(key) is var found && found != value) throw new CheckpointException(path, $"its {key} is '{found}', but this training's is '{value}'");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
