using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Ansatz.Numerics;

// Functions that models rarely call: lane by lane, with the accuracy of MathF and Math.
public static partial class Elementary
{
    /// <summary>sinh x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Sinh(float x) => MathF.Sinh(x);
    /// <inheritdoc cref="Sinh(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Sinh(double x) => Math.Sinh(x);
    /// <inheritdoc cref="Sinh(float)"/>
    public static Vector256<float> Sinh(Vector256<float> x)
        => Vector256.Create(MathF.Sinh(x[0]), MathF.Sinh(x[1]), MathF.Sinh(x[2]), MathF.Sinh(x[3]), MathF.Sinh(x[4]), MathF.Sinh(x[5]), MathF.Sinh(x[6]), MathF.Sinh(x[7]));
    /// <inheritdoc cref="Sinh(float)"/>
    public static Vector256<double> Sinh(Vector256<double> x)
        => Vector256.Create(Math.Sinh(x[0]), Math.Sinh(x[1]), Math.Sinh(x[2]), Math.Sinh(x[3]));

    /// <summary>cosh x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Cosh(float x) => MathF.Cosh(x);
    /// <inheritdoc cref="Cosh(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Cosh(double x) => Math.Cosh(x);
    /// <inheritdoc cref="Cosh(float)"/>
    public static Vector256<float> Cosh(Vector256<float> x)
        => Vector256.Create(MathF.Cosh(x[0]), MathF.Cosh(x[1]), MathF.Cosh(x[2]), MathF.Cosh(x[3]), MathF.Cosh(x[4]), MathF.Cosh(x[5]), MathF.Cosh(x[6]), MathF.Cosh(x[7]));
    /// <inheritdoc cref="Cosh(float)"/>
    public static Vector256<double> Cosh(Vector256<double> x)
        => Vector256.Create(Math.Cosh(x[0]), Math.Cosh(x[1]), Math.Cosh(x[2]), Math.Cosh(x[3]));

    /// <summary>tan x, x in radians.</summary>
    [MethodImpl(AggressiveInlining)] public static float Tan(float x) => MathF.Tan(x);
    /// <inheritdoc cref="Tan(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Tan(double x) => Math.Tan(x);
    /// <inheritdoc cref="Tan(float)"/>
    public static Vector256<float> Tan(Vector256<float> x)
        => Vector256.Create(MathF.Tan(x[0]), MathF.Tan(x[1]), MathF.Tan(x[2]), MathF.Tan(x[3]), MathF.Tan(x[4]), MathF.Tan(x[5]), MathF.Tan(x[6]), MathF.Tan(x[7]));
    /// <inheritdoc cref="Tan(float)"/>
    public static Vector256<double> Tan(Vector256<double> x)
        => Vector256.Create(Math.Tan(x[0]), Math.Tan(x[1]), Math.Tan(x[2]), Math.Tan(x[3]));

    /// <summary>arcsin x, in radians.</summary>
    [MethodImpl(AggressiveInlining)] public static float Asin(float x) => MathF.Asin(x);
    /// <inheritdoc cref="Asin(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Asin(double x) => Math.Asin(x);
    /// <inheritdoc cref="Asin(float)"/>
    public static Vector256<float> Asin(Vector256<float> x)
        => Vector256.Create(MathF.Asin(x[0]), MathF.Asin(x[1]), MathF.Asin(x[2]), MathF.Asin(x[3]), MathF.Asin(x[4]), MathF.Asin(x[5]), MathF.Asin(x[6]), MathF.Asin(x[7]));
    /// <inheritdoc cref="Asin(float)"/>
    public static Vector256<double> Asin(Vector256<double> x)
        => Vector256.Create(Math.Asin(x[0]), Math.Asin(x[1]), Math.Asin(x[2]), Math.Asin(x[3]));

    /// <summary>arccos x, in radians.</summary>
    [MethodImpl(AggressiveInlining)] public static float Acos(float x) => MathF.Acos(x);
    /// <inheritdoc cref="Acos(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Acos(double x) => Math.Acos(x);
    /// <inheritdoc cref="Acos(float)"/>
    public static Vector256<float> Acos(Vector256<float> x)
        => Vector256.Create(MathF.Acos(x[0]), MathF.Acos(x[1]), MathF.Acos(x[2]), MathF.Acos(x[3]), MathF.Acos(x[4]), MathF.Acos(x[5]), MathF.Acos(x[6]), MathF.Acos(x[7]));
    /// <inheritdoc cref="Acos(float)"/>
    public static Vector256<double> Acos(Vector256<double> x)
        => Vector256.Create(Math.Acos(x[0]), Math.Acos(x[1]), Math.Acos(x[2]), Math.Acos(x[3]));

    /// <summary>arctan x, in radians.</summary>
    [MethodImpl(AggressiveInlining)] public static float Atan(float x) => MathF.Atan(x);
    /// <inheritdoc cref="Atan(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Atan(double x) => Math.Atan(x);
    /// <inheritdoc cref="Atan(float)"/>
    public static Vector256<float> Atan(Vector256<float> x)
        => Vector256.Create(MathF.Atan(x[0]), MathF.Atan(x[1]), MathF.Atan(x[2]), MathF.Atan(x[3]), MathF.Atan(x[4]), MathF.Atan(x[5]), MathF.Atan(x[6]), MathF.Atan(x[7]));
    /// <inheritdoc cref="Atan(float)"/>
    public static Vector256<double> Atan(Vector256<double> x)
        => Vector256.Create(Math.Atan(x[0]), Math.Atan(x[1]), Math.Atan(x[2]), Math.Atan(x[3]));

    /// <summary>arsinh x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Asinh(float x) => MathF.Asinh(x);
    /// <inheritdoc cref="Asinh(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Asinh(double x) => Math.Asinh(x);
    /// <inheritdoc cref="Asinh(float)"/>
    public static Vector256<float> Asinh(Vector256<float> x)
        => Vector256.Create(MathF.Asinh(x[0]), MathF.Asinh(x[1]), MathF.Asinh(x[2]), MathF.Asinh(x[3]), MathF.Asinh(x[4]), MathF.Asinh(x[5]), MathF.Asinh(x[6]), MathF.Asinh(x[7]));
    /// <inheritdoc cref="Asinh(float)"/>
    public static Vector256<double> Asinh(Vector256<double> x)
        => Vector256.Create(Math.Asinh(x[0]), Math.Asinh(x[1]), Math.Asinh(x[2]), Math.Asinh(x[3]));

    /// <summary>arcosh x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Acosh(float x) => MathF.Acosh(x);
    /// <inheritdoc cref="Acosh(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Acosh(double x) => Math.Acosh(x);
    /// <inheritdoc cref="Acosh(float)"/>
    public static Vector256<float> Acosh(Vector256<float> x)
        => Vector256.Create(MathF.Acosh(x[0]), MathF.Acosh(x[1]), MathF.Acosh(x[2]), MathF.Acosh(x[3]), MathF.Acosh(x[4]), MathF.Acosh(x[5]), MathF.Acosh(x[6]), MathF.Acosh(x[7]));
    /// <inheritdoc cref="Acosh(float)"/>
    public static Vector256<double> Acosh(Vector256<double> x)
        => Vector256.Create(Math.Acosh(x[0]), Math.Acosh(x[1]), Math.Acosh(x[2]), Math.Acosh(x[3]));

    /// <summary>artanh x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Atanh(float x) => MathF.Atanh(x);
    /// <inheritdoc cref="Atanh(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Atanh(double x) => Math.Atanh(x);
    /// <inheritdoc cref="Atanh(float)"/>
    public static Vector256<float> Atanh(Vector256<float> x)
        => Vector256.Create(MathF.Atanh(x[0]), MathF.Atanh(x[1]), MathF.Atanh(x[2]), MathF.Atanh(x[3]), MathF.Atanh(x[4]), MathF.Atanh(x[5]), MathF.Atanh(x[6]), MathF.Atanh(x[7]));
    /// <inheritdoc cref="Atanh(float)"/>
    public static Vector256<double> Atanh(Vector256<double> x)
        => Vector256.Create(Math.Atanh(x[0]), Math.Atanh(x[1]), Math.Atanh(x[2]), Math.Atanh(x[3]));

    /// <summary>∛x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Cbrt(float x) => MathF.Cbrt(x);
    /// <inheritdoc cref="Cbrt(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Cbrt(double x) => Math.Cbrt(x);
    /// <inheritdoc cref="Cbrt(float)"/>
    public static Vector256<float> Cbrt(Vector256<float> x)
        => Vector256.Create(MathF.Cbrt(x[0]), MathF.Cbrt(x[1]), MathF.Cbrt(x[2]), MathF.Cbrt(x[3]), MathF.Cbrt(x[4]), MathF.Cbrt(x[5]), MathF.Cbrt(x[6]), MathF.Cbrt(x[7]));
    /// <inheritdoc cref="Cbrt(float)"/>
    public static Vector256<double> Cbrt(Vector256<double> x)
        => Vector256.Create(Math.Cbrt(x[0]), Math.Cbrt(x[1]), Math.Cbrt(x[2]), Math.Cbrt(x[3]));

    /// <summary>2ˣ.</summary>
    [MethodImpl(AggressiveInlining)] public static float Exp2(float x) => float.Exp2(x);
    /// <inheritdoc cref="Exp2(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Exp2(double x) => double.Exp2(x);
    /// <inheritdoc cref="Exp2(float)"/>
    public static Vector256<float> Exp2(Vector256<float> x)
        => Vector256.Create(float.Exp2(x[0]), float.Exp2(x[1]), float.Exp2(x[2]), float.Exp2(x[3]), float.Exp2(x[4]), float.Exp2(x[5]), float.Exp2(x[6]), float.Exp2(x[7]));
    /// <inheritdoc cref="Exp2(float)"/>
    public static Vector256<double> Exp2(Vector256<double> x)
        => Vector256.Create(double.Exp2(x[0]), double.Exp2(x[1]), double.Exp2(x[2]), double.Exp2(x[3]));

    /// <summary>log₂ x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Log2(float x) => MathF.Log2(x);
    /// <inheritdoc cref="Log2(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Log2(double x) => Math.Log2(x);
    /// <inheritdoc cref="Log2(float)"/>
    public static Vector256<float> Log2(Vector256<float> x)
        => Vector256.Create(MathF.Log2(x[0]), MathF.Log2(x[1]), MathF.Log2(x[2]), MathF.Log2(x[3]), MathF.Log2(x[4]), MathF.Log2(x[5]), MathF.Log2(x[6]), MathF.Log2(x[7]));
    /// <inheritdoc cref="Log2(float)"/>
    public static Vector256<double> Log2(Vector256<double> x)
        => Vector256.Create(Math.Log2(x[0]), Math.Log2(x[1]), Math.Log2(x[2]), Math.Log2(x[3]));

    /// <summary>log₁₀ x.</summary>
    [MethodImpl(AggressiveInlining)] public static float Log10(float x) => MathF.Log10(x);
    /// <inheritdoc cref="Log10(float)"/>
    [MethodImpl(AggressiveInlining)] public static double Log10(double x) => Math.Log10(x);
    /// <inheritdoc cref="Log10(float)"/>
    public static Vector256<float> Log10(Vector256<float> x)
        => Vector256.Create(MathF.Log10(x[0]), MathF.Log10(x[1]), MathF.Log10(x[2]), MathF.Log10(x[3]), MathF.Log10(x[4]), MathF.Log10(x[5]), MathF.Log10(x[6]), MathF.Log10(x[7]));
    /// <inheritdoc cref="Log10(float)"/>
    public static Vector256<double> Log10(Vector256<double> x)
        => Vector256.Create(Math.Log10(x[0]), Math.Log10(x[1]), Math.Log10(x[2]), Math.Log10(x[3]));

    /// <summary>xʸ, with the special cases of <see cref="MathF.Pow"/>.</summary>
    [MethodImpl(AggressiveInlining)] public static float Pow(float x, float y) => MathF.Pow(x, y);
    /// <inheritdoc cref="Pow(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static double Pow(double x, double y) => Math.Pow(x, y);
    /// <inheritdoc cref="Pow(float, float)"/>
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y)
        => Vector256.Create(MathF.Pow(x[0], y[0]), MathF.Pow(x[1], y[1]), MathF.Pow(x[2], y[2]), MathF.Pow(x[3], y[3]),
            MathF.Pow(x[4], y[4]), MathF.Pow(x[5], y[5]), MathF.Pow(x[6], y[6]), MathF.Pow(x[7], y[7]));
    /// <inheritdoc cref="Pow(float, float)"/>
    public static Vector256<double> Pow(Vector256<double> x, Vector256<double> y)
        => Vector256.Create(Math.Pow(x[0], y[0]), Math.Pow(x[1], y[1]), Math.Pow(x[2], y[2]), Math.Pow(x[3], y[3]));

    /// <summary>The angle of the point (x, y), in radians from -π to π.</summary>
    [MethodImpl(AggressiveInlining)] public static float Atan2(float y, float x) => MathF.Atan2(y, x);
    /// <inheritdoc cref="Atan2(float, float)"/>
    [MethodImpl(AggressiveInlining)] public static double Atan2(double y, double x) => Math.Atan2(y, x);
    /// <inheritdoc cref="Atan2(float, float)"/>
    public static Vector256<float> Atan2(Vector256<float> y, Vector256<float> x)
        => Vector256.Create(MathF.Atan2(y[0], x[0]), MathF.Atan2(y[1], x[1]), MathF.Atan2(y[2], x[2]), MathF.Atan2(y[3], x[3]),
            MathF.Atan2(y[4], x[4]), MathF.Atan2(y[5], x[5]), MathF.Atan2(y[6], x[6]), MathF.Atan2(y[7], x[7]));
    /// <inheritdoc cref="Atan2(float, float)"/>
    public static Vector256<double> Atan2(Vector256<double> y, Vector256<double> x)
        => Vector256.Create(Math.Atan2(y[0], x[0]), Math.Atan2(y[1], x[1]), Math.Atan2(y[2], x[2]), Math.Atan2(y[3], x[3]));
}
