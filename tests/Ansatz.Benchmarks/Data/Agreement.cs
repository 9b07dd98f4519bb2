using static System.FormattableString;

namespace Ansatz.Benchmarks.Data;

/// <summary>Two contenders that do not compute the same thing are not compared.</summary>
internal static class Agreement
{
    /// <summary>Compares arrays: no element may differ by more than this part of the largest.</summary>
    public const double Tolerance = 2e-5;

    /// <summary>Throws if two arrays differ.</summary>
    public static void Require<T>(string what, ReadOnlySpan<T> ours, ReadOnlySpan<T> peer)
        where T : System.Numerics.INumber<T>
    {
        double largest = 0, difference = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            double a = double.CreateChecked(ours[i]), b = double.CreateChecked(peer[i]);
            largest = Math.Max(largest, Math.Abs(b));
            difference = Math.Max(difference, Math.Abs(a - b));
        }

        if (ours.Length != peer.Length || !(difference <= Tolerance * largest))
        {
            throw new InvalidOperationException(Invariant($"{what} differs from the peer's by {difference:E1} where its largest element is {largest:E1}."));
        }
    }

    /// <summary>Throws if two numbers differ.</summary>
    /// <param name="what">A name for the message.</param>
    /// <param name="ours">Our number.</param>
    /// <param name="peer">The peer's.</param>
    /// <param name="scale">What an error is relative to, if not to the peer's number.</param>
    public static void Require(string what, double ours, double peer, double scale = 0)
    {
        if (!(Math.Abs(ours - peer) <= Tolerance * Math.Max(Math.Abs(peer), scale))) throw new InvalidOperationException(Invariant($"{what} is {ours}, the peer's is {peer}."));
    }

    /// <summary>The Euclidean norm.</summary>
    public static double Norm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float v in values) sum += (double)v * v;
        return Math.Sqrt(sum);
    }
}
