using System.Numerics.Tensors;

namespace Ansatz.Benchmarks.Models.Networks;

/// <summary>Rows to rows, with the loss that has a given slope.</summary>
public interface IMap : IModel
{
    /// <summary>The result for a batch.</summary>
    void Evaluate(ReadOnlyTensorSpan<float> x, TensorSpan<float> y);

    /// <summary>The loss and all gradients.</summary>
    float Gradient(ReadOnlyTensorSpan<float> x, ReadOnlyTensorSpan<float> g, TensorSpan<float> dx);
}
