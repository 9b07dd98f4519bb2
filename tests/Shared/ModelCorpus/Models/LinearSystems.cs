using System;
using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.LinearAlgebra;
using static Ansatz.Reduce;
using static System.Math;

namespace Corpus;

/// <summary>Solutions for general matrices: one right side for each row of the batch, several at once, a matrix for each row, and the transpose.</summary>
[Model]
public partial class LinearSystems
{
    [Extent] public partial int Size { get; }
    [Extent] public partial int Sides { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Size), Gradient = true)] public partial Tensor<double> B { get; }
    [Input(nameof(N), nameof(Size), nameof(Size), Gradient = true)] public partial Tensor<double> E { get; }

    [Parameter(nameof(Size), nameof(Size))] public partial Tensor<double> A { get; }
    [Parameter(nameof(Size), nameof(Sides))] public partial Tensor<double> C { get; }

    double Matrix(int i, int j) => A[i, j] + (i == (j + 1) % Size ? 3 : 0);

    /// <summary>One matrix, a right side for each row.</summary>
    [Output(nameof(N), nameof(Size))] public double Each(int n, int i) => Solve(Size, Matrix, p => B[n, p])(i);

    /// <summary>One matrix, several right sides.</summary>
    [Output(nameof(Size), nameof(Sides))] public double Several(int i, int s) => Solve(Size, Sides, (p, q) => Matrix(q, p), (p, t) => C[p, t])(i, s);

    /// <summary>A matrix and right sides for each row.</summary>
    double Own(int n, int i, int s) => Solve(Size, Sides, (p, q) => Matrix(p, q) + E[n, p, q] / 4, (p, t) => C[p, t] * B[n, p])(i, s);

    [Output(nameof(N))] public double Norm(int n) => Sum(Size, Sides, (i, s) => Own(n, i, s) * Own(n, i, s));

    [Loss] public double Loss() => Mean(N, n => Norm(n) + Sum(Size, i => Sin(Each(n, i)))) + Sum(Size, Sides, (i, s) => Cos(Several(i, s)) * Several(i, s));
}
