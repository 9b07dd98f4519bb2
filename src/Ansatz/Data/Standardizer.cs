using System.Numerics.Tensors;

namespace Ansatz;

/// <summary>Makes each number of a column have the mean 0 and the standard deviation 1, by what was found in some examples: those of the training, for all.</summary>
public sealed class Standardizer
{
    private readonly double[] _mean, _deviation;

    private Standardizer(string name, double[] mean, double[] deviation) => (Name, _mean, _deviation) = (name, mean, deviation);

    /// <summary>The name of the column.</summary>
    public string Name { get; }

    /// <summary>The mean of each number of an example.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The standard deviation of each, over the number of examples; 1 where all are equal.</summary>
    public ReadOnlySpan<double> Deviation => _deviation;

    /// <summary>Finds means and deviations.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="name">The column.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="DatasetException">There are no examples.</exception>
    public static Standardizer Of(Dataset data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0) throw new DatasetException("There are no examples to find means of.");
        var width = data[name].RowLength;
        var values = Values(data, name);
        var (mean, deviation) = (new double[width], new double[width]);
        for (var i = 0; i < values.Length; i++) mean[i % width] += values[i] / data.Count;
        for (var i = 0; i < values.Length; i++) deviation[i % width] += (values[i] - mean[i % width]) * (values[i] - mean[i % width]) / data.Count;
        for (var k = 0; k < width; k++) deviation[k] = deviation[k] > 0 ? Math.Sqrt(deviation[k]) : 1;
        return new Standardizer(name, mean, deviation);
    }

    /// <summary>The same examples with that column in units of its deviations from its means, in single precision.</summary>
    /// <exception cref="DatasetException">The column has another number of numbers for each example.</exception>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var column = data[Name];
        if (column.RowLength != _mean.Length) throw new DatasetException($"'{Name}' must have {_mean.Length} numbers for each example, but has {column.RowLength}.");
        var values = Values(data, Name);
        var scaled = new float[values.Length];
        for (var i = 0; i < values.Length; i++) scaled[i] = (float)((values[i] - _mean[i % _mean.Length]) / _deviation[i % _mean.Length]);
        return data.With(Name, Tensor.Create(scaled, [data.Count, .. column.Extents.ToArray().Select(e => (nint)e)]));
    }

    private static double[] Values(Dataset data, string name)
    {
        var values = new double[data.Count * data[name].RowLength];
        data[name].CopyRows<double>(data.Rows(), values);
        return values;
    }
}
