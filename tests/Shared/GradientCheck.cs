namespace Ansatz.Testing;

/// <summary>Compares the gradients of a generated class with finite differences of its double precision copy's loss.</summary>
public static class GradientCheck
{
    /// <summary>What differs, for every parameter and marked input.</summary>
    public static IEnumerable<string> Differences(ModelRun run)
    {
        var model = run.Case;
        var reference = run.Reference();
        reference.Training = true;
        var gradients = run.Gradient().Gradients;
        var tolerance = run.IsSingle ? 1e-5 : 1e-8;
        var largest = gradients.Max(g => Agreement.Largest(g.ToDoubles()));
        var random = new Random(7);
        foreach (var gradient in gradients)
        {
            if (model.NotDifferentiated.Split(' ').Contains(gradient.Name)) continue;
            var actual = gradient.ToDoubles();
            if (Array.FindIndex(actual, v => !double.IsFinite(v)) is >= 0 and var bad)
            {
                yield return $"d{gradient.Name}[{bad}] is {actual[bad]}.";
                continue;
            }

            var values = (double[])(reference.Tensors.TryGetValue(gradient.Name, out var tensor) ? tensor : reference.Input(gradient.Name)).Values;
            // The largest one and others at random.
            var entries = Enumerable.Range(0, actual.Length).OrderByDescending(e => Math.Abs(actual[e])).Take(1)
                .Concat(Enumerable.Range(0, actual.Length).OrderBy(_ => random.Next())).Distinct().Take(model.Entries).ToArray();
            var expected = entries.Select(e => reference.Derivative(values, e)).ToArray();

            // In exact arithmetic zero: rounding is in proportion to what cancelled, not to what is left.
            var unit = model.Vanishing.Split(' ').Contains(gradient.Name) ? largest
                : Math.Max(Agreement.Largest(actual), Math.Max(expected.Max(d => Math.Abs(d.Value)), 1e-6 * largest));
            var useful = Enumerable.Range(0, entries.Length).Where(i => expected[i].Error <= tolerance * unit / 2).ToArray();
            if (useful.Length < (entries.Length + 1) / 2)
            {
                yield return $"d{gradient.Name}: only {useful.Length} of {entries.Length} finite differences are good enough.";
                continue;
            }

            var difference = Agreement.Difference(
                $"d{gradient.Name}{{{string.Join(",", useful.Select(i => entries[i]))}}}",
                [.. useful.Select(i => actual[entries[i]])],
                [.. useful.Select(i => expected[i].Value)],
                tolerance,
                unit);
            if (difference is not null) yield return difference;
        }
    }
}
