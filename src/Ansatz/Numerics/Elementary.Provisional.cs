using System.Runtime.Intrinsics;

namespace Ansatz.Numerics;

public static partial class Elementary
{
    static double ErfcOf(double x)
    {
        double a = Math.Abs(x);
        if (a < 3)
        {
            double term = x, sum = x;
            for (int n = 1; n < 120; n++) { term *= -x * x / n; sum += term / (2 * n + 1); }
            return 1 - 1.1283791670955126 * sum;
        }
        double c = 0;
        for (int n = 60; n > 0; n--) c = n / 2.0 / (a + c);
        double t = Math.Exp(-a * a) / ((a + c) * 1.7724538509055160);
        return x > 0 ? t : 2 - t;
    }

    /// <summary>Exp.</summary>
    public static double Exp(double x) => Math.Exp(x);
    /// <summary>Exp.</summary>
    public static float Exp(float x) => (float)Exp((double)x);
    /// <summary>Exp.</summary>
    public static Vector256<double> Exp(Vector256<double> x) => Vector256.Create(Exp(x[0]), Exp(x[1]), Exp(x[2]), Exp(x[3]));
    /// <summary>Exp.</summary>
    public static Vector256<float> Exp(Vector256<float> x) => Vector256.Create(Exp(x[0]), Exp(x[1]), Exp(x[2]), Exp(x[3]), Exp(x[4]), Exp(x[5]), Exp(x[6]), Exp(x[7]));

    /// <summary>Log.</summary>
    public static double Log(double x) => Math.Log(x);
    /// <summary>Log.</summary>
    public static float Log(float x) => (float)Log((double)x);
    /// <summary>Log.</summary>
    public static Vector256<double> Log(Vector256<double> x) => Vector256.Create(Log(x[0]), Log(x[1]), Log(x[2]), Log(x[3]));
    /// <summary>Log.</summary>
    public static Vector256<float> Log(Vector256<float> x) => Vector256.Create(Log(x[0]), Log(x[1]), Log(x[2]), Log(x[3]), Log(x[4]), Log(x[5]), Log(x[6]), Log(x[7]));

    /// <summary>Tanh.</summary>
    public static double Tanh(double x) => Math.Tanh(x);
    /// <summary>Tanh.</summary>
    public static float Tanh(float x) => (float)Tanh((double)x);
    /// <summary>Tanh.</summary>
    public static Vector256<double> Tanh(Vector256<double> x) => Vector256.Create(Tanh(x[0]), Tanh(x[1]), Tanh(x[2]), Tanh(x[3]));
    /// <summary>Tanh.</summary>
    public static Vector256<float> Tanh(Vector256<float> x) => Vector256.Create(Tanh(x[0]), Tanh(x[1]), Tanh(x[2]), Tanh(x[3]), Tanh(x[4]), Tanh(x[5]), Tanh(x[6]), Tanh(x[7]));

    /// <summary>Sin.</summary>
    public static double Sin(double x) => Math.Sin(x);
    /// <summary>Sin.</summary>
    public static float Sin(float x) => (float)Sin((double)x);
    /// <summary>Sin.</summary>
    public static Vector256<double> Sin(Vector256<double> x) => Vector256.Create(Sin(x[0]), Sin(x[1]), Sin(x[2]), Sin(x[3]));
    /// <summary>Sin.</summary>
    public static Vector256<float> Sin(Vector256<float> x) => Vector256.Create(Sin(x[0]), Sin(x[1]), Sin(x[2]), Sin(x[3]), Sin(x[4]), Sin(x[5]), Sin(x[6]), Sin(x[7]));

    /// <summary>Cos.</summary>
    public static double Cos(double x) => Math.Cos(x);
    /// <summary>Cos.</summary>
    public static float Cos(float x) => (float)Cos((double)x);
    /// <summary>Cos.</summary>
    public static Vector256<double> Cos(Vector256<double> x) => Vector256.Create(Cos(x[0]), Cos(x[1]), Cos(x[2]), Cos(x[3]));
    /// <summary>Cos.</summary>
    public static Vector256<float> Cos(Vector256<float> x) => Vector256.Create(Cos(x[0]), Cos(x[1]), Cos(x[2]), Cos(x[3]), Cos(x[4]), Cos(x[5]), Cos(x[6]), Cos(x[7]));

    /// <summary>Erf.</summary>
    public static double Erf(double x) => 1 - ErfcOf(x);
    /// <summary>Erf.</summary>
    public static float Erf(float x) => (float)Erf((double)x);
    /// <summary>Erf.</summary>
    public static Vector256<double> Erf(Vector256<double> x) => Vector256.Create(Erf(x[0]), Erf(x[1]), Erf(x[2]), Erf(x[3]));
    /// <summary>Erf.</summary>
    public static Vector256<float> Erf(Vector256<float> x) => Vector256.Create(Erf(x[0]), Erf(x[1]), Erf(x[2]), Erf(x[3]), Erf(x[4]), Erf(x[5]), Erf(x[6]), Erf(x[7]));

    /// <summary>Sigmoid.</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
    /// <summary>Sigmoid.</summary>
    public static float Sigmoid(float x) => (float)Sigmoid((double)x);
    /// <summary>Sigmoid.</summary>
    public static Vector256<double> Sigmoid(Vector256<double> x) => Vector256.Create(Sigmoid(x[0]), Sigmoid(x[1]), Sigmoid(x[2]), Sigmoid(x[3]));
    /// <summary>Sigmoid.</summary>
    public static Vector256<float> Sigmoid(Vector256<float> x) => Vector256.Create(Sigmoid(x[0]), Sigmoid(x[1]), Sigmoid(x[2]), Sigmoid(x[3]), Sigmoid(x[4]), Sigmoid(x[5]), Sigmoid(x[6]), Sigmoid(x[7]));

    /// <summary>Silu.</summary>
    public static double Silu(double x) => x / (1 + Math.Exp(-x));
    /// <summary>Silu.</summary>
    public static float Silu(float x) => (float)Silu((double)x);
    /// <summary>Silu.</summary>
    public static Vector256<double> Silu(Vector256<double> x) => Vector256.Create(Silu(x[0]), Silu(x[1]), Silu(x[2]), Silu(x[3]));
    /// <summary>Silu.</summary>
    public static Vector256<float> Silu(Vector256<float> x) => Vector256.Create(Silu(x[0]), Silu(x[1]), Silu(x[2]), Silu(x[3]), Silu(x[4]), Silu(x[5]), Silu(x[6]), Silu(x[7]));

    /// <summary>Gelu.</summary>
    public static double Gelu(double x) => 0.5 * x * ErfcOf(-x * 0.70710678118654752);
    /// <summary>Gelu.</summary>
    public static float Gelu(float x) => (float)Gelu((double)x);
    /// <summary>Gelu.</summary>
    public static Vector256<double> Gelu(Vector256<double> x) => Vector256.Create(Gelu(x[0]), Gelu(x[1]), Gelu(x[2]), Gelu(x[3]));
    /// <summary>Gelu.</summary>
    public static Vector256<float> Gelu(Vector256<float> x) => Vector256.Create(Gelu(x[0]), Gelu(x[1]), Gelu(x[2]), Gelu(x[3]), Gelu(x[4]), Gelu(x[5]), Gelu(x[6]), Gelu(x[7]));

    /// <summary>GeluSlope.</summary>
    public static double GeluSlope(double x) => 0.5 * ErfcOf(-x * 0.70710678118654752) + x * Math.Exp(-0.5 * x * x) * 0.3989422804014327;
    /// <summary>GeluSlope.</summary>
    public static float GeluSlope(float x) => (float)GeluSlope((double)x);
    /// <summary>GeluSlope.</summary>
    public static Vector256<double> GeluSlope(Vector256<double> x) => Vector256.Create(GeluSlope(x[0]), GeluSlope(x[1]), GeluSlope(x[2]), GeluSlope(x[3]));
    /// <summary>GeluSlope.</summary>
    public static Vector256<float> GeluSlope(Vector256<float> x) => Vector256.Create(GeluSlope(x[0]), GeluSlope(x[1]), GeluSlope(x[2]), GeluSlope(x[3]), GeluSlope(x[4]), GeluSlope(x[5]), GeluSlope(x[6]), GeluSlope(x[7]));

    /// <summary>GeluTanh.</summary>
    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(0.79788456080286535588 * (x + 0.044715 * x * x * x)));
    /// <summary>GeluTanh.</summary>
    public static float GeluTanh(float x) => (float)GeluTanh((double)x);
    /// <summary>GeluTanh.</summary>
    public static Vector256<double> GeluTanh(Vector256<double> x) => Vector256.Create(GeluTanh(x[0]), GeluTanh(x[1]), GeluTanh(x[2]), GeluTanh(x[3]));
    /// <summary>GeluTanh.</summary>
    public static Vector256<float> GeluTanh(Vector256<float> x) => Vector256.Create(GeluTanh(x[0]), GeluTanh(x[1]), GeluTanh(x[2]), GeluTanh(x[3]), GeluTanh(x[4]), GeluTanh(x[5]), GeluTanh(x[6]), GeluTanh(x[7]));

    /// <summary>Softplus.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
    /// <summary>Softplus.</summary>
    public static float Softplus(float x) => (float)Softplus((double)x);
    /// <summary>Softplus.</summary>
    public static Vector256<double> Softplus(Vector256<double> x) => Vector256.Create(Softplus(x[0]), Softplus(x[1]), Softplus(x[2]), Softplus(x[3]));
    /// <summary>Softplus.</summary>
    public static Vector256<float> Softplus(Vector256<float> x) => Vector256.Create(Softplus(x[0]), Softplus(x[1]), Softplus(x[2]), Softplus(x[3]), Softplus(x[4]), Softplus(x[5]), Softplus(x[6]), Softplus(x[7]));

    /// <summary>LogSigmoid.</summary>
    public static double LogSigmoid(double x) => Math.Min(x, 0) - Math.Log(1 + Math.Exp(-Math.Abs(x)));
    /// <summary>LogSigmoid.</summary>
    public static float LogSigmoid(float x) => (float)LogSigmoid((double)x);
    /// <summary>LogSigmoid.</summary>
    public static Vector256<double> LogSigmoid(Vector256<double> x) => Vector256.Create(LogSigmoid(x[0]), LogSigmoid(x[1]), LogSigmoid(x[2]), LogSigmoid(x[3]));
    /// <summary>LogSigmoid.</summary>
    public static Vector256<float> LogSigmoid(Vector256<float> x) => Vector256.Create(LogSigmoid(x[0]), LogSigmoid(x[1]), LogSigmoid(x[2]), LogSigmoid(x[3]), LogSigmoid(x[4]), LogSigmoid(x[5]), LogSigmoid(x[6]), LogSigmoid(x[7]));

    /// <summary>NormalDensity.</summary>
    public static double NormalDensity(double x) => Math.Exp(-0.5 * x * x) * 0.3989422804014327;
    /// <summary>NormalDensity.</summary>
    public static float NormalDensity(float x) => (float)NormalDensity((double)x);
    /// <summary>NormalDensity.</summary>
    public static Vector256<double> NormalDensity(Vector256<double> x) => Vector256.Create(NormalDensity(x[0]), NormalDensity(x[1]), NormalDensity(x[2]), NormalDensity(x[3]));
    /// <summary>NormalDensity.</summary>
    public static Vector256<float> NormalDensity(Vector256<float> x) => Vector256.Create(NormalDensity(x[0]), NormalDensity(x[1]), NormalDensity(x[2]), NormalDensity(x[3]), NormalDensity(x[4]), NormalDensity(x[5]), NormalDensity(x[6]), NormalDensity(x[7]));

    /// <summary>Log1P.</summary>
    public static double Log1P(double x) => double.LogP1(x);
    /// <summary>Log1P.</summary>
    public static float Log1P(float x) => (float)Log1P((double)x);
    /// <summary>Log1P.</summary>
    public static Vector256<double> Log1P(Vector256<double> x) => Vector256.Create(Log1P(x[0]), Log1P(x[1]), Log1P(x[2]), Log1P(x[3]));
    /// <summary>Log1P.</summary>
    public static Vector256<float> Log1P(Vector256<float> x) => Vector256.Create(Log1P(x[0]), Log1P(x[1]), Log1P(x[2]), Log1P(x[3]), Log1P(x[4]), Log1P(x[5]), Log1P(x[6]), Log1P(x[7]));

    /// <summary>ExpM1.</summary>
    public static double ExpM1(double x) => double.ExpM1(x);
    /// <summary>ExpM1.</summary>
    public static float ExpM1(float x) => (float)ExpM1((double)x);
    /// <summary>ExpM1.</summary>
    public static Vector256<double> ExpM1(Vector256<double> x) => Vector256.Create(ExpM1(x[0]), ExpM1(x[1]), ExpM1(x[2]), ExpM1(x[3]));
    /// <summary>ExpM1.</summary>
    public static Vector256<float> ExpM1(Vector256<float> x) => Vector256.Create(ExpM1(x[0]), ExpM1(x[1]), ExpM1(x[2]), ExpM1(x[3]), ExpM1(x[4]), ExpM1(x[5]), ExpM1(x[6]), ExpM1(x[7]));

    /// <summary>Gelu and its derivative.</summary>
    public static float Gelu(float x, out float slope) { slope = GeluSlope(x); return Gelu(x); }

    /// <summary>Gelu and its derivative.</summary>
    public static double Gelu(double x, out double slope) { slope = GeluSlope(x); return Gelu(x); }

    /// <summary>Gelu and its derivative.</summary>
    public static Vector256<float> Gelu(Vector256<float> x, out Vector256<float> slope) { slope = GeluSlope(x); return Gelu(x); }

    /// <summary>Gelu and its derivative.</summary>
    public static Vector256<double> Gelu(Vector256<double> x, out Vector256<double> slope) { slope = GeluSlope(x); return Gelu(x); }
}
