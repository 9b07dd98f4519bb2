using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.Functions;   // Gelu, Sigmoid, Softplus …
using static Ansatz.ReduceF;     // Sum, Mean, Max, Min, LogSumExp, for float

namespace AnsatzModel;

/// <summary>A curve through points: a network with one layer of smooth steps.</summary>
[Model]
public partial class Curve
{
    [Extent] public partial int Steps { get; }
    [Batch] public partial int N { get; }                                        // any number of points per call
    [Input(nameof(N))] public partial Tensor<float> X { get; }
    [Input(nameof(N))] public partial Tensor<float> Target { get; }

    [Parameter(nameof(Steps), Initial = Initial.LecunNormal, FanIn = 1)] public partial Tensor<float> Slope { get; }
    [Parameter(nameof(Steps), Initial = Initial.LecunNormal, FanIn = 1)] public partial Tensor<float> Shift { get; }
    [Parameter(nameof(Steps))] public partial Tensor<float> Height { get; }

    float Step(int n, int s) => MathF.Tanh(Slope[s] * X[n] + Shift[s]);

    [Output(nameof(N))] public float Y(int n) => Sum(Steps, s => Height[s] * Step(n, s));

    [Loss] public float Loss() => Mean(N, n => (Y(n) - Target[n]) * (Y(n) - Target[n]));
}
