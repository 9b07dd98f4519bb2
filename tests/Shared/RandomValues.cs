using System.Globalization;

namespace Ansatz.Testing;

/// <summary>Seeded values for the inputs and parameters of a model, in the ranges that its case states.</summary>
public sealed class RandomValues(ModelCase model, ModelSignature signature, ModelArguments arguments, object instance, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Values of an input.</summary>
    public NamedArray Input(ModelInput input) =>
        Array(input.Name, input.ElementType, input.Extents is null ? [] : signature.Shape(input.Extents, arguments, instance));

    /// <summary>Values of anything.</summary>
    public NamedArray Array(string name, Type type, nint[] shape)
    {
        var length = (int)shape.Aggregate((nint)1, (a, b) => a * b);
        if (type == typeof(int))
        {
            var (first, limit) = Limits(name);
            return new NamedArray(name, Enumerable.Range(0, length).Select(_ => _random.Next(first, limit)).ToArray(), shape);
        }

        var (low, high) = Range(name);
        var values = Enumerable.Range(0, length).Select(_ => low + ((high - low) * _random.NextDouble()));
        return new NamedArray(name, type == typeof(float) ? values.Select(v => (float)v).ToArray() : values.ToArray(), shape);
    }

    // "4", "Classes" or "-1:Classes".
    private (int First, int Limit) Limits(string name)
    {
        var text = ModelCase.Pairs(model.Limits).TryGetValue(name, out var found) ? found
            : throw new InvalidOperationException($"The case of {model.Name} gives no limit of {name}.");
        var bounds = text.Split(':');
        return (bounds.Length > 1 ? Number(bounds[0]) : 0, Number(bounds[^1]));

        int Number(string bound) =>
            int.TryParse(bound, CultureInfo.InvariantCulture, out var number) ? number : (int)signature.Extent(bound, arguments, instance);
    }

    private (double Low, double High) Range(string name)
    {
        if (!ModelCase.Pairs(model.Ranges).TryGetValue(name, out var text)) return (-1, 1);
        var bounds = text.Split(':');
        return (double.Parse(bounds[0], CultureInfo.InvariantCulture), double.Parse(bounds[1], CultureInfo.InvariantCulture));
    }
}
