using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Reduce;
using static Ansatz.Functions;
using static System.Math;

namespace Corpus;

/// <summary>A network in double precision.</summary>
[Model]
public partial class DoubleNetwork
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Hidden { get; }
    [Extent] public partial int Classes { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(In), Gradient = true)] public partial Tensor<double> X { get; }
    [Input(nameof(N))] public partial Tensor<int> Label { get; }

    [Parameter(nameof(Hidden), nameof(In))] public partial Tensor<double> W { get; }
    [Parameter(nameof(Hidden))] public partial Tensor<double> B { get; }
    [Parameter(nameof(Classes), nameof(Hidden))] public partial Tensor<double> U { get; }

    double H(int n, int j) => Gelu(Sum(In, i => W[j, i] * X[n, i]) + B[j]);

    [Output(nameof(N), nameof(Classes))] public double Logit(int n, int k) => Sum(Hidden, j => U[k, j] * Tanh(H(n, j)));

    [Loss] public double Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
}
