using System.Numerics;

namespace Ansatz.Symbolic;

/// <summary>A root of a polynomial in one variable.</summary>
/// <param name="Exact">Its exact value, if it is rational and was recognised.</param>
/// <param name="Value">Its value.</param>
public readonly record struct RootValue(Rational? Exact, Complex Value);

/// <summary>Polynomials in one variable as lists of coefficients, the constant term first.</summary>
public static class UnivariatePolynomial
{
    /// <summary>The exact value.</summary>
    public static Rational Evaluate(IReadOnlyList<Rational> coefficients, Rational x)
    {
        var value = Rational.Zero;
        for (var k = coefficients.Count - 1; k >= 0; k--) value = value * x + coefficients[k];
        return value;
    }

    /// <summary>The value.</summary>
    public static Complex Evaluate(IReadOnlyList<Rational> coefficients, Complex x)
    {
        var value = Complex.Zero;
        for (var k = coefficients.Count - 1; k >= 0; k--) value = value * x + coefficients[k].ToDouble();
        return value;
    }

    /// <summary>The quotient by x − root.</summary>
    /// <exception cref="ArgumentException">It is not a root.</exception>
    public static Rational[] Deflate(IReadOnlyList<Rational> coefficients, Rational root)
    {
        var quotient = new Rational[coefficients.Count - 1];
        var carry = Rational.Zero;
        for (var k = coefficients.Count - 1; k >= 0; k--)
        {
            carry = carry * root + coefficients[k];
            if (k > 0) quotient[k - 1] = carry;
        }

        return carry.IsZero ? quotient : throw new ArgumentException($"{root} is not a root.", nameof(root));
    }

    /// <summary>The roots, each as often as it is one: by simultaneous Newton steps (Aberth 1973); rational ones are recognised by their continued fraction and then exact.</summary>
    /// <param name="coefficients">The coefficients; the last is not 0.</param>
    /// <exception cref="ArgumentException">The last coefficient is 0, or there is none.</exception>
    public static IReadOnlyList<RootValue> Roots(IReadOnlyList<Rational> coefficients)
    {
        if (coefficients.Count == 0 || coefficients[coefficients.Count - 1].IsZero) throw new ArgumentException("The last coefficient is not 0.", nameof(coefficients));
        var rest = coefficients.ToArray();
        var found = new List<RootValue>();
        for (;;)
        {
            if (rest.Length == 2)
            {
                Add(-rest[0] / rest[1]);
                return found;
            }

            var approximate = Approximate(rest);
            var exact = approximate.Where(x => Math.Abs(x.Imaginary) <= 1e-6 * (1 + x.Magnitude)).Select(x => Recognised(rest, x.Real)).FirstOrDefault(x => x is not null);
            if (exact is { } root)
            {
                Add(root);
            }
            else
            {
                found.AddRange(approximate.Select(x => new RootValue(null, x)));
                return found;
            }
        }

        void Add(Rational root)
        {
            found.Add(new RootValue(root, new Complex(root.ToDouble(), 0)));
            rest = Deflate(rest, root);
        }
    }

    private static Complex[] Approximate(Rational[] coefficients)
    {
        var n = coefficients.Length - 1;
        if (n <= 0) return [];
        var lead = coefficients[n];
        double[] c = [.. coefficients.Select(v => (v / lead).ToDouble())];
        // All roots are within Fujiwara's bound; the start is a circle of half that radius, turned off the axes.
        var radius = Enumerable.Range(0, n).Max(k => Math.Pow(Math.Abs(c[k]) / (k == 0 ? 2 : 1), 1.0 / (n - k)));
        Complex[] x = [.. Enumerable.Range(0, n).Select(k => Complex.FromPolarCoordinates(radius == 0 ? 1 : radius, 2 * Math.PI * k / n + 0.4))];
        for (var iteration = 0; iteration < 500; iteration++)
        {
            var largest = 0.0;
            for (var k = 0; k < n; k++)
            {
                Complex value = 1, slope = 0;
                for (var j = n - 1; j >= 0; j--)
                {
                    slope = slope * x[k] + value;
                    value = value * x[k] + c[j];
                }

                if (value == Complex.Zero) continue;
                var repulsion = Complex.Zero;
                for (var j = 0; j < n; j++)
                {
                    if (j != k && x[j] != x[k]) repulsion += 1 / (x[k] - x[j]);
                }

                var step = 1 / (slope / value - repulsion);
                if (double.IsNaN(step.Real) || double.IsInfinity(step.Real)) step = radius * 1e-3;
                x[k] -= step;
                largest = Math.Max(largest, step.Magnitude / (1e-300 + x[k].Magnitude));
            }

            if (largest < 1e-15) break;
        }

        return x;
    }

    private static Rational? Recognised(Rational[] coefficients, double x)
    {
        // Convergents p/q of the continued fraction: beyond q = 1e8 the digits of a double are used up.
        BigInteger p = 1, q = 0, lastP = 0, lastQ = 1;
        var rest = x;
        for (var k = 0; k < 30 && !double.IsInfinity(rest) && !double.IsNaN(rest) && Math.Abs(rest) < 1e15; k++)
        {
            var part = new BigInteger(Math.Floor(rest));
            (p, lastP) = (part * p + lastP, p);
            (q, lastQ) = (part * q + lastQ, q);
            if (q > 1_000_000_000_000) return null;
            var candidate = new Rational(p, q);
            if (Evaluate(coefficients, candidate).IsZero) return candidate;
            rest = 1 / (rest - Math.Floor(rest));
        }

        return null;
    }
}
