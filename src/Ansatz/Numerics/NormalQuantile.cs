namespace Ansatz.Numerics;

/// <summary>
/// The inverse of the normal distribution function, by the rational approximations of M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477–484:
/// PPND7 (about 7 digits) and PPND16 (about 16). Only operations that IEEE 754 rounds correctly, so the same bits everywhere.
/// </summary>
static class NormalQuantile
{
    internal static float Of(float p)
    {
        float q = p - 0.5f;
        if (MathF.Abs(q) <= 0.425f)
        {
            float s = 0.180625f - q * q;
            return q * (((5.9109374720E+01f * s + 1.5929113202E+02f) * s + 5.0434271938E+01f) * s + 3.3871327179E+00f)
                / (((6.7187563600E+01f * s + 7.8757757664E+01f) * s + 1.7895169469E+01f) * s + 1f);
        }
        float r = MathF.Sqrt(-Log(q < 0 ? p : 1 - p)), z;
        if (r <= 5)
        {
            r -= 1.6f;
            z = (((1.7023821103E-01f * r + 1.3067284816E+00f) * r + 2.7568153900E+00f) * r + 1.4234372777E+00f)
                / ((1.2021132975E-01f * r + 7.3700164250E-01f) * r + 1f);
        }
        else
        {
            r -= 5;
            z = (((1.7337203997E-02f * r + 4.2868294337E-01f) * r + 3.0812263860E+00f) * r + 6.6579051150E+00f)
                / ((1.2258202635E-02f * r + 2.4197894225E-01f) * r + 1f);
        }
        return q < 0 ? -z : z;
    }

    internal static double Of(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double s = 0.180625 - q * q;
            return q * (((((((2.5090809287301226727e+3 * s + 3.3430575583588128105e+4) * s + 6.7265770927008700853e+4) * s + 4.5921953931549871457e+4) * s + 1.3731693765509461125e+4) * s + 1.9715909503065514427e+3) * s + 1.3314166789178437745e+2) * s + 3.3871328727963666080e0)
                / (((((((5.2264952788528545610e+3 * s + 2.8729085735721942674e+4) * s + 3.9307895800092710610e+4) * s + 2.1213794301586595867e+4) * s + 5.3941960214247511077e+3) * s + 6.8718700749205790830e+2) * s + 4.2313330701600911252e+1) * s + 1);
        }
        double r = Math.Sqrt(-Log(q < 0 ? p : 1 - p)), z;
        if (r <= 5)
        {
            r -= 1.6;
            z = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r + 4.63033784615654529590e0) * r + 1.42343711074968357734e0)
                / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r + 2.05319162663775882187e0) * r + 1);
        }
        else
        {
            r -= 5;
            z = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r + 5.46378491116411436990e0) * r + 6.65790464350110377720e0)
                / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r + 5.99832206555887937690e-1) * r + 1);
        }
        return q < 0 ? -z : z;
    }

    /// <summary>log p for a normal number p in (0, 1]: exponent·log 2 + 2·artanh((m - 1)/(m + 1)), with m in [√½, √2).</summary>
    static float Log(float p)
    {
        int bits = BitConverter.SingleToInt32Bits(p) - 0x3F3504F3;
        float m = BitConverter.Int32BitsToSingle((bits & 0x7FFFFF) + 0x3F3504F3);
        float s = (m - 1) / (m + 1), t = s * s;
        return (bits >> 23) * 0.69314718f + 2 * s * ((((t / 9 + 1f / 7) * t + 1f / 5) * t + 1f / 3) * t + 1);
    }

    /// <inheritdoc cref="Log(float)"/>
    static double Log(double p)
    {
        long bits = BitConverter.DoubleToInt64Bits(p) - 0x3FE6A09E667F3BCD;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) + 0x3FE6A09E667F3BCD);
        double s = (m - 1) / (m + 1), t = s * s, sum = 0;
        for (int n = 21; n > 1; n -= 2) sum = (sum + 1.0 / n) * t;
        return (bits >> 52) * 0.6931471805599453 + 2 * s * (sum + 1);
    }
}
