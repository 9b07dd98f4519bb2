namespace Ansatz.Gpu;

// The normal distribution function Φ and what is made of it. Φ(-a) = exp(-a²/2)·t·P(1 - 2t), a ≥ 0, with t = K/(a + K):
// t maps all a to (0, 1], P is minimax for the relative error.
public static partial class GpuElementary
{
    /// <summary>What rounding takes from a·b: exact where nothing over- or underflows, since the halves of the factors have few bits.</summary>
    static float ProductError(float a, float b, float product)
    {
        float highA = FromBits(Bits(a) & ~0xFFF), highB = FromBits(Bits(b) & ~0xFFF), lowA = a - highA, lowB = b - highB;
        return ((highA * highB - product) + highA * lowB + lowA * highB) + lowA * lowB;
    }

    /// <summary>What rounding takes from a·b: exact up to the last bits of itself.</summary>
    static double ProductError(double a, double b, double product)
    {
        double highA = FromBits(Bits(a) & ~0x7FFFFFFL), highB = FromBits(Bits(b) & ~0x7FFFFFFL), lowA = a - highA, lowB = b - highB;
        return ((highA * highB - product) + highA * lowB + lowA * highB) + lowA * lowB;
    }

    /// <summary>exp(-x²/2) for |x| ≤ 1000. The exponential would magnify the rounding error of x² by x²/2, so it is handed on.</summary>
    static float Gaussian(float x)
    {
        var minusHalf = -0.5f * x;
        var exponent = minusHalf * x;
        return ExpOfNegative(exponent, ProductError(minusHalf, x, exponent));
    }

    /// <summary>exp(-x²/2) for |x| ≤ 1000. The exponential would magnify the rounding error of x² by x²/2, so it is handed on.</summary>
    static double Gaussian(double x)
    {
        var minusHalf = -0.5 * x;
        var exponent = minusHalf * x;
        return ExpOfNegative(exponent, ProductError(minusHalf, x, exponent));
    }

    /// <summary>t·P(1 - 2t), t = K/(a + K).</summary>
    static float NormalTailFactor(float a)
    {
        var t = 3.5f / (a + 3.5f);
        var v = 1 - 2 * t;
        var p = 3.22101874e-05f;
        p = p * v + 0.000121616858f;
        p = p * v + -0.000141329405f;
        p = p * v + -0.000907941833f;
        p = p * v + 0.00185497391f;
        p = p * v + 0.00497340275f;
        p = p * v + -0.0331579699f;
        p = p * v + 0.0901214314f;
        p = p * v + -0.161589072f;
        p = p * v + 0.212690307f;
        return t * p;
    }

    /// <summary>t·P(1 - 2t), t = K/(a + K).</summary>
    static double NormalTailFactor(double a)
    {
        var t = 5.5 / (a + 5.5);
        var v = 1 - 2 * t;
        var p = -1.249261903769415114e-11;
        p = p * v + -5.029232853175282609e-10;
        p = p * v + -1.020021948773650828e-9;
        p = p * v + 4.261512299397478278e-9;
        p = p * v + 9.171780475435017957e-9;
        p = p * v + -3.239237081129000438e-8;
        p = p * v + -4.875152861643408996e-8;
        p = p * v + 2.698569880521658539e-7;
        p = p * v + 8.120600836732608725e-8;
        p = p * v + -2.203459564092954611e-6;
        p = p * v + 2.967246538350159913e-6;
        p = p * v + 0.00001298452361194263621;
        p = p * v + -0.00005900411238512662757;
        p = p * v + 0.00004901890854082332753;
        p = p * v + 0.000444178667116738258;
        p = p * v + -0.002531547375522860317;
        p = p * v + 0.008199560148251472685;
        p = p * v + -0.01994601635613290334;
        p = p * v + 0.03961316961053398609;
        p = p * v + -0.0667361936897490041;
        p = p * v + 0.0973811798295445594;
        p = p * v + -0.1245788037407887482;
        p = p * v + 0.1406853880502557757;
        return t * p;
    }

    /// <summary>x·Φ(x), the exact form.</summary>
    public static float Gelu(float x) => GeluAndSlope(x).Value;

    /// <summary>x·Φ(x), the exact form.</summary>
    public static double Gelu(double x) => GeluAndSlope(x).Value;

    /// <summary>Φ(x) + x·φ(x), the derivative of <see cref="Gelu(float)"/>.</summary>
    public static float GeluSlope(float x) => GeluAndSlope(x).Slope;

    /// <summary>Φ(x) + x·φ(x), the derivative of <see cref="Gelu(double)"/>.</summary>
    public static double GeluSlope(double x) => GeluAndSlope(x).Slope;

    /// <summary>x·Φ(x) and its derivative, from one exponential.</summary>
    public static (float Value, float Slope) GeluAndSlope(float x)
    {
        // Finite factors, so that no infinity meets a 0; beyond ±40 Φ is 0 or 1.
        var above = x < -40 ? -40 : x;
        var inside = above > 40 ? 40 : above;
        var e = Gaussian(inside);
        var tail = e * NormalTailFactor(Abs(inside));
        var phi = inside < 0 ? tail : 1 - tail;
        return (above * phi, inside * 0.398942280f * e + phi);
    }

    /// <summary>x·Φ(x) and its derivative, from one exponential.</summary>
    public static (double Value, double Slope) GeluAndSlope(double x)
    {
        var above = x < -40 ? -40 : x;
        var inside = above > 40 ? 40 : above;
        var e = Gaussian(inside);
        var tail = e * NormalTailFactor(Abs(inside));
        var phi = inside < 0 ? tail : 1 - tail;
        return (above * phi, inside * 0.39894228040143268 * e + phi);
    }

    /// <summary>(2/√π)·∫₀ˣ exp(-t²) dt: far from 0 as 1 - 2Φ(-√2 a), near 0, where that would cancel, as x·P(x²).</summary>
    public static float Erf(float x)
    {
        var a = Abs(x);
        a = a > 10 ? 10 : a;
        var z = a * a;
        if (a < 0.5f)
        {
            var p = 0.00469888319f;
            p = p * z + -0.0267486193f;
            p = p * z + 0.112827051f;
            p = p * z + -0.376126035f;
            p = p * z + 1.12837917f;
            return p * x;
        }

        return CopySign(1 - 2 * (ExpOfNegative(-z, 0) * NormalTailFactor(a * 1.41421354f)), x);
    }

    /// <summary>(2/√π)·∫₀ˣ exp(-t²) dt: far from 0 as 1 - 2Φ(-√2 a), near 0, where that would cancel, as x·P(x²).</summary>
    public static double Erf(double x)
    {
        var a = Abs(x);
        a = a > 10 ? 10 : a;
        var z = a * a;
        if (a < 0.5)
        {
            var p = 1.465774699093456208e-6;
            p = p * z + -0.00001483930881695057751;
            p = p * z + 0.0001205308095649864638;
            p = p * z + -0.0008548292632379629509;
            p = p * z + 0.005223977316135785872;
            p = p * z + -0.0268661706294761594;
            p = p * z + 0.112837916709153715;
            p = p * z + -0.3761263890318336317;
            p = p * z + 1.128379167095512568;
            return p * x;
        }

        return CopySign(1 - 2 * (ExpOfNegative(-z, 0) * NormalTailFactor(a * 1.4142135623730951)), x);
    }
}
