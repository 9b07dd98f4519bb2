using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

/// <summary>
/// The functions of the operator table for <see cref="float"/>, <see cref="double"/> and vectors of them, under the same names, so that the
/// text emitted for a scalar and for a vector is the same.
/// </summary>
/// <remarks>
/// A scalar overload computes one lane of the vector overload: a scalar and a vector loop give the same bits. NaN in gives NaN out
/// everywhere unless said otherwise. Errors are stated in units in the last place (ulp) of the result, with fused multiply-add; without it they
/// are about one ulp larger.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Elementary
{
    /// <summary>√x, correctly rounded.</summary>
    [MethodImpl(AggressiveInlining)] public static float Sqrt(float x) => MathF.Sqrt(x);
    /// <inheritdoc cref="Sqrt(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Sqrt(double x) => Math.Sqrt(x);
    /// <inheritdoc cref="Sqrt(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Sqrt(Vector256<float> x) => Vector256.Sqrt(x);
    /// <inheritdoc cref="Sqrt(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Sqrt(Vector256<double> x) => Vector256.Sqrt(x);

    /// <summary>1/x, correctly rounded.</summary>
    [MethodImpl(AggressiveInlining)] public static float Reciprocal(float x) => 1 / x;
    /// <inheritdoc cref="Reciprocal(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Reciprocal(double x) => 1 / x;
    /// <inheritdoc cref="Reciprocal(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Reciprocal(Vector256<float> x) => Vector256<float>.One / x;
    /// <inheritdoc cref="Reciprocal(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Reciprocal(Vector256<double> x) => Vector256<double>.One / x;

    /// <summary>a·b + c, rounded once where the hardware has a fused instruction, else twice.</summary>
    [MethodImpl(AggressiveInlining)] public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);
    /// <inheritdoc cref="MultiplyAdd(float, float, float)"/>
    [MethodImpl(AggressiveInlining)] public static double MultiplyAdd(double a, double b, double c) => double.MultiplyAddEstimate(a, b, c);
    /// <inheritdoc cref="MultiplyAdd(float, float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Lanes.MultiplyAdd(a, b, c);
    /// <inheritdoc cref="MultiplyAdd(float, float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Lanes.MultiplyAdd(a, b, c);

    /// <summary>|x|.</summary>
    [MethodImpl(AggressiveInlining)] public static float Abs(float x) => MathF.Abs(x);
    /// <inheritdoc cref="Abs(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Abs(double x) => Math.Abs(x);
    /// <inheritdoc cref="Abs(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Abs(Vector256<float> x) => Vector256.Abs(x);
    /// <inheritdoc cref="Abs(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Abs(Vector256<double> x) => Vector256.Abs(x);

    /// <summary>The larger; NaN if either is, as <see cref="MathF.Max"/>.</summary>
    [MethodImpl(AggressiveInlining)] public static float Max(float a, float b) => MathF.Max(a, b);
    /// <inheritdoc cref="Max(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static double Max(double a, double b) => Math.Max(a, b);
    /// <inheritdoc cref="Max(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.Max(a, b);
    /// <inheritdoc cref="Max(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Max(Vector256<double> a, Vector256<double> b) => Vector256.Max(a, b);

    /// <summary>The smaller; NaN if either is, as <see cref="MathF.Min"/>.</summary>
    [MethodImpl(AggressiveInlining)] public static float Min(float a, float b) => MathF.Min(a, b);
    /// <inheritdoc cref="Min(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static double Min(double a, double b) => Math.Min(a, b);
    /// <inheritdoc cref="Min(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Vector256.Min(a, b);
    /// <inheritdoc cref="Min(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Min(Vector256<double> a, Vector256<double> b) => Vector256.Min(a, b);

    /// <summary>The largest integer not above x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Floor(float x) => MathF.Floor(x);
    /// <inheritdoc cref="Floor(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Floor(double x) => Math.Floor(x);
    /// <inheritdoc cref="Floor(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Floor(Vector256<float> x) => Vector256.Floor(x);
    /// <inheritdoc cref="Floor(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Floor(Vector256<double> x) => Vector256.Floor(x);

    /// <summary>The smallest integer not below x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Ceiling(float x) => MathF.Ceiling(x);
    /// <inheritdoc cref="Ceiling(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Ceiling(double x) => Math.Ceiling(x);
    /// <inheritdoc cref="Ceiling(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Ceiling(Vector256<float> x) => Vector256.Ceiling(x);
    /// <inheritdoc cref="Ceiling(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Ceiling(Vector256<double> x) => Vector256.Ceiling(x);

    /// <summary>The nearest integer, halves to even.</summary>
    [MethodImpl(AggressiveInlining)] public static float Round(float x) => MathF.Round(x);
    /// <inheritdoc cref="Round(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Round(double x) => Math.Round(x);
    /// <inheritdoc cref="Round(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Round(Vector256<float> x) => Vector256.Round(x);
    /// <inheritdoc cref="Round(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Round(Vector256<double> x) => Vector256.Round(x);

    /// <summary>x without its fraction.</summary>
    [MethodImpl(AggressiveInlining)] public static float Truncate(float x) => MathF.Truncate(x);
    /// <inheritdoc cref="Truncate(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Truncate(double x) => Math.Truncate(x);
    /// <inheritdoc cref="Truncate(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Truncate(Vector256<float> x) => Vector256.Truncate(x);
    /// <inheritdoc cref="Truncate(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Truncate(Vector256<double> x) => Vector256.Truncate(x);

    /// <summary>-1, 0 or 1; NaN for NaN (where <see cref="MathF.Sign"/> throws).</summary>
    [MethodImpl(AggressiveInlining)] public static float Sign(float x) => x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;
    /// <inheritdoc cref="Sign(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x;
    /// <inheritdoc cref="Sign(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> Sign(Vector256<float> x)
        => Vector256.ConditionalSelect(Vector256.GreaterThan(x, default), Vector256<float>.One,
            Vector256.ConditionalSelect(Vector256.LessThan(x, default), Vector256.Create(-1f), Vector256.ConditionalSelect(Vector256.Equals(x, default), default, x)));
    /// <inheritdoc cref="Sign(float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> Sign(Vector256<double> x)
        => Vector256.ConditionalSelect(Vector256.GreaterThan(x, default), Vector256<double>.One,
            Vector256.ConditionalSelect(Vector256.LessThan(x, default), Vector256.Create(-1d), Vector256.ConditionalSelect(Vector256.Equals(x, default), default, x)));

    /// <summary>|<paramref name="x"/>| with the sign bit of <paramref name="y"/>.</summary>
    [MethodImpl(AggressiveInlining)] public static float CopySign(float x, float y) => MathF.CopySign(x, y);
    /// <inheritdoc cref="CopySign(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static double CopySign(double x, double y) => Math.CopySign(x, y);
    /// <inheritdoc cref="CopySign(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> CopySign(Vector256<float> x, Vector256<float> y) => Vector256.CopySign(x, y);
    /// <inheritdoc cref="CopySign(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> CopySign(Vector256<double> x, Vector256<double> y) => Vector256.CopySign(x, y);

    /// <summary><paramref name="a"/> where the mask holds (all ones), else <paramref name="b"/>; the branch not taken has no influence.</summary>
    [MethodImpl(AggressiveInlining)] public static float Select(bool mask, float a, float b) => mask ? a : b;
    /// <inheritdoc cref="Select(bool, float, float)"/>
    [MethodImpl(AggressiveInlining)] public static double Select(bool mask, double a, double b) => mask ? a : b;
    /// <inheritdoc cref="Select(bool, float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Select(Vector256<float> mask, Vector256<float> a, Vector256<float> b) => Vector256.ConditionalSelect(mask, a, b);
    /// <inheritdoc cref="Select(bool, float, float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Select(Vector256<double> mask, Vector256<double> a, Vector256<double> b) => Vector256.ConditionalSelect(mask, a, b);

    /// <summary>max(x, 0).</summary>
    [MethodImpl(AggressiveInlining)] public static float Relu(float x) => 0 > x ? 0 : x;
    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Relu(double x) => 0 > x ? 0 : x;
    // MaxNative gives its second argument when one is NaN: one instruction, where Max takes several to be sure of it.
    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<float> Relu(Vector256<float> x) => Vector256.MaxNative(default, x);
    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(AggressiveInlining)] public static Vector256<double> Relu(Vector256<double> x) => Vector256.MaxNative(default, x);

    /// <summary>x where x ≥ 0, else <paramref name="slope"/>·x.</summary>
    [MethodImpl(AggressiveInlining)] public static float LeakyRelu(float x, float slope) => x >= 0 ? x : slope * x;
    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static double LeakyRelu(double x, double slope) => x >= 0 ? x : slope * x;
    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<float> LeakyRelu(Vector256<float> x, Vector256<float> slope)
        => Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, default), x, slope * x);
    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(AggressiveInlining)]
    public static Vector256<double> LeakyRelu(Vector256<double> x, Vector256<double> slope)
        => Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, default), x, slope * x);
}
