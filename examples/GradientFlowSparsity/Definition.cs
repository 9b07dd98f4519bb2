using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Ansatz.Layers;
using Claims;
using QuickStart;

namespace GradientFlowSparsity;

/// <summary>The layer against its definition: the mask by sorting, the masked weights in a dense network, whose gradient with respect to them is that of all weights.</summary>
internal static class Definition
{
    private const int Length = 100;

    public static void Check(Report report)
    {
        Report.Section("The layers against their definition, on 100 images");
        var (training, _) = DigitImages.Load();
        var images = training.Select(n => n < 100);
        foreach (var (kept, group) in new[] { (2, 4), (1, 16) })
        {
            var sparse = new SparseDigits(Group: group, Kept: kept);
            sparse.Initialize(seed: 1);
            report.Claim(HasMask(sparse.First, kept) && HasMask(sparse.Second, kept), $"{kept}:{group}: the mask is that of the {kept} largest of each {group}, found by sorting");

            // w·(m + (1 − m)·r): at once, on the way down by both rules, at the end; and the stages, with wider masks.
            (string Name, int Kind, int Step, int Used, float Share)[] cases =
            [
                ("not used at once", Decay.AtOnce, 0, kept, 0), ("linear, after 30 %", Decay.Linear, 30, kept, 1 - 30f / Length), ("exponential, after 30 %", Decay.Exponential, 30, kept, MathF.Exp(-6 * (30f / Length))),
                ("linear, at the end", Decay.Linear, Length, kept, 0), ("stepwise, first stage", Decay.Stepwise, 0, group, 0), ("stepwise, second stage", Decay.Stepwise, group == 4 ? 40 : 20, group - 1, 0),
                ("stepwise, last stage", Decay.Stepwise, 99, kept, 0),
            ];
            var same = cases.Where(c => IsDefinition(sparse, images, c.Kind, c.Step, c.Used, c.Share)).Select(c => c.Name).ToArray();
            report.Claim(same.Length == cases.Length, $"{kept}:{group}: forward and gradient of the weights are those of the masked dense network, bit for bit: {string.Join("; ", same)}");

            var error = PenaltyError(sparse, images, kept);
            report.Claim(error <= 1e-7, $"{kept}:{group}: SR-STE adds 2e-4·(1 − m)·w to the gradient: largest difference {error:0.0e+0} of the largest element");
        }
    }

    private static bool HasMask(NmSparse layer, int kept)
    {
        var mask = NmMask.Of(layer.W, kept, layer.Group).Kept;
        for (var o = 0; o < layer.Out; o++)
        {
            for (var i = 0; i < layer.In; i++)
            {
                if (layer.W[o, i] == 0 || (layer.Dense(o, i) != 0) != mask[o, i] || (mask[o, i] && layer.Dense(o, i) != layer.W[o, i])) return false;
            }
        }

        return true;
    }

    private static bool IsDefinition(SparseDigits sparse, DigitImages images, int kind, int step, int used, float rest)
    {
        var dense = new MaskedDigits();
        Mask(sparse.First, dense.First, used, rest);
        Mask(sparse.Second, dense.Second, used, rest);
        sparse.Head.W.AsReadOnlyTensorSpan().CopyTo(dense.Head.W.AsTensorSpan());
        sparse.Head.B.AsReadOnlyTensorSpan().CopyTo(dense.Head.B.AsTensorSpan());
        Tensor<float> found = Tensor.CreateFromShape<float>([images.Count, 10]), expected = Tensor.CreateFromShape<float>([images.Count, 10]);
        sparse.Steps[0] = step;
        sparse.Evaluate(images.X, kind, Length, found);
        dense.Evaluate(images.X, expected);
        sparse.Gradient(images.X, images.Label, kind, Length, 0);
        dense.Gradient(images.X, images.Label);
        return Same(found, expected) && new[] { "First.W", "First.B", "Second.W", "Second.B", "Head.W", "Head.B" }.All(name => Same(sparse.Gradients.Tensor<float>(name), dense.Gradients.Tensor<float>(name)));
    }

    private static void Mask(NmSparse from, Linear to, int used, float rest)
    {
        var mask = NmMask.Of(from.W, used, from.Group).Kept;
        for (var o = 0; o < from.Out; o++)
        {
            for (var i = 0; i < from.In; i++) to.W[o, i] = mask[o, i] ? from.W[o, i] : rest * from.W[o, i];
        }

        from.B.AsReadOnlyTensorSpan().CopyTo(to.B.AsTensorSpan());
    }

    private static double PenaltyError(SparseDigits sparse, DigitImages images, int kept)
    {
        sparse.Steps[0] = 0;
        sparse.Gradient(images.X, images.Label, Decay.AtOnce, Length, 0);
        var without = Values(sparse.Gradients.Tensor<float>("Second.W"));
        sparse.Gradient(images.X, images.Label, Decay.AtOnce, Length, Training.Penalty);
        var with = Values(sparse.Gradients.Tensor<float>("Second.W"));
        var mask = NmMask.Of(sparse.Second.W, kept, sparse.Second.Group).Kept;
        double worst = 0;
        for (var at = 0; at < with.Length; at++)
        {
            var (o, i) = (at / 128, at % 128);
            worst = Math.Max(worst, Math.Abs(with[at] - without[at] - (mask[o, i] ? 0 : Training.Penalty * (double)sparse.Second.W[o, i])));
        }

        return worst / with.Max(Math.Abs);
    }

    private static bool Same(Tensor<float> a, Tensor<float> b) => Values(a).AsSpan().SequenceEqual(Values(b));

    private static float[] Values(Tensor<float> tensor)
    {
        var values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
