namespace Ansatz.Tests.Numerics;

/// <summary>An unevaluated sum of two doubles, about 31 digits: the reference for what is computed in double precision.</summary>
readonly record struct DoubleDouble(double High, double Low)
{
    public static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);
    public static readonly DoubleDouble HalfPi = new(1.5707963267948966, 6.123233995736766e-17);
    const double HalfPiRest = -1.4973849048591833e-33;
    public static readonly DoubleDouble RootPi = Sqrt(HalfPi + HalfPi);

    public static implicit operator DoubleDouble(double x) => new(x, 0);

    static DoubleDouble Normalize(double a, double b)
    {
        double s = a + b;
        return new(s, b - (s - a));
    }

    static DoubleDouble TwoSum(double a, double b)
    {
        double s = a + b, t = s - a;
        return new(s, a - (s - t) + (b - t));
    }

    static DoubleDouble TwoProduct(double a, double b)
    {
        double p = a * b;
        return new(p, Math.FusedMultiplyAdd(a, b, -p));
    }

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var s = TwoSum(a.High, b.High);
        var t = TwoSum(a.Low, b.Low);
        var r = Normalize(s.High, s.Low + t.High);
        return Normalize(r.High, r.Low + t.Low);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);
    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var p = TwoProduct(a.High, b.High);
        return Normalize(p.High, p.Low + (a.High * b.Low + a.Low * b.High));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double q = a.High / b.High;
        var r = a - b * q;
        double q2 = r.High / b.High;
        r -= b * q2;
        return Normalize(q, q2) + r.High / b.High;
    }

    public static bool operator <(DoubleDouble a, DoubleDouble b) => a.High < b.High || a.High == b.High && a.Low < b.Low;
    public static bool operator >(DoubleDouble a, DoubleDouble b) => b < a;

    public DoubleDouble Scale(int power)
    {
        // In two steps, so that neither factor overflows
        int half = power / 2;
        double a = Math.ScaleB(1, half), b = Math.ScaleB(1, power - half);
        return new(High * a * b, Low * a * b);
    }

    public static DoubleDouble Abs(DoubleDouble x) => x.High < 0 ? -x : x;

    public static DoubleDouble Sqrt(DoubleDouble x)
    {
        if (x.High == 0) return 0;
        DoubleDouble r = Math.Sqrt(x.High);
        r += (x - r * r) / (r + r);
        return r + (x - r * r) / (r + r);
    }

    public static DoubleDouble Exp(DoubleDouble x)
    {
        if (x.High < -800) return 0;
        int n = (int)Math.Round(x.High / Ln2.High);
        return ExpReduced(x, n).Scale(n);
    }

    static DoubleDouble ExpReduced(DoubleDouble x, int n)
    {
        var r = (x - Ln2 * n) / 64;
        DoubleDouble term = r, sum = r;
        for (int i = 2; i < 14; i++) { term = term * r / i; sum += term; }
        for (int i = 0; i < 6; i++) sum = sum + sum + sum * sum;   // (1 + s)² - 1
        return sum + 1;
    }

    public static DoubleDouble ExpM1(DoubleDouble x)
    {
        if (Math.Abs(x.High) > 0.5) return Exp(x) - 1;
        DoubleDouble term = x, sum = x;
        for (int i = 2; i < 30; i++) { term = term * x / i; sum += term; }
        return sum;
    }

    public static DoubleDouble Log(DoubleDouble x)
    {
        int exponent = 0;
        if (x.High < 1e-290) { x = x.Scale(200); exponent = -200; }
        DoubleDouble y = Math.Log(x.High);
        for (int i = 0; i < 2; i++) y += (x / Exp(y)) - 1;
        return y + Ln2 * exponent;
    }

    public static DoubleDouble LogP1(DoubleDouble x)
    {
        if (x.High > 0.1) return Log(x + 1);
        var s = x / (x + 2);
        DoubleDouble z = s * s, power = s, sum = s;
        for (int i = 3; i < 41; i += 2) { power *= z; sum += power / i; }
        return sum + sum;
    }

    public static DoubleDouble Tanh(double x)
    {
        double a = Math.Abs(x);
        var e = ExpM1(new DoubleDouble(2 * a, 0));
        var t = e / (e + 2);
        return x < 0 ? -t : t;
    }

    public static DoubleDouble Sin(double x, int quarters)
    {
        double n = Math.Round(x / HalfPi.High);
        var r = x - HalfPi * n - TwoProduct(HalfPiRest, n);
        int turns = (int)(((long)n + quarters) & 3);
        DoubleDouble z = r * r, term = (turns & 1) == 0 ? r : 1, sum = term;
        for (int i = (turns & 1) == 0 ? 2 : 1; i < 34; i += 2) { term = -(term * z) / (i * (i + 1.0)); sum += term; }
        return (turns & 2) == 0 ? sum : -sum;
    }

    /// <summary>erf x for 0 ≤ x ≤ 6: exp(-x²)·Σ 2ⁿx²ⁿ⁺¹/(2n+1)!!, all terms positive.</summary>
    static DoubleDouble ErfSeries(DoubleDouble x)
    {
        DoubleDouble term = x, sum = x, z = x * x * 2;
        for (int n = 1; n < 400 && term.High > sum.High * 1e-34; n++) { term = term * z / (2 * n + 1); sum += term; }
        return sum * Exp(-(x * x)) * 2 / RootPi;
    }

    /// <summary>1 - erf x; a continued fraction (Laplace) where x ≥ 2.</summary>
    public static DoubleDouble Erfc(DoubleDouble x)
    {
        if (x.High < 0) return 2 - Erfc(-x);
        if (x.High < 2) return 1 - ErfSeries(x);
        DoubleDouble c = 0;
        for (int n = 400; n > 0; n--) c = (n * 0.5) / (x + c);
        return Exp(-(x * x)) / ((x + c) * RootPi);
    }

    public static DoubleDouble Erf(double x)
    {
        double a = Math.Abs(x);
        var e = a < 2 ? ErfSeries(a) : 1 - Erfc(a);
        return x < 0 ? -e : e;
    }

    static readonly DoubleDouble RootHalf = Sqrt(0.5);

    /// <summary>The normal distribution function.</summary>
    public static DoubleDouble Phi(double x) => Erfc(-x * RootHalf) * 0.5;

    public static DoubleDouble NormalDensity(double x) => Exp(TwoProduct(x, x) * -0.5) * RootHalf / RootPi;
}
