using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// The hyperbolic tangent and the logistic function with its relatives.
public static partial class Elementary
{
    /// <summary>tanh x. Error below 2.5 ulp, also near 0; ±1 for ±∞, -0 for -0.</summary>
    [MethodImpl(AggressiveInlining)] public static float Tanh(float x) => Tanh(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Tanh(double x) => Tanh(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        // tanh a = E/(E + 2) with E = exp 2a - 1 = 2ⁿ(exp r - 1) + (2ⁿ - 1); from a = 9.02 on it rounds to 1
        var a = Vector256.MinNative(Vector256.Create(9.02f), Vector256.Abs(x));
        var e = ExpOfTwiceMinusOne(a);
        return e / (e + Vector256.Create(2f)) | x & Vector256.Create(-0f);
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Tanh(Vector256<double> x)
    {
        var a = Vector256.MinNative(Vector256.Create(19.1), Vector256.Abs(x));
        var e = ExpOfTwiceMinusOne(a);
        return e / (e + Vector256.Create(2d)) | x & Vector256.Create(-0d);
    }

    /// <summary>1/(1 + e⁻ˣ). Error below 2 ulp, also for large negative x; 0 instead of a subnormal number.</summary>
    [MethodImpl(AggressiveInlining)] public static float Sigmoid(float x) => Sigmoid(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Sigmoid(double x) => Sigmoid(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        var e = ExpOfNegative(x | Vector256.Create(-0f));
        return Vector256.ConditionalSelect(Vector256.LessThan(x, default), e, Vector256<float>.One) / (Vector256<float>.One + e);
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Sigmoid(Vector256<double> x)
    {
        var e = ExpOfNegative(x | Vector256.Create(-0d));
        return Vector256.ConditionalSelect(Vector256.LessThan(x, default), e, Vector256<double>.One) / (Vector256<double>.One + e);
    }

    /// <summary>x/(1 + e⁻ˣ). Error below 2.5 ulp while e⁻ˣ is not subnormal; 0 for -∞.</summary>
    [MethodImpl(AggressiveInlining)] public static float Silu(float x) => Silu(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Silu(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Silu(double x) => Silu(Vector256.Create(x)).ToScalar();

    // A finite factor, so that -∞ times 0 is 0: below these bounds the logistic function has long been 0.
    /// <inheritdoc cref="Silu(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Silu(Vector256<float> x) => Vector256.MaxNative(Vector256.Create(-1000f), x) * Sigmoid(x);

    /// <inheritdoc cref="Silu(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Silu(Vector256<double> x) => Vector256.MaxNative(Vector256.Create(-1000d), x) * Sigmoid(x);

    /// <summary>log(1 + eˣ) = max(x, 0) + log(1 + exp(-|x|)). Error below 2.5 ulp, also for large negative x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Softplus(float x) => Softplus(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Softplus(double x) => Softplus(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> x) => Relu(x) + LogOnePlus(ExpOfNegative(-Vector256.Abs(x)));

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Softplus(Vector256<double> x) => Relu(x) + LogOnePlus(ExpOfNegative(-Vector256.Abs(x)));

    /// <summary>-log(1 + e⁻ˣ) = -Softplus(-x). Error below 2.5 ulp, also for large positive x.</summary>
    [MethodImpl(AggressiveInlining)] public static float LogSigmoid(float x) => -Softplus(-x);

    /// <inheritdoc cref="LogSigmoid(float)"/>
    [MethodImpl(AggressiveInlining)] public static double LogSigmoid(double x) => -Softplus(-x);

    /// <inheritdoc cref="LogSigmoid(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> LogSigmoid(Vector256<float> x) => -Softplus(-x);

    /// <inheritdoc cref="LogSigmoid(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> LogSigmoid(Vector256<double> x) => -Softplus(-x);

    const double TwoRootTwoOverPi = 1.5957691216057308, CubicOfGeluTanh = 0.044715;

    /// <summary>
    /// ½x(1 + tanh(√(2/π)(x + 0.044715x³))), computed as x·σ(2√(2/π)(x + 0.044715x³)); 0 for -∞. D. Hendrycks and K. Gimpel, arXiv:1606.08415.
    /// </summary>
    [MethodImpl(AggressiveInlining)] public static float GeluTanh(float x) => GeluTanh(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="GeluTanh(float)"/>
    [MethodImpl(AggressiveInlining)] public static double GeluTanh(double x) => GeluTanh(Vector256.Create(x)).ToScalar();

    /// <inheritdoc cref="GeluTanh(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> GeluTanh(Vector256<float> x)
    {
        x = Vector256.MaxNative(Vector256.Create(-1000f), x);
        return x * Sigmoid(x * Lanes.MultiplyAdd(x * x, Vector256.Create((float)(TwoRootTwoOverPi * CubicOfGeluTanh)), Vector256.Create((float)TwoRootTwoOverPi)));
    }

    /// <inheritdoc cref="GeluTanh(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> GeluTanh(Vector256<double> x)
    {
        x = Vector256.MaxNative(Vector256.Create(-1000d), x);
        return x * Sigmoid(x * Lanes.MultiplyAdd(x * x, Vector256.Create(TwoRootTwoOverPi * CubicOfGeluTanh), Vector256.Create(TwoRootTwoOverPi)));
    }
}
