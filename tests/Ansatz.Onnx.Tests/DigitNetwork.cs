using System.Globalization;
using System.IO.Compression;
using Ansatz.Layers;

namespace Ansatz.Onnx.Tests;

/// <summary>Tells digits: two low-rank layers in short form.</summary>
[Network(Loss = LossFunction.SoftmaxCrossEntropy, Onnx = true)]
public partial class DigitNetwork
{
    [Layer(After = Activation.Gelu, Dropout = 0.1)] public LowRank Hidden { get; } = new(In: 64, Rank: 24, Out: 96);
    [Layer] public LowRank Head { get; } = new(In: 96, Rank: 8, Out: 10);

    /// <summary>1797 images of 64 pixels from 0 to 1, with the digit that each shows.</summary>
    public static (float[] Pixels, int[] Labels) Images()
    {
        using var file = typeof(DigitNetwork).Assembly.GetManifestResourceStream("digits.csv.gz") ?? throw new InvalidOperationException("The images are not embedded.");
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        int[][] rows = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Array.ConvertAll(line.Split(','), n => int.Parse(n, CultureInfo.InvariantCulture)))];
        return ([.. rows.SelectMany(row => row.Take(64)).Select(ink => ink / 16f)], [.. rows.Select(row => row[64])]);
    }
}
