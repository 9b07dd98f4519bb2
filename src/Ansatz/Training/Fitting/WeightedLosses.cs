namespace Ansatz;

/// <summary>The losses of a training by number, with their weights.</summary>
internal static class WeightedLosses
{
    public static (int Number, double Weight)[] Of(ITrainable model, TrainingOptions options)
    {
        if (options.Losses.Count == 0) return [(0, 1)];
        var numbers = options.Losses.Select(l => (model.Signature.Loss(l.Name), l.Weight)).ToArray();
        if (numbers.Any(l => !double.IsFinite(l.Weight))) throw new ArgumentException("The weights of losses must be finite.");
        return numbers;
    }
}
