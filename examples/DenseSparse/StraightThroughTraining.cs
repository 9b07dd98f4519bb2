using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Ansatz;
using DigitNetworks;

namespace StraightThrough;

/// <summary>
/// Trains a dense matrix of which the network only sees its factorization: the forward pass uses F(W) = S·D, and the gradient with respect to that goes to W as
/// it is. So atoms, and which of them a row combines, follow the task.
/// </summary>
internal sealed class StraightThroughTraining
{
    private readonly DenseDigits _network;
    private readonly float[] _master;
    private DenseSparseFactorization _factorization;

    /// <summary>Begins with the network's hidden layer as it is; the network then has its factorization.</summary>
    public StraightThroughTraining(DenseDigits network, int atoms, int entries)
    {
        _network = network;
        _master = new float[network.Hidden.W.FlattenedLength];
        network.Hidden.W.FlattenTo(_master);
        _factorization = DenseSparseFactorization.Of(Transposed(_master), atoms, entries, rounds: 10);
        Show();
    }

    /// <summary>Steps of Adam on batches; the same images in the same order for the same seed.</summary>
    public void Run(Batches batches, int steps, double rate)
    {
        var adam = new Adam(_network.Parameters) { Rate = rate };
        for (var step = 0; step < steps; step++)
        {
            adam.Rate = rate * (1 - (double)step / steps);
            var (x, label) = batches.Next();
            _network.Gradient(x, label);
            Tensor.Create(_master, _network.Hidden.W.Lengths).AsReadOnlyTensorSpan().CopyTo(_network.Hidden.W.AsTensorSpan());
            adam.Step(_network.Gradients);
            _network.Hidden.W.FlattenTo(_master);
            _factorization = _factorization.Refine(Transposed(_master));
            Show();
        }
    }

    private void Show()
    {
        var shown = _factorization.Reconstruct();
        var w = _network.Hidden.W;
        for (var o = 0; o < DenseDigits.Wide; o++)
        {
            for (var i = 0; i < DenseDigits.Pixels; i++) w[o, i] = (float)shown[i, o];
        }
    }

    // The library's factorization has few atoms for each column, the layer for each row.
    private static Tensor<float> Transposed(float[] weights)
    {
        var result = Tensor.CreateFromShape<float>([DenseDigits.Pixels, DenseDigits.Wide]);
        for (var o = 0; o < DenseDigits.Wide; o++)
        {
            for (var i = 0; i < DenseDigits.Pixels; i++) result[i, o] = weights[o * DenseDigits.Pixels + i];
        }

        return result;
    }
}
