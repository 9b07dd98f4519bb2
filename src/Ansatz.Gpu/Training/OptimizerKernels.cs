using ILGPU;
using ILGPU.Runtime;

namespace Ansatz.Gpu;

/// <summary>What a step of <see cref="Adam"/> works on: elements side by side, and the numbers of <see cref="Adam.Rule{T}"/>.</summary>
internal struct AdamArguments<T> where T : unmanaged
{
    public ArrayView1D<T, Stride1D.Dense> Parameters, Gradient, First, Second;
    public T Beta1, Rest1, Beta2, Rest2, Keep, Step, Scale, Epsilon, GradientFactor;
}

/// <summary>What a step of <see cref="Sgd"/> works on: elements side by side, and the numbers of <see cref="Sgd.Rule{T}"/>. Without momentum, the direction is not looked at.</summary>
internal struct SgdArguments<T> where T : unmanaged
{
    public ArrayView1D<T, Stride1D.Dense> Parameters, Gradient, Direction;
    public T Momentum, Rate, Keep, Ahead, Along, GradientFactor;
}

/// <summary>Two gradients of one tensor and where their sum goes.</summary>
internal struct SumArguments<T> where T : unmanaged
{
    public ArrayView1D<T, Stride1D.Dense> Sum, Left, Right;
}

/// <summary>The optimisers' rules for one element, in the order of operations of the rules for the CPU.</summary>
internal static class OptimizerKernels
{
    public static void Adam(Index1D i, AdamArguments<float> a)
    {
        var slope = a.GradientFactor * a.Gradient[i];
        var mean = a.Beta1 * a.First[i] + a.Rest1 * slope;
        var square = a.Beta2 * a.Second[i] + a.Rest2 * (slope * slope);
        a.First[i] = mean;
        a.Second[i] = square;
        a.Parameters[i] = a.Keep * a.Parameters[i] - a.Step * mean / (GpuElementary.Sqrt(square) * a.Scale + a.Epsilon);
    }

    public static void Adam(Index1D i, AdamArguments<double> a)
    {
        var slope = a.GradientFactor * a.Gradient[i];
        var mean = a.Beta1 * a.First[i] + a.Rest1 * slope;
        var square = a.Beta2 * a.Second[i] + a.Rest2 * (slope * slope);
        a.First[i] = mean;
        a.Second[i] = square;
        a.Parameters[i] = a.Keep * a.Parameters[i] - a.Step * mean / (GpuElementary.Sqrt(square) * a.Scale + a.Epsilon);
    }

    public static void Momentum(Index1D i, SgdArguments<float> a)
    {
        var slope = a.GradientFactor * a.Gradient[i];
        var now = a.Momentum * a.Direction[i] + slope;
        a.Direction[i] = now;
        a.Parameters[i] = a.Keep * a.Parameters[i] - a.Rate * (a.Ahead * slope + a.Along * now);
    }

    public static void Momentum(Index1D i, SgdArguments<double> a)
    {
        var slope = a.GradientFactor * a.Gradient[i];
        var now = a.Momentum * a.Direction[i] + slope;
        a.Direction[i] = now;
        a.Parameters[i] = a.Keep * a.Parameters[i] - a.Rate * (a.Ahead * slope + a.Along * now);
    }

    public static void Descent(Index1D i, SgdArguments<float> a) => a.Parameters[i] = a.Keep * a.Parameters[i] - a.Rate * (a.GradientFactor * a.Gradient[i]);

    public static void Descent(Index1D i, SgdArguments<double> a) => a.Parameters[i] = a.Keep * a.Parameters[i] - a.Rate * (a.GradientFactor * a.Gradient[i]);

    public static void Add(Index1D i, SumArguments<float> a) => a.Sum[i] = a.Left[i] + a.Right[i];

    public static void Add(Index1D i, SumArguments<double> a) => a.Sum[i] = a.Left[i] + a.Right[i];
}
