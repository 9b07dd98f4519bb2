namespace Claims;

/// <summary>Orthonormal columns by the method of Gram and Schmidt, each made orthogonal to those before twice.</summary>
/// <remarks>QR factorizations differ in the signs of columns; what examples compute of them does not depend on that.</remarks>
internal static class Orthonormal
{
    /// <summary>The Q factor of a square matrix, in its place.</summary>
    /// <param name="matrix">Size × size, row by row.</param>
    /// <param name="size">How many rows and columns it has.</param>
    public static double[] Columns(double[] matrix, int size)
    {
        for (var column = 0; column < size; column++)
        {
            for (var before = 0; before < 2 * column; before++)
            {
                var other = before % column;
                var projection = 0.0;
                for (var i = 0; i < size; i++) projection += matrix[i * size + other] * matrix[i * size + column];
                for (var i = 0; i < size; i++) matrix[i * size + column] -= projection * matrix[i * size + other];
            }

            var norm = 0.0;
            for (var i = 0; i < size; i++) norm += matrix[i * size + column] * matrix[i * size + column];
            for (var i = 0; i < size; i++) matrix[i * size + column] /= Math.Sqrt(norm);
        }

        return matrix;
    }
}
