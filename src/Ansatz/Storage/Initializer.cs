namespace Ansatz;

/// <summary>The first values of parameters.</summary>
internal static class Initializer
{
    public static void Fill(Parameter parameter, int seed)
    {
        if (parameter.Segment.First is { } first)
        {
            Fill(parameter.Segment, first);
            return;
        }

        var stream = Hash(parameter.Name);
        switch (parameter.Segment)
        {
            case Segment<float> segment: Fill(segment, seed, stream); break;
            case Segment<double> segment: Fill(segment, seed, stream); break;
            case Segment<int> segment: segment.Values.Fill(segment.Initial == Initial.One ? 1 : 0); break;
        }
    }

    private static void Fill(Segment segment, Func<int[], double> first)
    {
        var index = new int[segment.Shape.Length];
        for (var i = 0; i < segment.Length; i++)
        {
            for (int d = index.Length - 1, rest = i; d >= 0; rest /= segment.Shape[d--]) index[d] = rest % segment.Shape[d];
            var value = first(index);
            switch (segment)
            {
                case Segment<float> of: of.Values[i] = (float)value; break;
                case Segment<double> of: of.Values[i] = value; break;
                case Segment<int> of: of.Values[i] = (int)value; break;
            }
        }
    }

    private static void Fill(Segment<float> segment, int seed, int stream)
    {
        var values = segment.Values;
        var (shape, scale) = Distribution(segment);
        var factor = (float)scale;
        switch (shape)
        {
            case Initial.Normal:
                for (var i = 0; i < values.Length; i++) values[i] = factor * CounterRandomF.Normal(seed, stream, i);
                break;
            case Initial.Uniform:
                for (var i = 0; i < values.Length; i++) values[i] = factor * (2 * CounterRandomF.Uniform(seed, stream, i) - 1);
                break;
            default: values.Fill(factor); break;
        }
    }

    private static void Fill(Segment<double> segment, int seed, int stream)
    {
        var values = segment.Values;
        var (shape, scale) = Distribution(segment);
        switch (shape)
        {
            case Initial.Normal:
                for (var i = 0; i < values.Length; i++) values[i] = scale * CounterRandom.Normal(seed, stream, i);
                break;
            case Initial.Uniform:
                for (var i = 0; i < values.Length; i++) values[i] = scale * (2 * CounterRandom.Uniform(seed, stream, i) - 1);
                break;
            default: values.Fill(scale); break;
        }
    }

    // A normal, a uniform between -1 and 1, or a constant, and the factor before it. The formulas are those of the documentation of Initial.
    private static (Initial Shape, double Scale) Distribution(Segment segment)
    {
        double fanIn = segment.FanIn, fanOut = segment.FanOut;
        return segment.Initial switch
        {
            Initial.One => (Initial.One, 1),
            Initial.LecunNormal => (Initial.Normal, Math.Sqrt(1 / fanIn)),
            Initial.GlorotUniform => (Initial.Uniform, Math.Sqrt(6 / (fanIn + fanOut))),
            Initial.HeNormal => (Initial.Normal, Math.Sqrt(2 / fanIn)),
            Initial.Normal => (Initial.Normal, 0.02),
            Initial.Uniform => (Initial.Uniform, 1 / Math.Sqrt(fanIn)),
            _ => (Initial.Zero, 0),
        };
    }

    // FNV-1a over UTF-16 units: string.GetHashCode differs from run to run.
    private static int Hash(string name)
    {
        var hash = 2166136261u;
        foreach (var unit in name)
            hash = (hash ^ unit) * 16777619u;
        return (int)hash;
    }
}
