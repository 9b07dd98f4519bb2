using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;
using static Ansatz.Functions;

namespace Corpus;

/// <summary>Additive exponential smoothing with level, trend and a season of four (Holt 1957, Winters 1960): one-step errors.</summary>
[Model]
public partial class HoltWinters
{
    public const int Season = 4;

    [Extent] public partial int Length { get; }
    [Batch] public partial int N { get; }

    [Input(nameof(N), nameof(Length))] public partial Tensor<float> Y { get; }

    [Parameter(3)] public partial Tensor<float> Smoothing { get; }
    [Parameter(nameof(Season))] public partial Tensor<float> First { get; }

    float Weight(int k) => Sigmoid(Smoothing[k]);

    float Level(int n, int t) => t == 0 ? Y[n, t] : Weight(0) * (Y[n, t] - Seasonal(n, t)) + (1 - Weight(0)) * (Level(n, t - 1) + Trend(n, t - 1));
    float Trend(int n, int t) => t == 0 ? 0 : Weight(1) * (Level(n, t) - Level(n, t - 1)) + (1 - Weight(1)) * Trend(n, t - 1);

    // What the season adds at time t, as it was known before t.
    float Seasonal(int n, int t) => t < Season ? First[t] : Weight(2) * (Y[n, t - Season] - Level(n, t - Season)) + (1 - Weight(2)) * Seasonal(n, t - Season);

    [Output(nameof(N), nameof(Length))] public float Forecast(int n, int t) => t == 0 ? Y[n, t] : Level(n, t - 1) + Trend(n, t - 1) + Seasonal(n, t);

    [Loss] public float Loss() => Mean(N, Length, (n, t) => (Y[n, t] - Forecast(n, t)) * (Y[n, t] - Forecast(n, t)));
}
