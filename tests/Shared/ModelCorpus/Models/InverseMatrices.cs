using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.LinearAlgebra;
using static Ansatz.Reduce;
using static System.Math;

namespace Corpus;

/// <summary>Inverses and determinants of general matrices, one for all and one for each row of the batch.</summary>
[Model]
public partial class InverseMatrices
{
    [Extent] public partial int Size { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Size), nameof(Size), Gradient = true)] public partial Tensor<double> E { get; }

    [Parameter(nameof(Size), nameof(Size))] public partial Tensor<double> A { get; }

    double Shifted(int i, int j) => A[i, j] + (i == j ? 0 : i + j == Size - 1 ? -2 : 0) + (i == j ? 3 : 0);

    double Each(int n, int i, int j) => Shifted(i, j) + E[n, i, j] / 3;

    [Output(nameof(Size), nameof(Size))] public double Inverted(int i, int j) => Inverse(Size, Shifted)(i, j);

    double Quadratic(int n) => Sum(Size, Size, (i, j) => Sin(1.0 + i + 2 * j) * Inverse(Size, (p, q) => Each(n, p, q))(i, j));

    [Output(nameof(N))] public double Volume(int n) => LogDet(Size, (i, j) => Each(n, i, j));

    [Loss] public double Loss() => Mean(N, n => Quadratic(n) + Volume(n)) + LogDet(Size, Shifted) + Sum(Size, i => Inverted(i, i) * Inverted(i, Size - 1 - i));
}
