using System.ComponentModel;

namespace Ansatz.Gpu.Kernels;

/// <summary>What terms of a LogSumExp come to: the largest, and the sum of the exponentials of all distances from it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SingleLogSumExp(float largest, float sum)
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
public struct DoubleLogSumExp(double largest, double sum)
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
