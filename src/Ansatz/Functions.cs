using System.Numerics;
using Ansatz.Numerics;

namespace Ansatz;

/// <summary>Functions of the equation language that .NET's <see cref="MathF"/> and <see cref="Math"/> do not have.</summary>
public static class Functions
{
    /// <summary>(2/√π) ∫₀ˣ exp(-t²) dt.</summary>
    public static float Erf(float x) => Elementary.Erf(x);

    /// <inheritdoc cref="Erf(float)"/>
    public static double Erf(double x) => Elementary.Erf(x);

    /// <summary>x·Φ(x), Φ the normal distribution function: the exact form.</summary>
    public static float Gelu(float x) => Elementary.Gelu(x);

    /// <inheritdoc cref="Gelu(float)"/>
    public static double Gelu(double x) => Elementary.Gelu(x);

    /// <summary>½x(1 + tanh(√(2/π)(x + 0.044715x³))): the approximation of Gelu that some published weights were trained with.</summary>
    public static float GeluTanh(float x) => Elementary.GeluTanh(x);

    /// <inheritdoc cref="GeluTanh(float)"/>
    public static double GeluTanh(double x) => Elementary.GeluTanh(x);

    /// <summary>1/(1 + exp(-x)).</summary>
    public static float Sigmoid(float x) => Elementary.Sigmoid(x);

    /// <inheritdoc cref="Sigmoid(float)"/>
    public static double Sigmoid(double x) => Elementary.Sigmoid(x);

    /// <summary>x/(1 + exp(-x)).</summary>
    public static float Silu(float x) => Elementary.Silu(x);

    /// <inheritdoc cref="Silu(float)"/>
    public static double Silu(double x) => Elementary.Silu(x);

    /// <summary>log(1 + exp x), without overflow.</summary>
    public static float Softplus(float x) => Elementary.Softplus(x);

    /// <inheritdoc cref="Softplus(float)"/>
    public static double Softplus(double x) => Elementary.Softplus(x);

    /// <summary>-log(1 + exp(-x)), without overflow.</summary>
    public static float LogSigmoid(float x) => Elementary.LogSigmoid(x);

    /// <inheritdoc cref="LogSigmoid(float)"/>
    public static double LogSigmoid(double x) => Elementary.LogSigmoid(x);

    /// <summary>max(x, 0); NaN for NaN. Its derivative at 0 is taken as 0.</summary>
    public static float Relu(float x) => Elementary.Relu(x);

    /// <inheritdoc cref="Relu(float)"/>
    public static double Relu(double x) => Elementary.Relu(x);

    /// <summary>x where x ≥ 0, else <paramref name="slope"/>·x.</summary>
    public static float LeakyRelu(float x, float slope = 0.01f) => Elementary.LeakyRelu(x, slope);

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    public static double LeakyRelu(double x, double slope = 0.01) => Elementary.LeakyRelu(x, slope);

    /// <summary>x itself, but no gradient passes through it.</summary>
    public static float Constant(float x) => x;

    /// <inheritdoc cref="Constant(float)"/>
    public static double Constant(double x) => x;

    // Generic, so that they give way to those of Math, which may be imported beside them.

    /// <summary>The larger of two whole numbers, as in an index: <c>X[Max(i - 1, 0)]</c>.</summary>
    public static T Max<T>(T a, T b) where T : IBinaryInteger<T> => T.Max(a, b);

    /// <summary>The smaller of two whole numbers, as in an index.</summary>
    public static T Min<T>(T a, T b) where T : IBinaryInteger<T> => T.Min(a, b);

    /// <summary>The whole number between <paramref name="low"/> and <paramref name="high"/> that is nearest to <paramref name="x"/>.</summary>
    public static T Clamp<T>(T x, T low, T high) where T : IBinaryInteger<T> => T.Clamp(x, low, high);
}
