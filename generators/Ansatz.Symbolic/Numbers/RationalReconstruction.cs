using System.Numerics;

namespace Ansatz.Symbolic;

/// <summary>Rational numbers from their residues: Chinese remainders and the extended Euclidean algorithm stopped half way (Wang 1981).</summary>
public static class RationalReconstruction
{
    /// <summary>The fraction n/d with |n|, d ≤ √(modulus/2) that has this residue; there is at most one.</summary>
    /// <param name="residue">The residue, 0 ≤ residue &lt; modulus.</param>
    /// <param name="modulus">The modulus: a prime or a product of several.</param>
    /// <param name="value">The fraction.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryReconstruct(BigInteger residue, BigInteger modulus, out Rational value)
    {
        BigInteger r = modulus, next = residue, t = 0, nextT = 1;
        while (2 * next * next > modulus)
        {
            var q = BigInteger.Divide(r, next);
            (r, next) = (next, r - q * next);
            (t, nextT) = (nextT, t - q * nextT);
        }

        value = default;
        if (nextT.IsZero || 2 * nextT * nextT > modulus || !BigInteger.GreatestCommonDivisor(next, nextT).IsOne) return false;
        value = new Rational(next, nextT);
        return true;
    }

    /// <summary>The residue modulo modulus · prime of a number with these residues.</summary>
    public static BigInteger Combine(BigInteger residue, BigInteger modulus, uint second, PrimeField field)
    {
        var difference = field.Subtract(second, field.Of(residue));
        return residue + modulus * field.Multiply(difference, field.Invert(field.Of(modulus)));
    }
}
