namespace Ansatz.Decomposition;

/// <summary>Ranks that a shape can attain.</summary>
internal static class Ranks
{
    /// <summary>The rank itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to the greatest that can be attained.</exception>
    public static int Require(int rank, int attainable, string what, params ReadOnlySpan<int> shape) => rank >= 1 && rank <= attainable ? rank
        : throw new ArgumentOutOfRangeException(nameof(rank), rank, $"The rank of {what} of shape [{string.Join(", ", shape.ToArray())}] must be from 1 to {attainable}.");
}
