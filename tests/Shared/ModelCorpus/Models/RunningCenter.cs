using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>Centers its columns by the batch in training and by a running mean otherwise.</summary>
[Model]
public partial class RunningCenter
{
    [Extent] public partial int C { get; }
    [Batch] public partial int N { get; }
    [Training] public partial bool Training { get; set; }

    [Input(nameof(N), nameof(C), Gradient = true)] public partial Tensor<float> X { get; }

    [Parameter(nameof(C), Initial = Initial.One)] public partial Tensor<float> Gain { get; }
    [State(nameof(C))] public partial Tensor<float> Running { get; }

    float BatchMean(int c) => Mean(N, n => X[n, c]);

    [Update(nameof(Running))] float NextRunning(int c) => 0.9f * Running[c] + 0.1f * BatchMean(c);

    [Output(nameof(N), nameof(C))] public float Y(int n, int c) => Gain[c] * (X[n, c] - (Training ? BatchMean(c) : Running[c]));

    [Loss] public float Loss() => Mean(N, C, (n, c) => Y(n, c) * Y(n, c) * Y(n, c));
}
