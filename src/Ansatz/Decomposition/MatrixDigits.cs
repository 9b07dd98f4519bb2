namespace Ansatz.Decomposition;

/// <summary>A matrix whose row and column index are numbers of several digits, the last fastest, as a tensor.</summary>
internal static class MatrixDigits
{
    /// <summary>W[(o₁, …), (i₁, …)] as a tensor of modes o₁, …, i₁, …, in the order in which the numbers lie.</summary>
    public static DenseArray Split(DenseMatrix matrix, ReadOnlySpan<int> rowDigits, ReadOnlySpan<int> columnDigits)
    {
        Require(matrix.Rows, rowDigits, "rows", nameof(rowDigits));
        Require(matrix.Columns, columnDigits, "columns", nameof(columnDigits));
        return new DenseArray([.. rowDigits, .. columnDigits], matrix.Values);
    }

    /// <summary>The same with neighbouring digits paired: modes (o₁, i₁), (o₂, i₂), …</summary>
    public static DenseArray Pair(DenseMatrix matrix, ReadOnlySpan<int> rowDigits, ReadOnlySpan<int> columnDigits)
    {
        var digits = rowDigits.Length;
        if (columnDigits.Length != digits) throw new ArgumentException($"Row and column need as many digits, but have {digits} and {columnDigits.Length}.", nameof(columnDigits));
        var split = Split(matrix, rowDigits, columnDigits);
        var order = new int[2 * digits];
        var shape = new int[digits];
        for (var k = 0; k < digits; k++)
        {
            (order[2 * k], order[2 * k + 1]) = (k, digits + k);
            shape[k] = rowDigits[k] * columnDigits[k];
        }
        return split.Permute(order).Reshape(shape);
    }

    /// <summary>Back from paired digits to the matrix.</summary>
    public static DenseMatrix Restore(double[] paired, int[] rowDigits, int[] columnDigits)
    {
        var digits = rowDigits.Length;
        int[] shape = new int[2 * digits], order = new int[2 * digits];
        for (var k = 0; k < digits; k++)
        {
            (shape[2 * k], shape[2 * k + 1]) = (rowDigits[k], columnDigits[k]);
            (order[k], order[digits + k]) = (2 * k, 2 * k + 1);
        }
        var restored = new DenseArray(shape, paired).Permute(order);
        return restored.AsMatrix(restored.Extent(0, digits), restored.Extent(digits, 2 * digits));
    }

    private static void Require(int extent, ReadOnlySpan<int> digits, string what, string name)
    {
        var product = 1L;
        foreach (var digit in digits)
        {
            if (digit < 1) throw new ArgumentException($"Every digit must have an extent of at least 1, but one has {digit}.", name);
            product = Math.Min(product * digit, int.MaxValue);
        }
        if (product != extent) throw new ArgumentException($"The matrix has {extent} {what}, but the digits {string.Join("·", digits.ToArray())} number {product}.", name);
    }
}
