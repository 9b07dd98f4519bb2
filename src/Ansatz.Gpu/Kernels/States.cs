using System.ComponentModel;

namespace Ansatz.Gpu.Kernels;

/// <summary>The arithmetic of a LogSumExp that goes twice over its terms: for the largest, and for the sum.</summary>
/// <typeparam name="TState">What terms come to.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILogSumExp<TState, T>
    where TState : unmanaged
    where T : unmanaged
{
    /// <summary>The largest term; of one term the term.</summary>
    static abstract T LargestOf(TState terms);

    /// <summary>The larger of two.</summary>
    static abstract T Larger(T a, T b);

    /// <summary>sum + exp(term - largest).</summary>
    static abstract T Plus(T sum, T term, T largest);

    /// <summary>a + b.</summary>
    static abstract T Plus(T a, T b);

    /// <summary>What all terms come to.</summary>
    static abstract TState Of(T largest, T sum);
}

/// <summary>What terms of a LogSumExp come to: the largest, and the sum of the exponentials of all distances from it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SingleLogSumExp(float largest, float sum) : ILogSumExp<SingleLogSumExp, float>
{
    /// <summary>The largest term.</summary>
    public float Largest = largest;

    /// <summary>Σ exp(term - largest).</summary>
    public float Sum = sum;

    /// <summary>No terms.</summary>
    public static SingleLogSumExp Empty => new(float.NegativeInfinity, 0);

    /// <summary>log Σ exp(term).</summary>
    public readonly float Value => Largest + GpuElementary.Log(Sum);

    /// <summary>One term.</summary>
    public static SingleLogSumExp Of(float term) => new(term, 1);

    /// <inheritdoc/>
    public static float LargestOf(SingleLogSumExp terms) => terms.Largest;

    /// <inheritdoc/>
    public static float Larger(float a, float b) => GpuElementary.Max(a, b);

    /// <inheritdoc/>
    public static float Plus(float sum, float term, float largest) => sum + GpuElementary.Exp(term - (largest == float.NegativeInfinity ? 0 : largest));

    /// <inheritdoc/>
    public static float Plus(float a, float b) => a + b;

    /// <inheritdoc/>
    public static SingleLogSumExp Of(float largest, float sum) => new(largest, sum);

    /// <summary>The terms of both.</summary>
    public static SingleLogSumExp Join(SingleLogSumExp a, SingleLogSumExp b)
    {
        var largest = GpuElementary.Max(a.Largest, b.Largest);
        if (largest == float.NegativeInfinity) return new(largest, 0);
        var share = GpuElementary.Exp(-GpuElementary.Abs(a.Largest - b.Largest));
        return new(largest, a.Largest >= b.Largest ? a.Sum + (b.Sum * share) : (a.Sum * share) + b.Sum);
    }
}

/// <inheritdoc cref="SingleLogSumExp"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct DoubleLogSumExp(double largest, double sum) : ILogSumExp<DoubleLogSumExp, double>
{
    /// <summary>The largest term.</summary>
    public double Largest = largest;

    /// <summary>Σ exp(term - largest).</summary>
    public double Sum = sum;

    /// <summary>No terms.</summary>
    public static DoubleLogSumExp Empty => new(double.NegativeInfinity, 0);

    /// <summary>log Σ exp(term).</summary>
    public readonly double Value => Largest + GpuElementary.Log(Sum);

    /// <summary>One term.</summary>
    public static DoubleLogSumExp Of(double term) => new(term, 1);

    /// <inheritdoc/>
    public static double LargestOf(DoubleLogSumExp terms) => terms.Largest;

    /// <inheritdoc/>
    public static double Larger(double a, double b) => GpuElementary.Max(a, b);

    /// <inheritdoc/>
    public static double Plus(double sum, double term, double largest) => sum + GpuElementary.Exp(term - (largest == double.NegativeInfinity ? 0 : largest));

    /// <inheritdoc/>
    public static double Plus(double a, double b) => a + b;

    /// <inheritdoc/>
    public static DoubleLogSumExp Of(double largest, double sum) => new(largest, sum);

    /// <inheritdoc cref="SingleLogSumExp.Join"/>
    public static DoubleLogSumExp Join(DoubleLogSumExp a, DoubleLogSumExp b)
    {
        var largest = GpuElementary.Max(a.Largest, b.Largest);
        if (largest == double.NegativeInfinity) return new(largest, 0);
        var share = GpuElementary.Exp(-GpuElementary.Abs(a.Largest - b.Largest));
        return new(largest, a.Largest >= b.Largest ? a.Sum + (b.Sum * share) : (a.Sum * share) + b.Sum);
    }
}

/// <summary>Where the extreme of some terms is: of equal ones the first, and NaN before all numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SinglePosition(float value, int at)
{
    /// <summary>The term.</summary>
    public float Value = value;

    /// <summary>Its number, or -1 of no terms.</summary>
    public int At = at;

    /// <summary>No terms.</summary>
    public static SinglePosition Empty => new(0, -1);

    /// <summary>Of the largest.</summary>
    public static SinglePosition Largest(SinglePosition a, SinglePosition b) => IsBefore(a, b, a.Value > b.Value) ? a : b;

    /// <summary>Of the smallest.</summary>
    public static SinglePosition Smallest(SinglePosition a, SinglePosition b) => IsBefore(a, b, a.Value < b.Value) ? a : b;

    private static bool IsBefore(SinglePosition a, SinglePosition b, bool beats)
    {
        if (a.At < 0 || b.At < 0) return b.At < 0;
        var (first, second) = (GpuElementary.IsNaN(a.Value), GpuElementary.IsNaN(b.Value));
        if (first || second) return first && (!second || a.At < b.At);
        return beats || (a.Value == b.Value && a.At < b.At);
    }
}

/// <inheritdoc cref="SinglePosition"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct DoublePosition(double value, int at)
{
    /// <summary>The term.</summary>
    public double Value = value;

    /// <summary>Its number, or -1 of no terms.</summary>
    public int At = at;

    /// <summary>No terms.</summary>
    public static DoublePosition Empty => new(0, -1);

    /// <summary>Of the largest.</summary>
    public static DoublePosition Largest(DoublePosition a, DoublePosition b) => IsBefore(a, b, a.Value > b.Value) ? a : b;

    /// <summary>Of the smallest.</summary>
    public static DoublePosition Smallest(DoublePosition a, DoublePosition b) => IsBefore(a, b, a.Value < b.Value) ? a : b;

    private static bool IsBefore(DoublePosition a, DoublePosition b, bool beats)
    {
        if (a.At < 0 || b.At < 0) return b.At < 0;
        var (first, second) = (GpuElementary.IsNaN(a.Value), GpuElementary.IsNaN(b.Value));
        if (first || second) return first && (!second || a.At < b.At);
        return beats || (a.Value == b.Value && a.At < b.At);
    }
}
