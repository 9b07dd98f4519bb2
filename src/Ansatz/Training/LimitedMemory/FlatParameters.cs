using System.Numerics;
using System.Numerics.Tensors;

namespace Ansatz;

/// <summary>The parameters of a model that are trained as one vector of doubles, each tensor once.</summary>
internal sealed class FlatParameters
{
    private readonly (Segment Segment, int[] Ordinals, int First)[] _parts;

    public FlatParameters(ParameterSet parameters, IReadOnlySet<string> frozen)
    {
        var parts = new List<(Segment, int[], int)>();
        var first = 0;
        foreach (var group in Enumerable.Range(0, parameters.Count).Where(i => parameters[i].Kind == ParameterKind.Parameter).GroupBy(i => parameters[i].Segment))
        {
            if (group.Any(i => parameters[i].IsFrozen || frozen.Contains(parameters[i].Name))) continue;
            parts.Add((group.Key, [.. group], first));
            first += group.Key.Length;
        }
        (_parts, Length) = ([.. parts], first);
    }

    public int Length { get; }

    public void Read(Span<double> flat)
    {
        foreach (var (segment, _, first) in _parts)
        {
            var target = flat.Slice(first, segment.Length);
            if (segment is Segment<float> floats) TensorPrimitives.ConvertTruncating<float, double>(floats.ReadValues, target);
            else ((Segment<double>)segment).ReadValues.CopyTo(target);
        }
    }

    public void Write(ReadOnlySpan<double> flat)
    {
        foreach (var (segment, _, first) in _parts)
        {
            var source = flat.Slice(first, segment.Length);
            if (segment is Segment<float> floats) TensorPrimitives.ConvertTruncating<double, float>(source, floats.Values);
            else source.CopyTo(((Segment<double>)segment).Values);
        }
    }

    /// <summary>The gradient in the order of the parameters; those of a tensor under several names are added.</summary>
    public void ReadGradient(GradientSet gradients, Span<double> flat)
    {
        foreach (var (segment, ordinals, first) in _parts)
        {
            var target = flat.Slice(first, segment.Length);
            target.Clear();
            foreach (var ordinal in ordinals)
            {
                if (segment is Segment<float>) Add<float>(gradients.Values<float>(ordinal, 0, segment.Length), target);
                else Add<double>(gradients.Values<double>(ordinal, 0, segment.Length), target);
            }
        }
    }

    private static void Add<T>(ReadOnlySpan<T> values, Span<double> sum) where T : INumberBase<T>
    {
        for (var i = 0; i < sum.Length; i++) sum[i] += double.CreateTruncating(values[i]);
    }
}
