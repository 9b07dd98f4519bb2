using System.Globalization;
using System.IO.Compression;
using System.Numerics.Tensors;
using Ansatz;

namespace QuickStart;

/// <summary>Images of digits with their labels.</summary>
/// <param name="pixels">64 numbers for each image, from 0 (paper) to 16 (ink), row by row.</param>
/// <param name="labels">The digit of each image.</param>
public sealed class DigitImages(float[] pixels, int[] labels)
{
    public const int Side = 8;

    /// <summary>How many there are.</summary>
    public int Count => labels.Length;

    /// <summary>Count × 64, a view of the same memory.</summary>
    public Tensor<float> X { get; } = Tensor.Create(pixels, [labels.Length, Digits.Pixels]);

    /// <summary>Count, a view of the same memory.</summary>
    public Tensor<int> Label { get; } = Tensor.Create(labels, [labels.Length]);

    /// <summary>The same by the names of the network's inputs, as a training takes them.</summary>
    public Dataset Data { get; } = new() { { "X", pixels, Digits.Pixels }, { "Label", labels } };

    /// <summary>The pixels of one image.</summary>
    public ReadOnlySpan<float> Pixels(int image) => pixels.AsSpan(image * Digits.Pixels, Digits.Pixels);

    /// <summary>The data set in two parts: the 360 images that <c>digits.test.txt</c> lists, and the other 1,437.</summary>
    public static (DigitImages Training, DigitImages Test) Load()
    {
        var images = Parse(Lines(new GZipStream(Resource("digits.csv.gz"), CompressionMode.Decompress)));
        var listed = Lines(Resource("digits.test.txt")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToHashSet();
        return (images.Select(image => !listed.Contains(image)), images.Select(listed.Contains));
    }

    /// <summary>The images whose number fulfils a condition, in order.</summary>
    public DigitImages Select(Func<int, bool> condition)
    {
        int[] chosen = [.. Enumerable.Range(0, Count).Where(condition)];
        return new DigitImages([.. chosen.SelectMany(image => Pixels(image).ToArray())], [.. chosen.Select(image => labels[image])]);
    }

    static DigitImages Parse(IEnumerable<string> lines)
    {
        int[][] rows = [.. lines.Select(line => Array.ConvertAll(line.Split(','), number => int.Parse(number, CultureInfo.InvariantCulture)))];
        return new DigitImages([.. rows.SelectMany(row => row.Take(Digits.Pixels)).Select(ink => (float)ink)], [.. rows.Select(row => row[Digits.Pixels])]);
    }

    static Stream Resource(string name) => typeof(DigitImages).Assembly.GetManifestResourceStream(name)
        ?? throw new FileNotFoundException($"The executable has no resource {name}.");

    static IEnumerable<string> Lines(Stream stream)
    {
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
