using System.Numerics.Tensors;

namespace QuickStart;

/// <summary>The digits that a network takes some images for.</summary>
public sealed class Predictions
{
    private readonly DigitImages _images;
    private readonly int[] _digits;

    /// <summary>Evaluates all images in one call and takes the largest logit of each.</summary>
    public Predictions(Digits network, DigitImages images)
    {
        _images = images;
        var logit = new float[images.Count * Digits.Classes];
        network.Evaluate(images.X, Tensor.Create(logit, [images.Count, Digits.Classes]));
        _digits = [.. logit.Chunk(Digits.Classes).Select(row => TensorPrimitives.IndexOfMax<float>(row))];
    }

    /// <summary>The share that is right.</summary>
    public double Accuracy => (double)Enumerable.Range(0, _digits.Length).Count(n => _digits[n] == _images.Label[n]) / _digits.Length;

    /// <summary>Whether all are the same.</summary>
    public bool Equal(Predictions other) => _digits.AsSpan().SequenceEqual(other._digits);

    /// <summary>How often each digit (a row) was taken for each (a column).</summary>
    public string Table()
    {
        var counts = new int[Digits.Classes, Digits.Classes];
        for (var n = 0; n < _digits.Length; n++) counts[_images.Label[n], _digits[n]]++;
        var columns = Enumerable.Range(0, Digits.Classes).ToArray();
        var lines = columns.Select(row => $"{row,3} |{string.Concat(columns.Select(column => counts[row, column] is > 0 and var count ? $"{count,4}" : "   ·"))}");
        return string.Join(Environment.NewLine, [$"    |{string.Concat(columns.Select(column => $"{column,4}"))}", .. lines]);
    }
}
