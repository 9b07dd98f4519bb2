using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>N:M sparsity: of every M neighbours in a row, the N of greatest magnitude are kept (of equal ones the first), such as 2:4.</summary>
/// <remarks>Source: Zhou and others, Learning N:M fine-grained structured sparse neural networks from scratch (2021). The last group of a row may be shorter.</remarks>
public sealed class NmMask
{
    private readonly DenseMatrix _matrix;
    private readonly bool[] _kept;

    private NmMask(DenseMatrix matrix, bool[] kept)
    {
        (_matrix, _kept) = (matrix, kept);
        RelativeError = DenseArray.RelativeError(matrix.Values, Masked());
    }

    /// <summary>Which entries are kept: m × n.</summary>
    public Tensor<bool> Kept => Tensor.Create(_kept, [_matrix.Rows, _matrix.Columns]);

    /// <summary>‖W − Ŵ‖ / ‖W‖ in the Frobenius norm; no choice of as many entries of each group has less.</summary>
    public double RelativeError { get; }

    /// <summary>Chooses the entries of a matrix.</summary>
    /// <param name="matrix">W: m × n.</param>
    /// <param name="kept">N: 1 to <paramref name="group"/>.</param>
    /// <param name="group">M.</param>
    /// <exception cref="ArgumentException">It is no matrix, has entries that are not finite, or the numbers are out of range.</exception>
    public static NmMask Of(scoped in ReadOnlyTensorSpan<double> matrix, int kept, int group) => Of(DenseArray.CopyMatrix(matrix), kept, group);

    /// <inheritdoc cref="Of(in ReadOnlyTensorSpan{double}, int, int)"/>
    public static NmMask Of(scoped in ReadOnlyTensorSpan<float> matrix, int kept, int group) => Of(DenseArray.CopyMatrix(matrix), kept, group);

    /// <summary>The matrix with 0 where an entry is not kept: m × n.</summary>
    public Tensor<double> Apply() => Tensor.Create(Masked(), [_matrix.Rows, _matrix.Columns]);

    internal double[] Masked() => [.. _matrix.Values.Select((value, i) => _kept[i] ? value : 0)];

    // What is kept, group by group, with the place of each in its group in ascending order. A group shorter than what is kept is filled with zeros in its last place.
    internal (double[] Values, int[] Places) Compressed(int kept, int group)
    {
        var groups = (_matrix.Columns + group - 1) / group;
        var (values, places) = (new double[_matrix.Rows * groups * kept], new int[_matrix.Rows * groups * kept]);
        for (var row = 0; row < _matrix.Rows; row++)
        {
            for (var g = 0; g < groups; g++)
            {
                var (next, length) = ((row * groups + g) * kept, Math.Min(group, _matrix.Columns - g * group));
                Array.Fill(places, length - 1, next, kept);
                for (var h = 0; h < length; h++)
                {
                    var at = row * _matrix.Columns + g * group + h;
                    if (!_kept[at]) continue;
                    (values[next], places[next]) = (_matrix.Values[at], h);
                    next++;
                }
            }
        }
        return (values, places);
    }

    internal static NmMask Of(DenseMatrix matrix, int kept, int group)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kept, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kept, group);
        var mask = new bool[matrix.Values.Length];
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var first = 0; first < matrix.Columns; first += group)
            {
                // A stable order: of equal magnitudes the first is kept.
                var at = row * matrix.Columns + first;
                foreach (var i in Enumerable.Range(at, Math.Min(group, matrix.Columns - first)).OrderByDescending(i => Math.Abs(matrix.Values[i])).Take(kept)) mask[i] = true;
            }
        }
        return new NmMask(matrix, mask);
    }
}
