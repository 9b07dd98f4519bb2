using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;

namespace Corpus;

/// <summary>A tridiagonal system by elimination and back substitution (Thomas's algorithm): both are recurrences.</summary>
[Model]
public partial class TridiagonalSolve
{
    [Extent] public partial int Size { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Size), Gradient = true)] public partial Tensor<double> Right { get; }

    [Parameter(nameof(Size))] public partial Tensor<double> Lower { get; }
    [Parameter(nameof(Size))] public partial Tensor<double> Main { get; }
    [Parameter(nameof(Size))] public partial Tensor<double> Upper { get; }

    double Diagonal(int i) => 4 + Main[i];

    double C(int i) => i == 0 ? Upper[i] / Diagonal(i) : Upper[i] / (Diagonal(i) - Lower[i] * C(i - 1));
    double D(int n, int i) => i == 0 ? Right[n, i] / Diagonal(i) : (Right[n, i] - Lower[i] * D(n, i - 1)) / (Diagonal(i) - Lower[i] * C(i - 1));

    [Output(nameof(N), nameof(Size))] public double X(int n, int i) => i == Size - 1 ? D(n, i) : D(n, i) - C(i) * X(n, i + 1);

    [Loss] public double Loss() => Mean(N, n => Sum(Size, i => X(n, i) * X(n, i)));
}
