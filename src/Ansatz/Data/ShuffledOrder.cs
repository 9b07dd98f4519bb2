using Ansatz.Numerics;

namespace Ansatz;

/// <summary>Random orders that are functions of a seed.</summary>
internal static class ShuffledOrder
{
    /// <summary>Fills an order of 0, 1, … at random; the same for the same seed and stream on every machine.</summary>
    /// <remarks>
    /// Durstenfeld's exchange from the last place down, with the place as the upper half of a 32-bit hash of (seed, stream, place) times the number of
    /// places: a place is preferred to another by less than n/2³². R. Durstenfeld, <i>Algorithm 235: random permutation</i>, 1964.
    /// </remarks>
    public static void Fill(Span<int> order, int seed, int stream)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)((ulong)CounterHash.Of(seed, stream, i) * (uint)(i + 1) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
