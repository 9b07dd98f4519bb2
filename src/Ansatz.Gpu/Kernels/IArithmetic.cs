using System.ComponentModel;

namespace Ansatz.Gpu.Kernels;

/// <summary>The arithmetic of the contraction kernels, since ILGPU compiles no generic mathematics.</summary>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IArithmetic<T>
    where T : unmanaged
{
    /// <summary>a + b.</summary>
    static abstract T Add(T a, T b);

    /// <summary>a·b + c for four b and c.</summary>
    static abstract Four<T> MultiplyAdd(T a, Four<T> b, Four<T> c);
}

/// <summary>32-bit.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SingleArithmetic : IArithmetic<float>
{
    /// <inheritdoc/>
    public static float Add(float a, float b) => a + b;

    /// <inheritdoc/>
    public static Four<float> MultiplyAdd(float a, Four<float> b, Four<float> c) => new((a * b.A) + c.A, (a * b.B) + c.B, (a * b.C) + c.C, (a * b.D) + c.D);
}

/// <summary>64-bit.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DoubleArithmetic : IArithmetic<double>
{
    /// <inheritdoc/>
    public static double Add(double a, double b) => a + b;

    /// <inheritdoc/>
    public static Four<double> MultiplyAdd(double a, Four<double> b, Four<double> c) => new((a * b.A) + c.A, (a * b.B) + c.B, (a * b.C) + c.C, (a * b.D) + c.D);
}
