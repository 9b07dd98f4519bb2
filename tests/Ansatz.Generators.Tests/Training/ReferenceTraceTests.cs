using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Training;

/// <summary>
/// Three low-rank layers, 512 → 512 → 512 → 10 of rank 32, trained by Adam: losses against those of another library in double precision, from
/// weights and inputs that an integer hash gives.
/// </summary>
public class ReferenceTraceTests
{
    // Loss before the update of a step.
    private static readonly (int Step, double Loss)[] _trace =
    [
        (0, 2.3023238247685285), (1, 2.29610909897837), (2, 2.287939295443087), (4, 2.2569854169424173), (9, 2.0067624185831123),
        (14, 1.3538725276163728), (19, 0.5843433286281141), (24, 0.14079071621608497), (49, 3.8325098782584675e-05),
    ];

    private const string Text = """
        using System.Numerics.Tensors;
        using Ansatz;
        using static Ansatz.Functions;
        using static Ansatz.ReduceF;

        namespace InFloat;

        [Model]
        public partial class LowRank
        {
            [Extent] public partial int In { get; }
            [Extent] public partial int Rank { get; }
            [Extent] public partial int Out { get; }
            [Parameter(nameof(Rank), nameof(In))] public partial Tensor<float> V { get; }
            [Parameter(nameof(Out), nameof(Rank))] public partial Tensor<float> U { get; }
            [Parameter(nameof(Out))] public partial Tensor<float> B { get; }

            float Code(Func<int, int, float> x, int n, int r) => Sum(In, i => V[r, i] * x(n, i));
            public float Y(Func<int, int, float> x, int n, int o) => Sum(Rank, r => U[o, r] * Code(x, n, r)) + B[o];
        }

        [Model]
        public partial class Network
        {
            public const int Wide = 512, Rank = 32, Classes = 10;
            [Batch] public partial int N { get; }
            [Input(nameof(N), Wide)] public partial Tensor<float> X { get; }
            [Input(nameof(N))] public partial Tensor<int> Label { get; }

            public LowRank L0 { get; } = new(In: Wide, Rank: Rank, Out: Wide);
            public LowRank L1 { get; } = new(In: Wide, Rank: Rank, Out: Wide);
            public LowRank L2 { get; } = new(In: Wide, Rank: Rank, Out: Classes);

            float First(int n, int o) => Gelu(L0.Y((b, i) => X[b, i], n, o));
            float Second(int n, int o) => Gelu(L1.Y(First, n, o));
            [Output(nameof(N), Classes)] public float Logit(int n, int k) => L2.Y(Second, n, k);
            [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
        }
        """;

    private static readonly Lazy<CompiledSet> _networks = new(() => GeneratorHarness.Compile("Trace",
    [
        new CorpusFile("Single.cs", Text),
        new CorpusFile("Double.cs", Text.Replace("InFloat", "InDouble").Replace("float", "double").Replace("ReduceF", "Reduce")),
    ]));

    [Fact]
    public void SinglePrecisionFollowsTheTrace()
    {
        var losses = Train<float>("InFloat.Network", 10);
        foreach (var (step, loss) in _trace.Where(t => t.Step < 10)) Assert.Equal(loss, losses[step], 1e-6);
    }

    [Fact]
    public void DoublePrecisionFollowsItToTheLastDigits()
    {
        var losses = Train<double>("InDouble.Network", 50);
        foreach (var (step, loss) in _trace) Assert.Equal(1, losses[step] / loss, step < 10 ? 1e-12 : 1e-9);
    }

    /// <summary>The losses of the steps, each over all 128 examples.</summary>
    private static double[] Train<T>(string network, int steps) where T : unmanaged, System.Numerics.INumber<T>
    {
        const int Examples = 128, Wide = 512, Rank = 32, Classes = 10;
        Assert.Empty(_networks.Value.Failures);
        var model = (ITrainable)Activator.CreateInstance(_networks.Value.Type(network))!;
        for (var layer = 0; layer < 3; layer++)
        {
            var outputs = layer == 2 ? Classes : Wide;
            // There the factors are in × rank and rank × out, here rank × in and out × rank.
            Transpose(Hash(Wide * Rank, .73 + .01 * layer, .2, 1 / Math.Sqrt(Wide)), Rank, model.Parameters.Tensor<T>($"L{layer}.V"));
            Transpose(Hash(Rank * outputs, 1.17 + .01 * layer, .3, 1 / Math.Sqrt(Rank)), outputs, model.Parameters.Tensor<T>($"L{layer}.U"));
        }

        var data = new Dataset
        {
            { "X", Array.ConvertAll(Hash(Examples * Wide, .37, .1, 1), T.CreateTruncating), Wide },
            { "Label", Enumerable.Range(0, Examples).Select(i => 7 * i % Classes).ToArray() },
        };
        var result = model.Fit(data, new TrainingOptions { Epochs = steps, BatchSize = Examples, Shuffle = false, Optimizer = new Adam(model.Parameters) });
        return [.. result.History.Select(e => e.Loss)];
    }

    private static void Transpose<T>(float[] values, int columns, System.Numerics.Tensors.Tensor<T> target) where T : System.Numerics.INumber<T>
    {
        for (var i = 0; i < values.Length; i++) target[i % columns, i / columns] = T.CreateTruncating(values[i]);
    }

    /// <summary>n numbers, uniform on [−s, s), from a 32-bit hash of their number and of a seed that a and b give.</summary>
    private static float[] Hash(int n, double a, double b, double s)
    {
        var seed = (uint)(Math.Round(a * 1e4) * 7919 + Math.Round(b * 1e3));
        return [.. Enumerable.Range(0, n).Select(i =>
        {
            var h = unchecked((uint)i * 0x9E3779B9 + seed * 0x85EBCA6B);
            h ^= h >> 16;
            h *= 0x7FEB352D;
            h ^= h >> 15;
            h *= 0x846CA68B;
            h ^= h >> 16;
            return (float)(s * (2 * ((h >> 8) / 16777216.0) - 1));
        })];
    }

    [Theory]
    [InlineData(65536, .37, .1, 1, 0.7747352123, -0.7663766146, 147.92262085673846)]
    [InlineData(16384, 1.17, .3, 0.17677669529663687, 0.0273547173, -0.1413757056, 13.076434544748098)]
    public void TheHashGivesTheNumbersOfTheTrace(int n, double a, double b, double s, double first, double second, double norm)
    {
        var values = Hash(n, a, b, s);
        Assert.Equal(first, values[0], 1e-10);
        Assert.Equal(second, values[1], 1e-10);
        Assert.Equal(norm, Math.Sqrt(values.Sum(v => (double)v * v)), 1e-9);
    }
}
