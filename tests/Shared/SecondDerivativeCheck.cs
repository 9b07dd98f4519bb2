namespace Ansatz.Testing;

/// <summary>Compares the second derivatives of a generated class with differences of its double precision copy's loss, and with each other.</summary>
public static class SecondDerivativeCheck
{
    // Entries checked in each tensor: the largest one and others at random.
    private const int Entries = 2;

    /// <summary>The largest Hessian that is formed.</summary>
    public const int LargestOrder = 200;

    /// <summary>What differs in the product with a random direction.</summary>
    public static IEnumerable<string> ProductDifferences(ModelRun run)
    {
        var model = run.Case;
        var reference = run.Reference();
        reference.Training = true;
        var parameters = run.Driver.Parameters.Where(p => p.Kind == ParameterKind.Parameter && !p.IsFrozen).ToArray();
        var direction = Direction(run);
        var product = run.HessianVectorProduct(direction);
        if (Array.FindIndex(product, v => !double.IsFinite(v)) is >= 0 and var bad)
        {
            yield return $"(Hv)[{bad}] is {product[bad]}.";
            yield break;
        }

        var along = parameters.Select(p => ((double[])reference.Tensors[p.Name].Values, direction.Skip(run.Driver.Parameters.FlatIndex(p.Name)).Take(p.Length).ToArray())).ToArray();
        var tolerance = run.IsSingle ? 1e-5 : 1e-7;
        var largest = Agreement.Largest(product);

        // What differences of the loss can see at all.
        var least = Math.Max(1e-6 * largest, 1e-3 * Math.Abs(reference.Loss()));
        var random = new Random(7);
        foreach (var parameter in parameters)
        {
            if (model.NotDifferentiated.Split(' ').Contains(parameter.Name)) continue;
            var first = run.Driver.Parameters.FlatIndex(parameter.Name);
            var actual = product[first..(first + parameter.Length)];
            var entries = Enumerable.Range(0, actual.Length).OrderByDescending(e => Math.Abs(actual[e])).Take(1)
                .Concat(Enumerable.Range(0, actual.Length).OrderBy(_ => random.Next())).Distinct().Take(Entries).ToArray();
            var values = (double[])reference.Tensors[parameter.Name].Values;
            var enough = tolerance * Math.Max(Agreement.Largest(actual), least) / 20;
            var expected = entries.Select(e => reference.Derivative(along, values, e, enough)).ToArray();
            var unit = Math.Max(model.Vanishing.Split(' ').Contains(parameter.Name) ? largest : Math.Max(Agreement.Largest(actual), expected.Max(d => Math.Abs(d.Value))), least);
            var useful = Enumerable.Range(0, entries.Length).Where(i => expected[i].Error <= tolerance * unit / 2).ToArray();
            if (useful.Length < (entries.Length + 1) / 2)
            {
                yield return $"Hv of {parameter.Name}: only {useful.Length} of {entries.Length} second differences are good enough.";
                continue;
            }

            var difference = Agreement.Difference(
                $"Hv of {parameter.Name}{{{string.Join(",", useful.Select(i => entries[i]))}}}",
                [.. useful.Select(i => actual[entries[i]])],
                [.. useful.Select(i => expected[i].Value)],
                tolerance,
                unit);
            if (difference is not null) yield return difference;
        }
    }

    /// <summary>What differs between the Hessian and products with it; whether it is symmetric; and its loss and gradients.</summary>
    public static IEnumerable<string> MatrixDifferences(ModelRun run, ModelRun gradients)
    {
        var order = run.Driver.Parameters.FlatLength;
        if (order > LargestOrder) yield break;
        var tolerance = run.IsSingle ? 1e-5 : 1e-11;
        var (loss, gradient, hessian) = run.Hessian();
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!hessian[(i * order) + j].Equals(hessian[(j * order) + i])) yield return $"H[{i},{j}] is {hessian[(i * order) + j]:R}, H[{j},{i}] is {hessian[(j * order) + i]:R}.";
            }
        }

        var direction = Direction(run);
        var product = run.HessianVectorProduct(direction);
        var terms = Enumerable.Range(0, order).Select(i => Enumerable.Range(0, order).Max(j => Math.Abs(hessian[(i * order) + j] * direction[j]))).Max();
        var expected = Enumerable.Range(0, order).Select(i => Enumerable.Range(0, order).Sum(j => hessian[(i * order) + j] * direction[j])).ToArray();
        if (Agreement.Difference("H·v", product, expected, tolerance, terms) is { } wrong) yield return wrong;

        var (expectedLoss, all) = gradients.Gradient();
        var parts = all.Where(g => run.Driver.Parameters.Any(p => p.Name == g.Name && p.Kind == ParameterKind.Parameter)).ToArray();
        if (Agreement.Difference("loss", [loss], [expectedLoss], tolerance, 1e-2) is { } wrongLoss) yield return wrongLoss;
        if (Agreement.Difference("gradient", gradient, [.. parts.SelectMany(g => g.ToDoubles())], tolerance) is { } wrongGradient) yield return wrongGradient;
    }

    /// <summary>A direction for a model's parameters: representable in their type.</summary>
    public static double[] Direction(ModelRun run)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, run.Driver.Parameters.FlatLength).Select(_ => (double)(float)((2 * random.NextDouble()) - 1))];
    }
}
