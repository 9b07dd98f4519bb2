using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>
/// A matrix as a small dense one times a sparse one: W ≈ B·S, where each column of S has a fixed number of entries that are not 0. Each column of W is then a
/// combination of few columns of B, its own few, where a matrix of low rank combines all columns for all.
/// </summary>
/// <remarks>
/// Orthogonal matching pursuit for S and least squares for B in turn; the best of all rounds is kept. Sources: Chand, Chandra and others, DSFormer: effective
/// compression of text-transformers by dense-sparse weight factorization (2023); Pati, Rezaiifar and Krishnaprasad, Orthogonal matching pursuit (1993); Engan,
/// Aase and Husøy, Method of optimal directions for frame design (1999). During training, <see cref="Refine(in ReadOnlyTensorSpan{float}, int)"/> of the changed
/// weights is the factorization F(W) of the straight-through factorizer: the forward pass uses B·S, and its gradient goes to W as it is.
/// </remarks>
public sealed class DenseSparseFactorization
{
    private readonly DenseMatrix _dictionary;
    private readonly SparseCode _code;

    private DenseSparseFactorization(DenseMatrix dictionary, SparseCode code, double relativeError) => (_dictionary, _code, RelativeError) = (dictionary, code, relativeError);

    /// <summary>B: m × atoms. Its columns are called atoms, and B a dictionary.</summary>
    public Tensor<double> Dictionary => _dictionary.ToTensor();

    /// <summary>S with its zeros: atoms × n.</summary>
    public Tensor<double> Code => _code.ToMatrix(Atoms).ToTensor();

    /// <summary>Which atoms each column of W uses: n × entries, ascending in each row.</summary>
    public Tensor<int> Indices => Tensor.Create(_code.Indices, [_code.Columns, _code.Entries]);

    /// <summary>With which coefficients: n × entries.</summary>
    public Tensor<double> Coefficients => Tensor.Create(_code.Values, [_code.Columns, _code.Entries]);

    /// <summary>How many columns B has.</summary>
    public int Atoms => _dictionary.Columns;

    /// <summary>‖W − B·S‖ / ‖W‖ in the Frobenius norm, from the residual itself.</summary>
    public double RelativeError { get; }

    /// <summary>What it takes to store both: 32 bits a number, and for each entry of S the number of its atom.</summary>
    public long StorageBits => 32L * _dictionary.Values.Length + (long)_code.Values.Length * (32 + (int)Math.Ceiling(Math.Log2(Atoms)));

    /// <summary>Factorizes a matrix.</summary>
    /// <param name="matrix">W: m × n.</param>
    /// <param name="atoms">Columns of B: 1 to n.</param>
    /// <param name="entries">Entries of each column of S: 1 to the number of atoms.</param>
    /// <param name="rounds">How many times S and B are renewed.</param>
    /// <param name="seed">Of the columns of W that B begins with. The same seed gives the same result.</param>
    /// <exception cref="ArgumentException">It is no matrix, has entries that are not finite, or a number is out of range.</exception>
    public static DenseSparseFactorization Of(scoped in ReadOnlyTensorSpan<double> matrix, int atoms, int entries, int rounds = 10, int seed = 0) =>
        Of(DenseArray.CopyMatrix(matrix), atoms, entries, rounds, seed);

    /// <inheritdoc cref="Of(in ReadOnlyTensorSpan{double}, int, int, int, int)"/>
    public static DenseSparseFactorization Of(scoped in ReadOnlyTensorSpan<float> matrix, int atoms, int entries, int rounds = 10, int seed = 0) =>
        Of(DenseArray.CopyMatrix(matrix), atoms, entries, rounds, seed);

    /// <summary>Factorizes another matrix of the same shape, such as the same weights after a step of training, beginning with this B.</summary>
    /// <param name="matrix">W: m × n.</param>
    /// <param name="rounds">How many times S and B are renewed; one is enough for a small change.</param>
    /// <exception cref="ArgumentException">It has another shape or entries that are not finite.</exception>
    public DenseSparseFactorization Refine(scoped in ReadOnlyTensorSpan<double> matrix, int rounds = 1) => Refine(DenseArray.CopyMatrix(matrix), rounds);

    /// <inheritdoc cref="Refine(in ReadOnlyTensorSpan{double}, int)"/>
    public DenseSparseFactorization Refine(scoped in ReadOnlyTensorSpan<float> matrix, int rounds = 1) => Refine(DenseArray.CopyMatrix(matrix), rounds);

    /// <summary>B·S: m × n.</summary>
    public Tensor<double> Reconstruct() => _dictionary.Times(_code.ToMatrix(Atoms)).ToTensor();

    internal DenseMatrix DictionaryMatrix => _dictionary;

    internal SparseCode SparseCode => _code;

    internal static DenseSparseFactorization Of(DenseMatrix matrix, int atoms, int entries, int rounds, int seed)
    {
        if (atoms < 1 || atoms > matrix.Columns) throw new ArgumentOutOfRangeException(nameof(atoms), atoms, $"A matrix of {matrix.Columns} columns takes 1 to {matrix.Columns} atoms.");
        if (entries < 1 || entries > atoms) throw new ArgumentOutOfRangeException(nameof(entries), entries, $"With {atoms} atoms, each column takes 1 to {atoms} entries.");

        // Some of the columns: those of the smallest random numbers.
        var chosen = Enumerable.Range(0, matrix.Columns).OrderBy(i => CounterRandom.Uniform(seed, 0, i)).Take(atoms).Order().ToArray();
        var dictionary = new DenseMatrix(matrix.Rows, atoms);
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var k = 0; k < atoms; k++) dictionary[row, k] = matrix[row, chosen[k]];
        }
        return Alternate(matrix, dictionary, entries, rounds);
    }

    private DenseSparseFactorization Refine(DenseMatrix matrix, int rounds)
    {
        if (matrix.Rows != _dictionary.Rows || matrix.Columns != _code.Columns)
            throw new ArgumentException($"The matrix must be {_dictionary.Rows} × {_code.Columns}, but is {matrix.Rows} × {matrix.Columns}.", nameof(matrix));
        return Alternate(matrix, _dictionary, _code.Entries, rounds);
    }

    private static DenseSparseFactorization Alternate(DenseMatrix matrix, DenseMatrix dictionary, int entries, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        DenseSparseFactorization? best = null;
        for (var round = 0; round < rounds; round++)
        {
            var code = SparseCode.ByMatchingPursuit(matrix, dictionary, entries);
            var s = code.ToMatrix(dictionary.Columns);
            dictionary = NormalEquations.Solve(matrix.TimesTransposed(s), s.TimesTransposed(s));
            var approximation = dictionary.Times(s);
            var error = DenseArray.RelativeError(matrix.Values, approximation.Values);
            if (best is null || error < best.RelativeError) best = new DenseSparseFactorization(dictionary, code, error);
            dictionary = ReplaceUnused(dictionary, code, matrix, approximation);
        }
        return best!;
    }

    // An atom that no column uses becomes the column that is met worst, the next one the second worst, and so on.
    private static DenseMatrix ReplaceUnused(DenseMatrix dictionary, SparseCode code, DenseMatrix matrix, DenseMatrix approximation)
    {
        var used = code.Indices.Where((_, i) => code.Values[i] != 0).ToHashSet();
        if (used.Count == dictionary.Columns) return dictionary;
        var errors = new double[matrix.Columns];
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var i = 0; i < errors.Length; i++) errors[i] += (matrix[row, i] - approximation[row, i]) * (matrix[row, i] - approximation[row, i]);
        }
        var worst = new Queue<int>(Enumerable.Range(0, errors.Length).OrderByDescending(i => errors[i]));
        var result = new DenseMatrix(dictionary.Rows, dictionary.Columns, [.. dictionary.Values]);
        foreach (var atom in Enumerable.Range(0, dictionary.Columns).Where(k => !used.Contains(k)))
        {
            var column = worst.Dequeue();
            for (var row = 0; row < matrix.Rows; row++) result[row, atom] = matrix[row, column];
        }
        return result;
    }
}
