using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Ansatz.Layers;

namespace TrainedRankPruning;

/// <summary>What trained rank pruning does between two steps: before every twelfth, both matrices become the nearest ones of low rank, and for that step their nuclear norms take part in the loss.</summary>
/// <param name="network">What is trained.</param>
/// <param name="steps">How many steps there are in all.</param>
internal sealed class Pruning(PrunedDigits network, long steps)
{
    /// <summary>After how many steps the matrices are truncated again.</summary>
    public const int Period = 12;

    /// <summary>The share of Σσ² that a truncation keeps at least.</summary>
    public const double Energy = 0.9;

    private static readonly double s_error = Math.Sqrt(1 - Energy);

    /// <summary>After a step, of which it is told the number.</summary>
    public void After(long step)
    {
        // The last steps are trained as all others: what they leave is cut when it is deployed.
        if (step % Period == 0 && step < steps)
        {
            Truncate(network.First, network.FirstSubgradient);
            Truncate(network.Second, network.SecondSubgradient);
        }
        else if (step % Period == 1)
        {
            network.FirstSubgradient.Fill(0);
            network.SecondSubgradient.Fill(0);
        }
    }

    private static void Truncate(Linear layer, Tensor<float> subgradient)
    {
        var svd = TruncatedSvd.Of(layer.W, 1);
        svd = svd.WithRank(svd.RankFor(s_error));
        Set(layer.W, svd.Reconstruct());
        var (left, right) = (svd.LeftVectors, svd.RightVectors);
        for (var o = 0; o < layer.Out; o++)
        {
            for (var i = 0; i < layer.In; i++)
            {
                var sum = 0.0;
                for (var k = 0; k < svd.Rank; k++) sum += left[o, k] * right[i, k];
                subgradient[o, i] = (float)sum;
            }
        }
    }

    private static void Set(Tensor<float> matrix, Tensor<double> values)
    {
        for (var o = 0; o < matrix.Lengths[0]; o++)
        {
            for (var i = 0; i < matrix.Lengths[1]; i++) matrix[o, i] = (float)values[o, i];
        }
    }
}
