using Ansatz.Benchmarks.Models;

namespace Ansatz.Benchmarks.Data;

/// <summary>The numbers of the low-rank layer that every contender computes on.</summary>
internal static class LowRankData
{
    /// <summary>The largest batch.</summary>
    public const int Rows = 128;

    private const int In = LowRankLayer.In, Rank = LowRankLayer.Rank, Out = LowRankLayer.Out;

    /// <summary>Rows × In; smaller batches are its first rows.</summary>
    public static float[] X { get; } = HashNumbers.Single(Rows * In, 0.37, 0.1, 1);

    /// <summary>In × Rank.</summary>
    public static float[] V { get; } = HashNumbers.Single(In * Rank, 0.73, 0.2, 1 / Math.Sqrt(In));

    /// <summary>Rank × Out.</summary>
    public static float[] U { get; } = HashNumbers.Single(Rank * Out, 1.17, 0.3, 1 / Math.Sqrt(Rank));

    /// <summary>Out.</summary>
    public static float[] B { get; } = HashNumbers.Single(Out, 0.51, 0.4, 0.1);

    /// <summary>Rows × Out: the gradient of the loss with respect to y.</summary>
    public static float[] G { get; } = HashNumbers.Single(Rows * Out, 0.29, 0.5, 1);
}
