using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;
using static Ansatz.Functions;
using static Ansatz.CounterRandom;
using static System.Math;

namespace Corpus;

/// <summary>Index data, guards, noise, extremes, casts and conditions in double precision.</summary>
[Model]
public partial class DoubleFeatures
{
    [Extent] public partial int Words { get; }
    [Extent] public partial int D { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<int> Token { get; }
    [Input(nameof(N), nameof(D), Gradient = true)] public partial Tensor<double> X { get; }
    [Input] public partial int Seed { get; }
    [Input] public partial double Heat { get; }

    [Parameter(nameof(Words), nameof(D))] public partial Tensor<double> E { get; }
    [Parameter(nameof(D), 3)] public partial Tensor<double> F { get; }

    double At(int n, int i) => i >= 0 && i < D ? X[n, i] : 0;

    [Output(nameof(N), nameof(D))] public double Y(int n, int i) => E[Token[n], i] * Silu(Sum(3, q => F[i, q] * At(n, i + q - 1)));
    [Output(nameof(N))] public double Top(int n) => Max(D, i => Y(n, i) + Heat * Normal(Seed, n, i));
    [Output(nameof(N))] public double Soft(int n) => LogSumExp(D, i => Y(n, i)) - Mean(D, i => X[n, i] > 0 ? Sqrt(X[n, i]) : (double)i / D);
    [Output(nameof(N))] public double Kept(int n) => Uniform(Seed, n) < 0.5 ? Token[n] * Soft(n) : Min(D, i => X[n, i]);

    [Loss] public double Loss() => Mean(N, n => Top(n) * Top(n) + Soft(n) + Kept(n));
}
