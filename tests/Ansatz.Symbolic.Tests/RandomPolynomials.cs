using System.Numerics;
using CsCheck;

namespace Ansatz.Symbolic.Tests;

/// <summary>Random rationals and polynomials in x, y, z.</summary>
internal static class RandomPolynomials
{
    public static readonly PolynomialRing Ring = new(["x", "y", "z"]);

    public static readonly Gen<Rational> Rational = Gen.Select(Gen.Int[-30, 30], Gen.Int[1, 12], (n, d) => new Rational(n, d));

    public static readonly Gen<Polynomial> Polynomial = Gen.Select(Gen.Int[0, 3].Array[3], Rational, (e, c) => Ring.Term(Monomial.OfExponents(e), c)).Array[0, 6].Select(terms => terms.Aggregate(Ring.Zero, (a, b) => a + b));

    public static readonly Gen<Polynomial> NonZero = Polynomial.Where(p => !p.IsZero);

    public static readonly Gen<Rational[]> Point = Rational.Array[3];
}
