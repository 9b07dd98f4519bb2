using Ansatz.Layers;
using Claims;

namespace TuckerAdapters;

/// <summary>What adapters add before they are trained: nothing, not even rounding.</summary>
internal static class Start
{
    private static readonly int[] s_seeds = [1, 2, 3];

    public static void Check(Report report)
    {
        Report.Section("Before the first step");
        report.Claim(s_seeds.All(Flora), "FLoRA: every element of the kernel is that of the frozen one, bit for bit, for factors drawn from three seeds");
        report.Claim(s_seeds.All(Lora), "LoRA: so is every element of the matrix");
    }

    private static bool Flora(int seed)
    {
        var frozen = Convolution2D.Create(Channels: Update.Channels, Height: 8, Width: 8, Filters: Update.Channels, Kernel: Update.Kernel, Stride: 1, Padding: 1, Dilation: 1, seed);
        var layer = FloraConvolution2D.Create(InRank: 4, OutRank: 4, KernelRank: 2, Scale: 1, @base: frozen, seed + 100);
        var isDrawn = layer.U[0, 0] != 0 && layer.V[0, 0] != 0 && layer.P[0, 0] != 0 && layer.Q[0, 0] != 0 && frozen.F[0, 0, 0, 0] != 0;
        for (var at = 0; at < frozen.F.FlattenedLength; at++)
        {
            var (o, i, p, q) = ((int)(at / 288), (int)(at / 9 % 32), (int)(at / 3 % 3), (int)(at % 3));
            if (layer.Dense(o, i, p, q) != frozen.F[o, i, p, q]) return false;
        }

        return isDrawn;
    }

    private static bool Lora(int seed)
    {
        var frozen = Linear.Create(In: 96, Out: 96, seed);
        var layer = Ansatz.Layers.Lora.Create(Rank: 4, Alpha: 4, @base: frozen, seed + 100);
        for (var o = 0; o < 96; o++)
        {
            for (var i = 0; i < 96; i++)
            {
                if (layer.Dense(o, i) != frozen.W[o, i]) return false;
            }
        }

        return layer.V[0, 0] != 0 && frozen.W[0, 0] != 0;
    }
}
